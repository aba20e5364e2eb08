"""Which plans a tape is cut by: `order` has them, `effort` says how many, `masks` take out of a plan what a known bug
explains, and `memory` keeps what failed last time.
"""

from chunktape.check.sweep.order import baseline, difference, further, plans

__all__ = ["baseline", "difference", "further", "plans"]
