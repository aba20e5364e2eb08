"""The letters of a spec: names, keys, and the kinds of values. Pure.

`letters` (parts, keys, values and their places in a text), `parameters` (kinds of values), `addresses` (places in a
response, for `at`), `pace` (what `speed` and `gap` take), `use` (a fault or rewrite as asked for), `arguments` (what an
edit is given), `part` (a part printed).
"""
