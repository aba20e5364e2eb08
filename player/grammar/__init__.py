"""The grammar of a spec: names, keys, and the kinds of values. Pure.

`spec_text` (parts, keys, values and their places in a text), `parameters` (kinds of values), `addresses` (places in a
response, for `at`), `pace` (the values of `speed` and `gap`), `use` (a fault or rewrite in a spec), `arguments` (the
arguments of an edit), `variants` (profiles, faults and rewrites by name), `decimals` (fractions as whole numbers).
"""
