"""How a session keeps headers, bytes, cuts and times, with software that we did not write at both ends."""
