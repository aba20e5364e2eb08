"""`retoken`: the same answer in other events.

`source.py` finds the events that carry a piece of an answer and what else they say, `runs.py` which of them follow one
another, `targets.py` and `pieces.py` where an answer is cut anew, `event.py` writes an event with another piece,
`retoken.py` puts them together.
"""
