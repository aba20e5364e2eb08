"""The programs that are measured: chunktape itself, the peers beside it, and servers that we did not write around
it.
"""
