"""Sweeps: each tape is cut by one plan after the other.

`order` has the plans, `effort` says how many, `meter` counts the runs, `hangs` has those that never come back, `trial`
is one tape under one profile, `uncut` judges its baseline, `sweeper` does the work, `bugs` has what finds the bug
behind a failure, and `again` runs the plans ahead that failed the last time.
"""

from chunktape.check.sweep.order import about, baseline, difference, further, plans

__all__ = ["about", "baseline", "difference", "further", "plans"]
