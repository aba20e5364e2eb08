"""What works on this machine: `facts` are values, `gather` asks the machine for them, `judge` says ok or not ok.

In reading order: `facts`, `requirements` (a version and what is asked of it), `judge` and `surroundings` (values in,
findings out), `ports` (who has a port), `gather`.
"""
