"""Performances: made without delaying streams under way, kept, and shared between recordings with the same content.

In reading order: `background` (the threads for what takes long), `specs` (reads long specs), `bodies` (what is cut),
`settling` (what one request gets), `performances` (those that are kept), `plans` (makes them, and has all of these);
`finder` (reads and compares requests), `load` (options of a load test: `--mix`, `--vary`, `--max-streams`), `misfits`
(faults and rewrites that fit no recording).
"""
