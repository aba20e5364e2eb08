"""The one source of time. Rules

- Every time is an `int` of nanoseconds from `time.perf_counter_ns`: monotonic, and finer than the 15.6 ms
  ticks that `time.monotonic` has on Windows before Python 3.13.
- Wall-clock time appears once, in a cassette's header, for people.
"""

import time
from typing import Final

now_ns: Final = time.perf_counter_ns

MS: Final = 1_000_000
SECOND: Final = 1_000_000_000


def wall_clock_ns() -> int:
    """Nanoseconds since 1970-01-01 UTC, for a cassette's header."""
    return time.time_ns()
