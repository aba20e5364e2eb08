"""Performances, made beside the streams that are under way, kept and shared by what recordings hold.

`performances` (what was made and may serve the next), `planner` (makes it, in a thread where it takes long), `load`
(what a load test asks: `--mix`, `--vary`, `--max-streams`).
"""
