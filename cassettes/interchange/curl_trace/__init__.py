"""Traces of curl, `--trace` and `--trace-ascii`."""
