"""The journal: what was asked, matched and sent, with counts.

`entry` (one request), `journal` (all of them, with listeners), `console` (an entry as a line), `ticker` (when lines are
printed), `coverage` (planned, sent and observed cuts), `metrics` (counters, and Prometheus text).
"""
