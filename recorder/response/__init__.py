"""One response's bytes in, its records out. Sans-IO: `tap` takes the reads, `head` and `chunked` read what is in them.
"""
