"""HAR 1.2: what browsers and proxies save, read and written."""
