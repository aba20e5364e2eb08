"""Performances: made without delaying streams under way, kept, and shared between recordings with the same content.

`performances` (those that are kept), `planner` (makes them, in a thread where it takes long), `background` (the
threads), `finder` (reads and compares requests), `load` (options of a load test: `--mix`, `--vary`, `--max-streams`),
`misfits` (faults and rewrites that fit no recording).
"""
