"""What was asked, matched and sent, and when the client left. Rules

- Bounded: the last `LIMIT` requests are kept, of those as many as have `BYTES` bytes of text together; counts go on.
- Secrets are taken out before anything gets in, by the default registry and the rules of the cassettes: console and
  endpoint show the same. What is below a secret name is secret, too.
- Times are ms here, since people and scripts read them: `at` since the player started, the others since the request.
- Telling 1,000 requests takes 20 ms, and 15 us more for each place that differs: `told` gives it in small parts.
"""

import json
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from cassettes.clock import MS
from cassettes.redaction.redact import Redaction
from player.matching.index import Difference
from player.matching.subject import show
from player.schedule.performance import Done
from player.spec.scenario import Scenario
from player.spec.settle import Settled
from player.stream.wire_stream import Outcome, Progress

LIMIT: Final = 1000
BYTES: Final = 8 << 20
#: bytes that a difference takes beside the name of its place, or a fault beside its text
DIFFERENCE: Final = 300
#: characters of a note that are kept
NOTE: Final = 4000
_COUNTS: Final = ("requests", "replayed", "forwarded", "recorded", "missed", "left", "bytes")
_SECRETS: Final = Redaction.default()
_PLAIN: Final = Settled(Scenario())


@dataclass(slots=True, eq=False)
class Entry:
    """One request. `answer`: `replay`, `miss`, `limited`, `refused`, `failed` (an error of ours), `forwarded`, or
    `recorded` (forwarded, too); `recording`: (file, number) of what was played or recorded.
    """

    number: int
    at: int
    client: str
    method: str
    target: str
    spec: str = ""
    answer: str = ""
    status: int = 0
    recording: tuple[str, int] | None = None
    #: the first of `differing` places
    differs: tuple[Difference, ...] = ()
    differing: int = 0
    ending: str = ""
    duration: int = 0
    #: ns at which the recording ends at this speed
    recorded: int = 0
    choice: Settled = _PLAIN
    note: str = ""
    #: what of the request was understood otherwise than it was sent
    remark: str = ""
    #: what `--vary` gave this response
    drawn: str = ""
    #: what was done to it on purpose, and whether head and body are the recorded ones
    faults: tuple[Done, ...] = ()
    real: bool = True
    progress: Progress = field(default_factory=Progress)
    #: it has the place of a stream
    claimed: bool = False
    #: it is counted as a stream, however it ends (`player.journal.metrics`)
    stream: bool = False
    #: bytes that the journal counts for it, -1 when it is kept no more
    held: int = 0

    @property
    def longer(self) -> int:
        """ns that the response took, or is planned to take, beyond the recording at its speed; 0 at speed `max`."""
        if self.choice.play.speed is None:
            return 0
        taken = self.progress.elapsed if self.choice.assured else self.duration
        return max(0, taken - self.recorded)

    def as_json(self) -> dict[str, object]:
        """For GET /@chunktape/journal; `differs`, without the differences, stands last."""
        progress = self.progress
        return {
            "number": self.number,
            "at_ms": round(self.at / MS, 3),
            "client": self.client,
            "method": self.method,
            "target": self.target,
            "spec": self.spec,
            "answer": self.answer,
            "status": self.status,
            "cassette": self.recording[0] if self.recording else None,
            "interaction": self.recording[1] if self.recording else None,
            "recorded_ending": self.ending,
            "plan": self.choice.brief,
            "real": self.real,
            "faults": [self._fault_json(one) for one in self.faults],
            "smoke": self.choice.turn,
            "recorded_ms": round(self.recorded / MS, 3),
            "longer_ms": round(self.longer / MS, 3),
            "outcome": progress.outcome.value if progress.outcome else "active",
            "bytes": progress.bytes,
            "chunks": progress.chunks,
            "elapsed_ms": round(progress.elapsed / MS, 3),
            "late_ms": round(progress.late / MS, 3),
            "joined_writes": progress.joined,
            "varied": self.drawn,
            "note": self.note,
            "differing": self.differing,
            "remark": self.remark,
            "differs": [],
        }

    def _fault_json(self, one: Done) -> dict[str, object]:
        """`bytes`: of the body that the client had before it, null for a fault without a place, or before the head."""
        return {
            "fault": one.fault,
            "bytes": one.offset if one.offset >= 0 else None,
            "at_ms": round(one.at / MS, 3) if one.at >= 0 else None,
            "happened": self.happened(one),
        }

    def happened(self, one: Done) -> bool:
        """Whether the response came as far as this fault of it."""
        progress = self.progress
        if progress.outcome is None:
            return progress.bytes >= one.offset
        return progress.elapsed >= one.at


