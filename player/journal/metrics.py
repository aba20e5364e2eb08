"""The player's counters, and their text for Prometheus. Rules

- Counters only grow, from the start of the process; `reset` of the journal leaves them alone. Momentary figures (active
  streams, tasks, descriptors) are taken when they are asked for.
- A stream is a response from a recording. `aborted`: it ended before its recorded end; the label says by whom.
- A request takes a place for its stream (`claim`) before its plan is made, which may be refused: `--max-streams` limits
  the places, the counters count streams that were begun.
- Prometheus text format 0.0.4; times in seconds there, in ms for people and JSON. Every sample of one worker of several
  carries its number, since each answers for itself.
"""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cassettes.clock import MS, SECOND
from network.descriptors import limit
from player.journal.entry import Answer, Entry
from player.stream.lateness import Histogram, Lateness
from player.stream.progress import Outcome

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_ABORTED: Final = (Outcome.LEFT, Outcome.STOPPED, Outcome.FAILED)
_ENDED: Final = Outcome.ENDED
#: the counters that add up
_NUMBERS: Final = ("started", "ended", "missed", "limited", "late", "joined", "bytes")


@dataclass(slots=True)
class Counts:
    """The counters, which add up over workers. `late`: streams that were later than `--max-late`; `limited`: requests
    answered with 429; `joined`: writes that left together with the write before them, because the player was late.
    """

    started: int = 0
    ended: int = 0
    missed: int = 0
    limited: int = 0
    late: int = 0
    joined: int = 0
    bytes: int = 0
    aborted: dict[str, int] = field(default_factory=lambda: dict.fromkeys([one.value for one in _ABORTED], 0))

    @property
    def active(self) -> int:
        return self.started - self.ended

    def add(self, other: Mapping[str, Any]) -> None:
        """Add another worker's counters, the result of its `as_json`."""
        for name in _NUMBERS:
            setattr(self, name, getattr(self, name) + int(other[name]))
        for reason, count in other["aborted"].items():
            self.aborted[reason] += count

    def as_json(self) -> dict[str, Any]:
        numbers = {name: getattr(self, name) for name in _NUMBERS}
        return {**numbers, "active": self.active, "aborted": dict(self.aborted)}


def late_ms(histogram: Histogram) -> dict[str, float]:
    """p50, p99 and max in ms, for JSON."""
    return {
        "p50_ms": round(histogram.percent(50) / MS, 3),
        "p99_ms": round(histogram.percent(99) / MS, 3),
        "max_ms": round(histogram.max / MS, 3),
    }


class Metrics:
    """The counters of one player. `max_late`: ns, 0 for no limit; `worker`: its number, 0 when it is the only one."""

    def __init__(self, clock: Callable[[], int], max_late: int = 0, worker: int = 0) -> None:
        self.lateness = Lateness(clock)
        self.counts = Counts()
        #: streams that are under way or being planned
        self.claimed = 0
        self._max_late = max_late
        self._worker = worker

    def claim(self, entry: Entry) -> None:
        """A request takes the place of a stream, until it is over."""
        self.claimed += 1
        entry.claimed = True

    def begin(self, entry: Entry) -> None:
        """Count an answer whose stream starts."""
        self.counts.started += 1
        entry.stream = True

    def end(self, entry: Entry) -> None:
        """A request is over."""
        counts, progress = self.counts, entry.progress
        self.claimed -= entry.claimed
        if not entry.stream:
            counts.missed += entry.answer is Answer.MISS
            counts.limited += entry.answer is Answer.LIMITED
            return
        counts.ended += 1
        counts.bytes += progress.bytes
        counts.joined += progress.joined
        counts.late += self.too_late(entry)
        if progress.outcome is not _ENDED and progress.outcome in _ABORTED:
            counts.aborted[progress.outcome.value] += 1

    def too_late(self, entry: Entry) -> bool:
        """Whether a chunk of this response was later than `--max-late` allows."""
        return 0 < self._max_late < entry.progress.late

    def as_json(self) -> dict[str, Any]:
        """For the journal."""
        lateness = {**late_ms(self.lateness.histogram), "joined_writes": self.counts.joined}
        return {"streams": self.counts.as_json(), "lateness": lateness}

    def text(self) -> str:
        """The Prometheus exposition."""
        label = {"worker": str(self._worker)} if self._worker else {}
        lines = []
        for name, kind, what, samples in self._families():
            lines += [f"# HELP {name} {what}", f"# TYPE {name} {kind}"]
            lines += [f"{name}{suffix}{_labels({**label, **labels})} {value}" for suffix, labels, value in samples]
        return "\n".join(lines) + "\n"

    def _families(self) -> Iterator[tuple[str, str, str, list[tuple[str, dict[str, str], str]]]]:
        counts, histogram = self.counts, self.lateness.histogram
        aborted = [("", {"reason": reason}, str(count)) for reason, count in counts.aborted.items()]
        counter, gauge = "counter", "gauge"

        def one(value: int | str) -> list[tuple[str, dict[str, str], str]]:
            return [("", {}, str(value))]

        yield "chunktape_streams_started_total", counter, "Responses played from a recording.", one(counts.started)
        yield "chunktape_streams_active", gauge, "Responses that are being played now.", one(counts.active)
        yield "chunktape_streams_aborted_total", counter, "Responses that ended before their recorded end.", aborted
        yield "chunktape_streams_late_total", counter, "Responses later than --max-late.", one(counts.late)
        yield "chunktape_requests_missed_total", counter, "Requests that no recording answers.", one(counts.missed)
        yield "chunktape_requests_limited_total", counter, "Requests answered with 429.", one(counts.limited)
        yield "chunktape_body_bytes_total", counter, "Body bytes of responses that are over.", one(counts.bytes)
        summary = [("", {"quantile": f"{share / 100:g}"}, _seconds(histogram.percent(share))) for share in (50, 99)]
        summary += [("_sum", {}, _seconds(histogram.total)), ("_count", {}, str(histogram.count))]
        yield "chunktape_lateness_seconds", "summary", "Time of a write minus its deadline, since the start.", summary
        yield (
            "chunktape_lateness_max_seconds",
            gauge,
            "The largest lateness since the start.",
            one(_seconds(histogram.max)),
        )
        joined = "Writes that left in one with the write before them, because the player was late."
        yield "chunktape_writes_joined_total", counter, joined, one(counts.joined)
        yield "chunktape_tasks", gauge, "Tasks of the event loop.", one(len(asyncio.all_tasks()))
        if (open_now := _descriptors()) is not None:
            yield "process_open_fds", gauge, "Open descriptors.", one(open_now)
        if (most := limit()) is not None:
            yield "process_max_fds", gauge, "Descriptors that may be open.", one(most)


def _seconds(ns: int) -> str:
    whole, rest = divmod(ns, SECOND)
    return f"{whole}.{rest:09d}"


def _labels(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}" if labels else ""


def _descriptors() -> int | None:
    """How many descriptors are open; None where the system has no list of them."""
    for folder in ("/proc/self/fd", "/dev/fd"):
        try:
            return len(os.listdir(folder)) - 1  # without the one for this list
        except OSError:
            continue
    return None
