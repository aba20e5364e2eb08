"""The groups of the catalogue, one module each. Rules

- Each module of cuts has `CLASSES`, its part of the catalogue, and `find(view)`, which gives sorted positions for
  each id. `merges` and `sizes` are about the shape of a whole plan instead.
- `find` never fails on any bytes and is linear in them: regular expressions without backtracking over the whole
  body, and work per line or token that is a few machine words.
"""
