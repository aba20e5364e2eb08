"""How a client is driven.

`search` tries a client's entries, `nearest` says why none is right, `choosing` settles the entry and the tapes, and
`adapters` writes an adapter file.
"""
