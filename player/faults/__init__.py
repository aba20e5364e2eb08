"""Faults: what goes wrong with a real stream, on demand and the same every time. Pure edits, one idea per file.

`fault.py` is the contract, `registry.py` has every fault by name, `gates.py` says which requests meet one, `places.py`
where an address lies, `applied.py` does them in the order of their phases. `events.py`, `cutting.py`, `flow.py`,
`framing.py` and `replaced.py` are what faults of one phase share; every other file is one fault, or a
few that are one idea: `resume` has `retry`, too (a client that returns with `Last-Event-ID`).
"""
