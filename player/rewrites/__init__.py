"""Rewrites: the same answer in other bytes, or in other events. Pure edits of a tape, one idea per file.

`rewrite.py` is the contract, `registry.py` has every rewrite by name, `applied.py` does them in the order of their
stages; every other file is one rewrite, or a few that are one idea.
"""
