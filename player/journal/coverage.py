"""Coverage at three levels per recording, never mixed: the cuts planned, sent, and seen by clients. Rules

- Only requests with a split count. Their hits are counted soon after they have ended, in a thread, so that
  little is left to do at the end of the session.
- A client names its request by number (`X-Chunktape-Request`), or by its plan or the plan's id: then the latest request
  with that plan is meant. The latest requests are remembered, as long as they take `KEPT_BYTES` at most.
- Each recording keeps bitmaps of an eighth of its body's size, however many requests there were (`standing`).
"""

import asyncio
import threading
from array import array
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cassettes.boundaries.cuts import bits_of, observed_cuts, offsets_in
from cassettes.errors import BadRequest
from cassettes.messages import say
from network.work import Cost
from player.library.recordings import Recording
from player.plans.plans import Plans
from player.spec.scenario import Scenario
from player.splits import Body

if TYPE_CHECKING:
    from player.journal.coverage_report import Levels, Standing

KEPT: Final = 1000
#: bytes of the cuts and specs that are remembered
KEPT_BYTES: Final = 8 << 20
#: cuts that may wait to be counted, 8 bytes each
WAITING_CUTS: Final = 500_000
#: requests that are counted at once in a thread
AT_ONCE: Final = 8


@dataclass(slots=True, eq=False)
class Planned:
    """One request with a split: its number, spec, spec's id, recording, and the planned cuts of the body that `of`
    makes.

    The cuts are kept as the bits of one number as soon as they have been counted: an eighth of the body.
    """

    number: int
    spec: str
    id: str
    recording: Recording
    cuts: "array[int] | None"
    bits: int = 0
    of: Scenario = Scenario()  # noqa: RUF009 - frozen

    def named(self, name: str) -> bool:
        """Whether `name` is its spec or its spec's id."""
        return name in (self.spec, self.id, f"id={self.id}")

    @property
    def cost(self) -> int:
        """Its size in memory, in bytes."""
        return len(self.recording.interaction.body) // 8 + len(self.spec)

    def offsets(self) -> Sequence[int]:
        """The planned cuts, in order."""
        cuts = self.cuts
        return offsets_in(self.bits) if cuts is None else cuts

    def pack(self) -> None:
        """Keep the cuts small from now on."""
        if self.cuts is not None:
            self.bits = bits_of(self.cuts, max(self.cuts, default=0) + 1)
            self.cuts = None


#: a request that has ended, or what a client saw of one: the cuts of each level
_Waiting = tuple["Levels", Body, dict[str, Sequence[int]], Planned]


