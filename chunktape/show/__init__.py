"""A cassette or a plan for eyes: `table` (a terminal), `lines` (`--text`), `values` (`--json`), `lost` (what is
missing), `plan` (`chunktape plan`), `picture` (a plan as SVG); `pages` makes docs/splits.md and docs/faults.md.
"""
