"""`retoken`: the same answer in other events.

`source.py` defines the events that carry a piece of an answer, `find.py` finds them, and `once.py` finds their other
contents; `runs.py` joins those that follow one another, `targets.py` and `pieces.py` choose where an answer is cut
anew; `event.py` writes an event with another piece, `numbers.py` numbers the events, `retoken.py` does all of it in
order, and `entry.py` is the entry for the registry.
"""
