"""Boundary classes, one small module per group of the catalogue. Rules

- A cut position p means: a piece ends at byte p, between body[p-1] and body[p]; 0 < p < len(body).
- Each module of cuts has `CLASSES`, its part of the catalogue, and `find(view)`, which gives sorted positions for
  each id. `merges` and `sizes` are about the shape of a whole plan instead.
- `find` never fails on any bytes and is linear in them: regular expressions without backtracking over the whole
  body, and work per line or token that is a few machine words.
"""
