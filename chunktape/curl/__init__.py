"""A pasted curl command, read into a request."""
