"""How a client is driven.

`search` tries its entries, `nearest` says why none is right, `choosing` settles the way and the tapes, and `adapters`
writes a way down.
"""
