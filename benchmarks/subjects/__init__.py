"""What is measured: chunktape itself, the peers beside it, and servers that we did not write around it."""
