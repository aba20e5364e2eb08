"""One request without an app: a pasted curl command, read into a request, sent and recorded."""
