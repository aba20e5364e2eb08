"""What works on this machine: `facts` are values, `gather` collects them, `judge` says ok or not ok.

In reading order: `facts`, `requirements` (package versions), `judge` and `surroundings` (values in, findings out),
`ports` (who has a port), `gather`.
"""
