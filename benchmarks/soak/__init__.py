"""A long run with clients that come, go, stall and reset: what leaks, what is late, and whose fault that is."""
