"""Faults: the failures of real streams, on demand and the same every time. Pure edits, one idea per file.

`fault.py` is the contract, `registry.py` has every fault by name, `gates.py` says which requests meet one, `places.py`
where an address lies, `applied.py` and `happened.py` apply faults in the order of their phases, `difference.py` finds
the first place that a fault changed. `events.py`, `cutting.py`, `flow.py`, `framing.py` and `replaced.py` have what
faults of one phase share; every other file is one fault, or a few that are one idea: `resume` has `retry`, too (a
client that returns with `Last-Event-ID`).
"""
