"""Which recording answers a request. Pure. In reading order: `subject` (a request in comparable form), `difference`
(where two of them differ), `index` (the rule, `strict` and `any` included), `rotation` (whose turn it is among equally
good ones), `mix` (how often each of them is).
"""
