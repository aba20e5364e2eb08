"""One response's bytes in, its records out. Sans-IO: `tap` takes reads, `head` says what a head means."""
