"""Performances that are kept for later requests, ready for one way out. Rules

- The key is a recording's content (`Recording.content`) and all the settings that edit it. Bytes are framed once for
  each set of cuts and shared by every pace as long as one of them is kept.
- `make` does not change the cache: it may run in a thread, and the loop keeps its result.
- The cache takes `KEPT` bytes at most.
"""

from array import array
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar
from weakref import WeakValueDictionary

from cassettes.model import Interaction, ResponseHead
from player.library.cache import Cache
from player.library.recordings import Recording
from player.schedule.edits import Edit
from player.schedule.performance import Done, Performance
from player.schedule.schedule import ORIGINAL, Finish, Piece, Schedule
from player.schedule.writes import Writes, cost
from player.spec.perform import performed
from player.spec.scenario import Scenario
from player.spec.settle import is_settled
from player.splits import Body

#: an interaction with more chunks than this is framed when it is first asked for, not at start
PREPARED_CHUNKS: Final = 20_000
#: bytes that are kept
KEPT: Final = 256 << 20
#: bytes that a step takes
STEP: Final = 300

S = TypeVar("S", Schedule, Writes)


class Form(StrEnum):
    """How a way out sends a schedule."""

    STEPS = "steps"  #: for a server that frames
    CHUNKED = "chunked"  #: in writes
    BARE = "bare"  #: in writes without chunk framing: the client speaks HTTP/1.0


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Ready(Generic[S]):
    """A performance as one way out sends it, with everything that the answer needs. `head`, `body`, `real` and `left`
    are the performance's, `done` includes its `idle`; `sent` is its schedule in steps or in writes; `ends`: the body
    offsets that its writes reach, in order, for coverage; `recorded`: ns at which the recording ends at this speed,
    before holds and gaps; `apart`: its writes were asked to be apart; `own`: the body is not the one that the library
    keeps.
    """

    head: ResponseHead | None
    body: bytes
    sent: S
    ends: "array[int]"
    real: bool
    recorded: int
    apart: bool
    done: tuple[Done, ...] = ()
    left: tuple[str, ...] = ()
    own: bool = False

    @classmethod
    def of(cls, performance: Performance, sent: S, interaction: Interaction, scenario: Scenario) -> "Ready[S]":
        """`performance`, which is of `interaction` under `scenario`, with `sent` made of its schedule."""
        made, ends_at, apart = performance, scenario.ending(interaction), not is_settled(scenario)
        told, own = (*performance.done, *performance.idle), made.body is not interaction.body
        return cls(made.head, made.body, sent, _ends(sent), made.real, ends_at, apart, told, made.left, own)

    @property
    def length(self) -> int | None:
        """Bytes of the body where it has its end; else Content-Length stays as the head says it."""
        return len(self.body) if self.sent.finish is Finish.COMPLETE else None

    @property
    def duration(self) -> int:
        """ns from the last byte of the request to the ending."""
        return self.sent.times[-1]

    def at(self, schedule: Schedule) -> "Ready[S]":
        """The same at the times of another schedule of the same steps."""
        return replace(self, sent=self.sent.at(schedule))


def _ends(sent: Schedule | Writes) -> "array[int]":
    if isinstance(sent, Writes):
        return sent.reached
    return array("q", (part.end for step in sent.steps for part in step.parts if isinstance(part, Piece)))


def _cost(ready: Ready[Any]) -> int:
    """Bytes that a kept performance takes; a recorded body is the library's."""
    sent = ready.sent
    return (cost(sent) if isinstance(sent, Writes) else STEP * len(sent.steps)) + (len(ready.body) if ready.own else 0)


class Performances:
    """The performances of one player. `joins` False: one write for each step also where nothing separates them."""

    def __init__(self, *, joins: bool = True) -> None:
        self._joins = joins
        self._kept: Cache[Ready[Any]] = Cache(KEPT, _cost)
        self._shared: WeakValueDictionary[Hashable, Writes] = WeakValueDictionary()

    def find(self, recording: Recording, scenario: Scenario, form: Form) -> Ready[Any] | None:
        """The kept performance of a recording under a settled scenario; None where there is none."""
        return self._kept.find((recording.content, scenario.key, form))

    def keep(self, recording: Recording, scenario: Scenario, form: Form, made: Ready[Any]) -> Ready[Any]:
        """Keep the result of `make`."""
        return self._kept.keep((recording.content, scenario.key, form), made)

    def make(
        self,
        recording: Recording,
        scenario: Scenario,
        form: Form,
        source: Body | None = None,
        late: Edit | None = None,
    ) -> Ready[Any]:
        """A recording under a settled scenario; `source`: its body, where that is there; `late`: as in `performed`.

        Raises SpecError.
        """
        performance = performed(recording.interaction, scenario, source, late, chunked=form is Form.CHUNKED)
        if form is Form.STEPS:
            return Ready.of(performance, performance.schedule, recording.interaction, scenario)
        join = self._joins and scenario.joins
        # the part that every pace shares; joined writes are fewer than the schedule's steps
        cuts = replace(scenario, speed=ORIGINAL, gap="auto", idle_cap="", jitter="", jitter_seed="")
        key = (recording.content, cuts.key, form)
        # a fault may depend on times, and then what is sent does
        own = join or bool(scenario.faults)
        shared = None if own else self._shared.get(key)
        if shared is not None:
            writes = shared.at(performance.schedule)
        else:
            writes = performance.frames(chunked=form is Form.CHUNKED, join=join)
        writes = replace(writes, joins=self._joins and scenario.joins_late)
        if not own:
            self._shared.setdefault(key, writes)
        return Ready.of(performance, writes, recording.interaction, scenario)

    def prepare(self, recordings: Iterable[Recording], scenario: Scenario) -> None:
        """Frame all recordings that are not very long, so that no first request waits for it.

        A scenario that is settled per request is made when it is asked for: it differs from request to request.
        """
        if not is_settled(scenario):
            return
        for recording in recordings:
            one = recording.interaction
            if one.head is None:  # the response in its place depends on the client
                continue
            if len(one.chunks) <= PREPARED_CHUNKS and self._kept.held < self._kept.limit // 2:
                self.keep(recording, scenario, Form.CHUNKED, self.make(recording, scenario, Form.CHUNKED))
