"""Rewrites: the same answer in other bytes, or in other events. Pure edits of a tape, one idea per file.

`rewrite.py` is the contract, `registry.py` has every rewrite by name, `applied.py` applies them in the order of their
stages. `events.py` has the lines and payloads of a body, `json_text.py` and `json_places.py` the tokens and places of
JSON. Every other file is one rewrite, or a few that are one idea; `retoken/` is one of several files.
"""
