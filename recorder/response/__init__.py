"""One response's bytes in, its records out. Sans-IO: `tap` takes reads, `head` and `chunked` say what is in them."""
