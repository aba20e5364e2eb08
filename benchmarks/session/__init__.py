"""What a session keeps of headers, bytes, cuts and times, with software that we did not write at both ends."""