class CoverageLedger:
    """The coverage of one player."""

    def __init__(self, plans: Plans) -> None:
        self._bodies, self._background = plans.bodies, plans.background
        self._latest: OrderedDict[int, Planned] = OrderedDict()
        self._held = 0
        #: by recording and body that was cut; a recording stays the same when its file grows
        self._levels: dict[tuple[object, ...], Levels] = {}
        self._waiting: deque[_Waiting] = deque()
        self._waiting_cuts = 0
        self._counting: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        #: held while one request is counted: `final` may be called while a thread counts
        self._lock = threading.Lock()

    def begun(self, planned: Planned) -> None:
        """Note that a request with a split is about to be answered."""
        self._latest[planned.number] = planned
        self._held += planned.cost
        while len(self._latest) > KEPT or (self._held > KEPT_BYTES and len(self._latest) > 1):
            self._held -= self._latest.popitem(last=False)[1].cost

    async def ended(self, planned: Planned, sent: "array[int]") -> None:
        """Note that the request was answered; `sent`: the cuts whose two sides were sent apart."""
        levels, source = await self._of(planned)
        levels.requests += 1
        await self._count((levels, source, {"planned": planned.offsets(), "sent": sent}, planned))

    def soon(self, planned: Planned, sent: "array[int]") -> None:
        """As `ended`, without waiting for it."""
        task = asyncio.ensure_future(self.ended(planned, sent))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def observed(self, name: str | int | None, lengths: Sequence[int]) -> dict[str, int]:
        """Note that a client saw pieces of these lengths (bytes). Returns the request's number, how many cuts were
        planned, how many of those the client saw, and how many others. Raises BadRequest for an unknown request,
        SpecError for lengths that add up to more than the body.
        """
        planned = self._find(name)
        levels, source = await self._of(planned)
        size = len(source.data)

        def compare() -> tuple["array[int]", int, int]:
            cuts, wanted = array("q", observed_cuts(lengths, size)), set(planned.offsets())
            return cuts, len(wanted), len(wanted.intersection(cuts))

        cost = Cost(chunks=len(lengths) + (size if planned.cuts is None else len(planned.cuts)))
        cuts, wanted, seen = await self._background.run(compare, cost)
        levels.reports += 1
        await self._count((levels, source, {"observed": cuts}, planned))
        return {"request": planned.number, "planned": wanted, "observed": seen, "unplanned": len(cuts) - seen}

    def _find(self, name: str | int | None) -> Planned:
        if isinstance(name, int):
            planned = self._latest.get(name)
        else:
            planned = next(
                (one for one in reversed(self._latest.values()) if name is not None and one.named(name)), None
            )
        if planned is None:
            raise BadRequest(
                say(
                    "No recent request with a split is known as {name!r}. "
                    "Send back X-Chunktape-Request or X-Chunktape-Plan.",
                    name=str(name)[:100],
                )
            )
        return planned

    async def standings(self) -> "list[Standing]":
        """How far each recording that was asked for with a split is covered."""
        if self._counting is not None and not self._counting.done():
            await asyncio.wait([self._counting])
        await self._count_all()
        found = []
        for one in tuple(self._levels.values()):
            if one.amounts:
                found.append(one.standing)
            await asyncio.sleep(0)
        return found

    def final(self) -> "list[Standing]":
        """The same, for a player that has stopped."""
        while self._count_one():
            pass
        return [one.standing for one in self._levels.values() if one.amounts]

    def reset(self) -> None:
        """Forget everything."""
        self._latest.clear()
        self._levels.clear()
        self._waiting.clear()
        self._held = self._waiting_cuts = 0

    async def _of(self, planned: Planned) -> "tuple[Levels, Body]":
        from player.journal.coverage_report import Levels  # loads the catalogue of classes, which only splits need

        recording, of = planned.recording, planned.of
        await self._bodies.prepare(recording, of, cuts=True)
        source = self._bodies.of(recording, of)
        edits = "+".join(map(str, of.body_key))
        label = f"{recording.label} +{edits}" if edits else recording.label
        made = Levels(label, recording.name, recording.interaction.number, edits)
        return self._levels.setdefault((recording.key, source.digest), made), source

    async def _count(self, one: _Waiting) -> None:
        """Have `one` counted soon; wait only while too much is waiting."""
        self._waiting.append(one)
        self._waiting_cuts += _cuts_of(one)
        if self._counting is None or self._counting.done():
            self._counting = asyncio.ensure_future(self._count_all())
        if self._waiting_cuts > WAITING_CUTS:
            await asyncio.wait([self._counting])

    async def _count_all(self) -> None:
        while self._waiting:
            first = self._waiting[0]
            cost = Cost(bytes=len(first[1].data), chunks=_cuts_of(first))
            await self._background.run(self._count_some, cost)
            await asyncio.sleep(0)  # a small body is counted on the loop

    def _count_some(self) -> None:
        for _ in range(AT_ONCE):
            if not self._count_one():
                return

    def _count_one(self) -> bool:
        """Count the request that has waited longest; False when none waits."""
        with self._lock:
            try:
                one = self._waiting.popleft()
            except IndexError:
                return False
            self._waiting_cuts -= _cuts_of(one)
            levels, source, cuts, planned = one
            levels.count(source, cuts)
            planned.pack()
            return True


def _cuts_of(one: _Waiting) -> int:
    return sum(map(len, one[2].values()))
