"""Shows a cassette or a plan: `table` (a terminal), `lines` (`--text`), `values` (`--json`), `says` (the text of an
answer, chunk by chunk), `lost` (what is missing), `plan` (`chunktape plan`), `picture` (a plan as SVG), `facts`,
`entries` and `lists` (profiles, faults, rewrites); `pages` makes docs/splits.md, docs/faults.md and docs/options.md.
"""
