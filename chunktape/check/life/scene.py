"""The definition of a scene: steps that a client goes through, and the judgement of its answers. Pure.

Steps are `(act, answer, value)`; `chunktape/js/life/stage.mjs` says which acts there are. Answers count from 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from cassettes.messages import say
from cassettes.providers.read import read
from chunktape.check.expectation import shown_of
from chunktape.check.oracles import Case
from chunktape.check.places import Pointer
from chunktape.check.reading import Reading, Shown
from chunktape.check.shrink import Cuts
from chunktape.check.tapes import Tape
from chunktape.check.values import Drive, Entry, Judgement, Run

Step = tuple[str, int, int | None]
#: events that must be shown late before that is said
_SEVERAL: Final = 4


@dataclass(frozen=True)
class Setting:
    """The setting of a scene: a tape under one profile, how the client is driven there, and its baseline."""

    tape: Tape
    entry: Entry
    drive: Drive
    reading: Reading
    baseline: Run
    torn: Cuts = ()  # cuts inside events that the client can read, where a scene wants them

    @property
    def cuts(self) -> Cuts:
        """The cuts of the tape: one event per piece, or those inside events where the scene wants them."""
        return self.torn or self.baseline.cuts

    @property
    def size(self) -> int:
        return len(self.tape.body.data)

    @cached_property
    def due(self) -> Shown:
        """What the client shows at its baseline."""
        return self.reading.shown(self.baseline)

    def come(self, pieces: int) -> int:
        """The number of characters, or events, in the first `pieces` pieces of the baseline. A client that types an
        answer letter by letter shows them later.
        """
        if pieces not in self._come:
            end = (*self.baseline.cuts, self.size)[min(pieces, len(self.baseline.cuts) + 1) - 1]
            self._come[pieces] = self._come_by(end)
        return self._come[pieces]

    @cached_property
    def _come(self) -> dict[int, int]:
        return {}

    def _come_by(self, end: int) -> int:
        if self.reading.how == "events":
            return self.tape.want.due(end)
        found = read(self.tape.body.data[:end], self.tape.body.boundaries.dialect)
        return 0 if found is None else max(map(len, shown_of(found).values()), default=0)

    @cached_property
    def is_one_behind(self) -> bool:
        """Whether the client shows each event only with the next piece, where none waits for a timer."""
        come = [self.come(number) for number in range(1, len(self.due.after) + 1)]
        grown = [number for number in range(1, len(come)) if come[number] > come[number - 1]]
        return len(grown) >= _SEVERAL and all(self.due.after[number] == come[number - 1] for number in grown[:-1])

    @property
    def shared(self) -> bool:
        """Whether all answers stand in the same place: printed text, an event for all listeners, or a value of the only
        object of a module.
        """
        source = self.reading.source
        is_one = source.startswith("client.") and "()" not in self.entry.name
        return is_one or self.reading.is_printed or source.startswith("event ")

    def case(self, run: Run) -> Case:
        """A whole answer beside the baseline."""
        return Case(run, self.baseline, self.tape.want, self.reading, self.size)


@dataclass(frozen=True)
class Listeners:
    """Counts of chunk listeners: added, removed, removed without having been added, and left at the end."""

    on: int = 0
    off: int = 0
    strange: int = 0
    left: int = 0


@dataclass(frozen=True)
class Played:
    """The result of a scene. `answers`: one run per answer; `error`: an exception, unless it came from an answer that
    was being stopped; `stops`: how it was stopped or reset; `missing`: the act that the client can't do; `places`, of a
    traced scene: name -> the client's own `file:line` (chunktape/js/life/stage.mjs).
    """

    answers: tuple[Run, ...] = ()
    marks: tuple[int, ...] = ()  # per answer: how many values it had given when it was reset
    error: str = ""
    stops: str = ""
    missing: str = ""
    lost: str = ""
    listeners: Listeners = field(default_factory=Listeners)
    places: Mapping[str, str] = field(default_factory=dict)


class Outcome(NamedTuple):
    """The judgement of a scene, with a sentence; `pointer`: the client's own line behind it, where it is known."""

    judgement: Judgement
    words: str = ""
    pointer: Pointer | None = None


PASS = Outcome(Judgement.PASS)


@dataclass(frozen=True)
class Scene:
    """One scene. `title`: what a correct client does, for a report; `steps(setting, at)`: its steps; `judge(setting,
    played, at)`; `absent(setting)`: why it can't be played there, or nothing; `places`: the number of offsets of the
    tape at which it is played (`at_events`: between two events; `everywhere`: at every structural one of a tape that is
    not long); `behind`: the scene that must pass before this one is judged; `listens`: it is for clients with chunk
    listeners; `tears`: each event is cut in two, if the client reads that without a scene; `wishes`: how the platform
    behaves differently.
    """

    name: str
    title: str
    steps: Callable[[Setting, int], list[Step]]
    judge: Callable[[Setting, Played, int], Outcome]
    absent: Callable[[Setting], str] = lambda _: ""
    places: int = 0
    at_events: bool = False
    everywhere: bool = False
    behind: str = ""
    listens: bool = False
    tears: bool = False
    wishes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lived:
    """The result of one scene under one profile. `tried`, `failed`: numbers of places; `at`: the first that failed;
    `stops`: how the client was stopped or reset; `pointer`: the client's own line behind a failure.
    """

    scene: str
    profile: str
    judgement: Judgement
    words: str = ""
    tried: int = 0
    failed: int = 0
    at: int | None = None
    stops: str = ""
    lost: bool = False
    pointer: Pointer | None = None

    @property
    def counted(self) -> str:
        """The sentence of the judgement, with the number of places at which the scene fails."""
        if self.tried < 2:
            return self.words
        return say("{words}; so at {failed} of {tried} places", words=self.words, failed=self.failed, tried=self.tried)

    @property
    def spec(self) -> str:
        """The scene as `--scene` takes it."""
        return self.scene if self.at is None else f"{self.scene},at={self.at}"
