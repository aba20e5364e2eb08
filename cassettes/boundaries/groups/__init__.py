"""The groups of the catalogue, one module each: `encoding` (characters of UTF-8), `lines`, `fields`, `json_payload`,
`sentinel` (`[DONE]` and the tail), `ndjson`, `lookalike`; `merges` and `sizes`. Rules

- Each module of cuts has `CLASSES`, its part of the catalogue, and `find(view)`, which gives sorted positions for
  each id. `merges` and `sizes` are about the shape of a whole plan instead.
- `find` never fails on any bytes and is linear in them: regular expressions without backtracking over the whole
  body, and work per line or token that is a few machine words.
"""
