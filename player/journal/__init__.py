"""The journal: what was asked, matched and sent, with counts.

`entry` (one request), `journal` (all of them, with listeners), `feed` (its events in order, for readers that follow
it), `lanes` (one request on one time axis), `console` (an entry as a line, the last lines), `opening` and `try_lines`
(the lines at the start: what is served, requests to copy), `ticker` (when lines are printed), `coverage` (planned, sent
and observed cuts), `coverage_report` (the same per level, in words), `metrics` (counters, and Prometheus text).
"""
