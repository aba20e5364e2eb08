"""Specs and scenarios, from their text to settled values. Pure.

In reading order: `spec` (the text of a scenario, one parser and one printer), `uses` (its faults and rewrites), `edits`
(those of `--rewrite` and `--fault`), `scenario` (all settings, and the one order in which times are edited),
`memory` (long specs by their id), `rotations` (seeds, turns and faults counted per client), `settle` (what depends on
the client), `perform` (the whole way: an interaction to a performance), `changes` (settings made while a player runs).
"""
