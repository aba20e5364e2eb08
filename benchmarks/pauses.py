"""When the machine stood still: `python -m benchmarks.pauses SECONDS` prints each pause of its CPU in ms. Rules

- It sleeps for a millisecond again and again, above the priority of what is measured, on the same CPU: a sleep that
  takes much longer was nobody's on this machine but the hypervisor's or the kernel's.
- Pauses that follow one another within 20 ms count as one: what they held up has not left in between.
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
    """Watches one CPU until it is left; `ms` then has the pauses. Does nothing unless `realtime`."""

    def __init__(self, cpu: int, seconds: float, *, realtime: bool) -> None:
        self.ms: list[float] = []
        watch = (sys.executable, "-m", "benchmarks.pauses", str(seconds))
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
        self.ms = [float(line) for line in text.split()]


def watch(seconds: float) -> list[float]:
    """The pauses of the next `seconds`, in ms."""
    found: list[float] = []
    last = ended = time.perf_counter_ns()
    until = last + int(seconds * 1e9)
    while last < until:
        time.sleep(_SLEEP_S)
        now = time.perf_counter_ns()
        if now - last >= _LEAST:
            if found and last - ended < _TOGETHER:
                found[-1] += (now - last) / 1e6
            else:
                found.append((now - last) / 1e6)
            ended = now
        last = now
    return found


if __name__ == "__main__":
    for pause in watch(float(sys.argv[1])):
        print(f"{pause:.1f}")