def difference_json(difference: Difference, masks: Redaction = _SECRETS) -> dict[str, object]:
    """A difference for JSON; values of names that `masks` or the registry call secret are not told."""
    kind, name = difference.place
    if kind == "query":
        secret = _SECRETS.is_secret_query(name) or masks.is_secret_query(name)
    else:
        names = [part.replace("~1", "/").replace("~0", "~") for part in name.split("/")]
        secret = any(_SECRETS.is_secret_field(part) or masks.is_secret_field(part) for part in names)
    found: dict[str, object] = {"in": kind, "name": name}
    for key, value in (("recorded", difference.recorded), ("asked", difference.asked)):
        found[key] = None if value is None else "***" if secret else masks.text(_SECRETS.text(show(value)))
    return found


class Journal:
    """The entries of one player. `ended` is called with each request that is over (the console's line)."""

    def __init__(self, started: int, masks: Callable[[], Redaction] = lambda: _SECRETS) -> None:
        """`masks` gives those of the cassettes that are played at the moment."""
        self.started = started
        self._masks = masks
        self.entries: deque[Entry] = deque()
        self._held = 0
        self.active = 0
        self.ended: Callable[[Entry], None] | None = None
        #: called before it: figures are right when somebody is told
        self.counted: Callable[[Entry], None] | None = None
        #: since the last reset
        self.counts = dict.fromkeys(_COUNTS, 0)
        self._before = dict(self.counts)

    @property
    def totals(self) -> dict[str, int]:
        """The counts since the start, as those of `player.journal.metrics` are."""
        return {name: count + self._before[name] for name, count in self.counts.items()}

    def begin(self, now: int, client: str, method: str, target: str) -> Entry:
        """A request has come. `target` is what `visible` gave."""
        self.counts["requests"] += 1
        entry = Entry(self.counts["requests"], now - self.started, client, method, target)
        self.entries.append(entry)
        self._weigh(entry, len(client) + len(target))
        self.active += 1
        return entry

    def _weigh(self, entry: Entry, size: int) -> None:
        """Count `size` more bytes for `entry`, and let the oldest go."""
        if entry.held < 0:
            return
        self._held += size
        entry.held += size
        while len(self.entries) > LIMIT or (self._held > BYTES and len(self.entries) > 1):
            self._forget(self.entries.popleft())

    def _forget(self, entry: Entry) -> None:
        self._held -= entry.held
        entry.held = -1

    def end(self, entry: Entry) -> None:
        """The answer to it is over."""
        self.active -= 1
        entry.choice, entry.note = entry.choice.short, entry.note[:NOTE]
        texts = len(entry.spec) + len(entry.note) + len(entry.choice.spec)
        texts += sum(len(one.fault) + DIFFERENCE for one in entry.faults)
        self._weigh(entry, texts + sum(len(one.place[1]) + DIFFERENCE for one in entry.differs))
        progress = entry.progress
        if progress.outcome is None:
            progress.outcome = Outcome.ENDED
        self.counts["replayed"] += entry.answer == "replay"
        self.counts["forwarded"] += entry.answer in ("forwarded", "recorded")
        self.counts["recorded"] += entry.answer == "recorded"
        self.counts["missed"] += entry.answer == "miss"
        self.counts["left"] += progress.outcome is Outcome.LEFT
        self.counts["bytes"] += progress.bytes
        if self.counted is not None:
            self.counted(entry)
        if self.ended is not None:
            self.ended(entry)

    def as_json(self) -> dict[str, object]:
        """For GET /@chunktape/journal, without the entries."""
        return {"counts": dict(self.counts), "active": self.active}

    def told(self) -> Iterator[str]:
        """The entries as the elements of a JSON list; a part is the work of some 15 us."""
        masks, ahead = self._masks(), ""
        for entry in tuple(self.entries):
            yield ahead + json.dumps(entry.as_json(), ensure_ascii=False)[: -len("]}")]
            ahead = ""
            for one in entry.differs:
                yield ahead + json.dumps(difference_json(one, masks), ensure_ascii=False)
                ahead = ", "
            yield "]}"
            ahead = ", "

    def visible(self, target: bytes) -> str:
        """A request target without secrets, for people."""
        return self._masks().target(_SECRETS.target(target)).decode("utf-8", "backslashreplace")

    def difference_json(self, difference: Difference) -> dict[str, object]:
        """A difference for JSON, without secrets."""
        return difference_json(difference, self._masks())

    def reset(self) -> None:
        """Forget the entries; requests that are under way still end."""
        while self.entries:
            self._forget(self.entries.popleft())
        self._before = self.totals
        self.counts = dict.fromkeys(_COUNTS, 0)
