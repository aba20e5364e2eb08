"""`retoken`: the same answer in other events.

`source.py` has the events that carry a piece of an answer, `find.py` finds them, and `once.py` what else they say;
`runs.py` has which of them follow one another, `targets.py` and `pieces.py` where an answer is cut anew; `event.py`
writes an event with another piece, `numbers.py` counts them, `retoken.py` puts all together, and `entry.py` is
what the registry knows.
"""
