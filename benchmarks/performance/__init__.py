"""What docs/performance.md shows: a module per section (`measure(bench)` gives its figures), `report` makes the tables.

`stopping` is a command of its own; `targets` says what the figures must keep.
"""
