"""The sections of docs/performance.md, one module each (`measure(bench)` gives its figures); `report` makes the tables.

`stopping` is a command of its own; `targets` has the promised figures.
"""
