"""Detects when the machine stood still. Rules

- `python -m benchmarks.soak.pauses SECONDS` prints when each pause of its CPU ended (s of `perf_counter`) and how long
  it was (ms).

- It sleeps for a millisecond again and again, above the priority of what is measured, on the same CPU: where a sleep
  takes much longer, only the hypervisor or the kernel can be the cause.
- Pauses that follow one another within 20 ms count as one: the delayed writes have not left in between.
- Only under SCHED_FIFO does that hold; without it a busy server would be counted as a pause.
"""

import subprocess
import sys
import time
from types import TracebackType
from typing import Final, Self

#: what counts as a pause, ns
_LEAST: Final = 5_000_000
_TOGETHER: Final = 20_000_000
_SLEEP_S: Final = 0.001
#: above the servers' 10
_PRIORITY: Final = "20"


class Pauses:
    """Watches one CPU until it is left; `found` then has the pauses: their ends in s of `perf_counter`, and lengths in
    ms. Does nothing unless `realtime`.
    """

    def __init__(self, cpu: int, seconds: float, *, realtime: bool) -> None:
        self.found: list[tuple[float, float]] = []
        watch = (sys.executable, "-m", "benchmarks.soak.pauses", str(seconds))
        self._command = ["chrt", "-f", _PRIORITY, "taskset", "-c", str(cpu), *watch] if realtime else []
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if self._command:
            self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process is None:
            return
        if kind is not None:
            self._process.kill()
        text, _ = self._process.communicate()
        self.found = [(float(end), float(ms)) for end, ms in map(str.split, text.splitlines())]


def watch(seconds: float) -> list[tuple[float, float]]:
    """The pauses of the next `seconds`: when each ended, and its ms."""
    found: list[tuple[float, float]] = []
    last = ended = time.perf_counter_ns()
    until = last + int(seconds * 1e9)
    while last < until:
        time.sleep(_SLEEP_S)
        now = time.perf_counter_ns()
        if now - last >= _LEAST:
            before = found.pop()[1] if found and last - ended < _TOGETHER else 0.0
            found.append((now / 1e9, before + (now - last) / 1e6))
            ended = now
        last = now
    return found


if __name__ == "__main__":
    for end, pause in watch(float(sys.argv[1])):
        print(f"{end:.3f} {pause:.1f}")
