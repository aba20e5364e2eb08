"""A long run with clients that come, go, stall and reset: leaks, lateness, and their cause."""
