"""Figures of the kernel about processes and about this machine. Rules

- CPU time is user and system time of a process and its descendants, from /proc/PID/stat; /proc/stat samples at
  ticks and misses work that a timer drives.
- Memory is resident memory, summed over the same processes.
- The server under test runs on one CPU, the client on another.
"""

import os
import platform
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TICKS: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


def cpus() -> tuple[int, int]:
    """The CPU for servers and the CPU for clients; the same one where there is only one."""
    usable = sorted(_USABLE)
    return usable[0], usable[-1]


_USABLE: Final = os.sched_getaffinity(0)


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU time in seconds, resident memory in bytes, open descriptors."""

    cpu: float
    memory: int
    descriptors: int


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat behind the command's name; None if the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
    except OSError:
        return None


def tree(pid: int) -> list[int]:
    """`pid` and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit() and (fields := _stat(int(entry))):
            children.setdefault(int(fields[1]), []).append(int(entry))
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        todo += children.get(one, [])
    return found


def usage(pids: Sequence[int]) -> Usage:
    """The sum over these processes; those that are gone count nothing."""
    ticks = pages = descriptors = 0
    for pid in pids:
        fields = _stat(pid)
        if fields is None:
            continue
        ticks += int(fields[11]) + int(fields[12])
        pages += int(fields[21])
        try:
            descriptors += len(os.listdir(f"/proc/{pid}/fd"))
        except OSError:
            pass
    return Usage(ticks / _TICKS, pages * _PAGE, descriptors)


def cpu_ns(pids: Sequence[int]) -> int:
    """CPU time of these processes so far, in ns: `usage` has it in ticks of 10 ms."""
    tasks = (task for pid in pids for task in Path(f"/proc/{pid}/task").iterdir())
    return sum(int((task / "schedstat").read_text("ascii").split()[0]) for task in tasks)


class Peak(threading.Thread):
    """Watches the resident memory of processes twice a second; `bytes` is the most that was seen."""

    def __init__(self, pids: Sequence[int]) -> None:
        super().__init__(daemon=True)
        self.bytes = 0
        self._pids = pids
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(0.5):
            self.bytes = max(self.bytes, usage(self._pids).memory)

    def end(self) -> int:
        """Stop watching; gives the most that was seen, in bytes."""
        self._over.set()
        self.join()
        self.bytes = max(self.bytes, usage(self._pids).memory)
        return self.bytes


def describe() -> str:
    """This machine in one line: processors, kernel, Python."""
    model = platform.machine()
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return f"{os.cpu_count()} × {model}, Linux {platform.release()}, Python {platform.python_version()}"
