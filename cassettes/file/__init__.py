"""The file format, byte by byte: records are encoded, appended under a lock, read back, and searched behind damage."""
