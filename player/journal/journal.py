"""What was asked, matched and sent, and when the client left. Rules

- Bounded: the last `LIMIT` requests are kept, of those as many as have `BYTES` bytes of text together; counts go on.
- Secrets are taken out before anything gets in, by the default registry and the rules of the cassettes: console and
  endpoint show the same. What is below a secret name is secret, too.
- Telling 1,000 requests takes 20 ms, and 15 us more for each place that differs: `told` gives it in small parts.
"""

import json
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from cassettes.redaction.redact import Redaction
from player.journal.entry import Answer, Entry
from player.journal.feed import Feed, name_of
from player.matching.difference import Difference
from player.matching.subject import show
from player.stream.progress import Outcome

LIMIT: Final = 1000
BYTES: Final = 8 << 20
#: bytes that a difference takes beside the name of its place, or a fault beside its text
DIFFERENCE: Final = 300
#: bytes of one write that is kept: its time, and at most the offset that it reached
TRACE: Final = 16
#: bytes of the times of writes that are kept
TRACES: Final = 32 << 20
#: up to so many writes of a request are not counted there: they take 1 MB for all requests, and counting them would
#: cost a small answer 1 us of 13
FEW: Final = 64
#: pieces that are kept of what a client saw
OBSERVED: Final = 4000
#: characters of a note that are kept
NOTE: Final = 4000
_COUNTS: Final = ("requests", "replayed", "forwarded", "recorded", "missed", "left", "bytes")
# naming a member of an enumeration costs 0.1 us, and hashing one as much
_REPLAY, _RECORDED, _ENDED, _LEFT = Answer.REPLAY, Answer.RECORDED, Outcome.ENDED, Outcome.LEFT
_SECRETS: Final = Redaction.default()


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
    """The entries of one player. Listeners are called with each request that is over, in the order they came."""

    def __init__(
        self,
        started: int,
        masks: Callable[[], Redaction] = lambda: _SECRETS,
        listeners: Iterable[Callable[[Entry], None]] = (),
        share: tuple[int, int] = (1, 1),
    ) -> None:
        """`masks` gives those of the cassettes that are played at the moment."""
        self.started = started
        #: the number of the first request, and the step to the next: `share`
        self._first, self._step = share
        self._masks = masks
        self.entries: deque[Entry] = deque()
        self._held = 0
        #: bytes of the times of writes that are kept of requests that are over
        self._traces = 0
        #: the requests that are not over, in the order they came
        self.live: dict[Entry, None] = {}
        self.feed = Feed()
        self._listeners = list(listeners)
        #: since the last reset
        self.counts = dict.fromkeys(_COUNTS, 0)
        self._before = dict(self.counts)

    @property
    def active(self) -> int:
        """How many requests are not over."""
        return len(self.live)

    @property
    def totals(self) -> dict[str, int]:
        """The counts since the start, as those of `player.journal.metrics` are."""
        return {name: count + self._before[name] for name, count in self.counts.items()}

    @property
    def next_number(self) -> int:
        """The number of the request that comes next."""
        return self._first + self.counts["requests"] * self._step

    def listen(self, *listeners: Callable[[Entry], None]) -> None:
        """Call them, too, with each request that is over."""
        self._listeners += listeners

    def begin(self, now: int, client: str, method: str, target: str) -> Entry:
        """A request has come. `target` is what `visible` gave."""
        entry = Entry(self.next_number, now - self.started, client, method, target)
        self.counts["requests"] += 1
        self.entries.append(entry)
        entry.held = size = len(client) + len(target)
        self._held += size
        if len(self.entries) > LIMIT or self._held > BYTES:
            self._let_go()
        self.live[entry] = None
        if self.feed.followed:
            self.feed.note("begun", entry)
        return entry

    def _weigh(self, entry: Entry, size: int) -> None:
        """Count `size` more bytes for `entry`, and let the oldest go."""
        if entry.held < 0:
            return
        self._held += size
        entry.held += size
        if self._held > BYTES:
            self._let_go()

    def _let_go(self, most: int = LIMIT) -> None:
        """Let the oldest requests go, to `most` at most: with 1,000 there is one for each that comes."""
        entries, live = self.entries, self.live
        while len(entries) > most or (self._held > BYTES and len(entries) > 1):
            entry = entries.popleft()
            self._held -= entry.held
            entry.held = -1
            progress = entry.progress
            if len(progress.sent) > FEW and entry not in live:
                self._traces -= TRACE * len(progress.sent)
                progress.forget()

    def _untrace(self) -> None:
        """Let the times of the oldest go."""
        for entry in self.entries:
            if self._traces <= TRACES:
                return
            if len(entry.progress.sent) > FEW and entry not in self.live:
                self._traces -= TRACE * len(entry.progress.sent)
                entry.progress.forget()

    def find(self, number: int) -> Entry | None:
        """The request of this number, if it is kept."""
        return next((one for one in reversed(self.entries) if one.number == number), None)

    def observed(self, number: int, offsets: "array[int]", times: "array[int] | None") -> None:
        """The client of a request saw pieces that end at these offsets, at these times (ns since it was sent)."""
        entry = self.find(number)
        if entry is not None:
            kept = sum(8 * len(one) for one in (entry.observed, entry.observed_at) if one is not None)
            entry.observed, entry.observed_at = offsets[:OBSERVED], times[:OBSERVED] if times is not None else None
            self._weigh(entry, 8 * len(entry.observed) * (2 if times is not None else 1) - kept)

    def end(self, entry: Entry) -> None:
        """The answer to it is over."""
        self.live.pop(entry, None)
        if entry.source is not None:
            entry.content, entry.source = entry.source.content, None
        progress, counts, answer = entry.progress, self.counts, entry.answer
        if len(progress.sent) > FEW:
            if entry.held < 0:
                progress.forget()
            else:
                self._traces += TRACE * len(progress.sent)
                if self._traces > TRACES:
                    self._untrace()
        if entry.choice.spec or entry.spec or entry.note or entry.spared or entry.faults or entry.differs:
            self._weigh(entry, self._shorten(entry))
        if progress.outcome is None:
            progress.outcome = _ENDED
        if answer is _REPLAY:
            counts["replayed"] += 1
        else:
            counts["forwarded"] += answer in (Answer.FORWARDED, _RECORDED)
            counts["recorded"] += answer is _RECORDED
            counts["missed"] += answer is Answer.MISS
        if progress.outcome is _LEFT:
            counts["left"] += 1
        counts["bytes"] += progress.bytes
        if self.feed.followed:
            self.feed.note(name_of(entry), entry)
        for listener in self._listeners:
            listener(entry)

    @staticmethod
    def _shorten(entry: Entry) -> int:
        """Let go of what is not told of a request that is over; gives the bytes of its texts."""
        entry.choice, entry.note = entry.choice.short, entry.note[:NOTE]
        size = len(entry.spec) + len(entry.note) + len(entry.choice.spec)
        size += sum(len(one.part) + DIFFERENCE for one in entry.spared)
        size += sum(len(one.fault) + DIFFERENCE for one in entry.faults)
        return size + sum(len(one.place[1]) + DIFFERENCE for one in entry.differs)

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

    def entry_json(self, entry: Entry) -> dict[str, object]:
        """One entry for JSON, as `told` gives it."""
        masks = self._masks()
        return {**entry.as_json(), "differs": [difference_json(one, masks) for one in entry.differs]}

    def visible(self, target: bytes) -> str:
        """A request target without secrets, for people."""
        return self._masks().target(_SECRETS.target(target)).decode("utf-8", "backslashreplace")

    def difference_json(self, difference: Difference) -> dict[str, object]:
        """A difference for JSON, without secrets."""
        return difference_json(difference, self._masks())

    def reset(self) -> None:
        """Forget the entries; requests that are under way still end."""
        self._let_go(0)
        self._before = self.totals
        self.counts = dict.fromkeys(_COUNTS, 0)
        self.feed.forget()
        self.feed.note("reset", {})
