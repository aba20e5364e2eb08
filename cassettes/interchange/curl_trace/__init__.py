"""Traces of curl, `--trace` and `--trace-ascii`. In reading order: `blocks` (the text as blocks), `exchanges` (which
blocks are one request and its response), `read`.
"""
