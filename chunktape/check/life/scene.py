"""What a scene is: steps that a client is led through, and what is said of the answers. Pure.

Steps are `(act, answer, value)`; `chunktape/js/life/stage.mjs` says which acts there are. Answers count from 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from cassettes.messages import say
from cassettes.providers.read import read
from chunktape.check.expectation import shown_of
from chunktape.check.oracles import Case
from chunktape.check.reading import Reading, Shown
from chunktape.check.shrink import Cuts
from chunktape.check.tapes import Tape
from chunktape.check.values import Drive, Entry, Judgement, Run

Step = tuple[str, int, int | None]


@dataclass(frozen=True)
class Setting:
    """What a scene is played on: a tape under one profile, how the client is driven there, and its baseline."""

    tape: Tape
    entry: Entry
    drive: Drive
    reading: Reading
    baseline: Run
    torn: Cuts = ()  # cuts inside events that the client can read, where a scene wants them

    @property
    def cuts(self) -> Cuts:
        """One event per piece, or as it is torn."""
        return self.torn or self.baseline.cuts

    @property
    def size(self) -> int:
        return len(self.tape.body.data)

    @cached_property
    def due(self) -> Shown:
        """What the client shows at its baseline."""
        return self.reading.shown(self.baseline)

    def come(self, pieces: int) -> int:
        """Characters, or events, that have come with `pieces` pieces of the baseline; who types shows them later."""
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

    @property
    def asks(self) -> bool:
        """Whether the client asks for the answer itself; others are given pieces."""
        return self.entry.way not in ("decoder", "piece", "chunks", "async chunks")

    @property
    def shared(self) -> bool:
        """Whether the place where the answer stands is not one answer's own: what is printed, an event for everybody,
        or a value of the one object that a module has.
        """
        source = self.reading.source
        is_one = source.startswith("client.") and "()" not in self.entry.name
        return is_one or source.startswith(("console.", "event "))

    def case(self, run: Run) -> Case:
        """A whole answer beside the baseline."""
        return Case(run, self.baseline, self.tape.want, self.reading, self.size)


@dataclass(frozen=True)
class Listeners:
    """Chunk listeners: how often they were put on and taken off, how many were to be taken off that were never put on,
    and how many are left.
    """

    on: int = 0
    off: int = 0
    strange: int = 0
    left: int = 0


@dataclass(frozen=True)
class Played:
    """What became of a scene. `answers`: one run per answer; `error`: what was thrown, but by an answer that was being
    stopped; `stops`: how it was stopped or reset; `missing`: the act that there is no way to do.
    """

    answers: tuple[Run, ...] = ()
    marks: tuple[int, ...] = ()  # per answer: how many things it had said when it was reset
    error: str = ""
    stops: str = ""
    missing: str = ""
    lost: str = ""
    listeners: Listeners = field(default_factory=Listeners)


class Outcome(NamedTuple):
    """What is said of a scene."""

    judgement: Judgement
    words: str = ""


PASS = Outcome(Judgement.PASS)


@dataclass(frozen=True)
class Scene:
    """A variant of a client's life.

    `title`: what a right client does, for a report; `steps(setting, at)`: what it is led through; `judge(setting,
    played, at)`; `absent(setting)`: why it can't be played there, or nothing; `places`: it is played at as many offsets
    of the tape (`at_events`: between two events; `everywhere`: at every structural one of a tape that is not long);
    `behind`: the scene that has to pass before this one says anything;
    `listens`: it is for clients with chunk listeners;
    `tears`: each event is cut in two, if the client reads that alone; `wishes`: what the platform does
    differently.
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
    """What was said of one scene under one profile. `tried`, `failed`: places; `at`: the first that failed; `stops`:
    how the client was stopped or reset.
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

    @property
    def counted(self) -> str:
        """Its words, and at how many places it fails."""
        if self.tried < 2:
            return self.words
        return say("{words}; so at {failed} of {tried} places", words=self.words, failed=self.failed, tried=self.tried)

    @property
    def spec(self) -> str:
        """The scene as `--scene` takes it."""
        return self.scene if self.at is None else f"{self.scene},at={self.at}"
