"""What one running player has: library, settings, counters, journal, and the streams that are under way. Rules

- One scheduler per event loop, made when the first stream of that loop begins.
- `stop` ends every stream at once, also one that begins after it: its plan may have been under way.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from player.journal.coverage import CoverageLedger
from player.journal.journal import Journal
from player.journal.metrics import Metrics
from player.library.library import Library
from player.matching.rotation import Selection
from player.plans.finder import Finder
from player.plans.load import Load
from player.plans.planner import Planner
from player.settings import Settings
from player.spec.changes import Changes
from player.stream.scheduler import Scheduler
from player.stream.timers import make_timer


class Stoppable(Protocol):
    """An answer that is under way."""

    def stop(self) -> None: ...


class Stream(Stoppable, Protocol):
    """A recording that is being played. `hold` and `go` are told the time in ns; twice is as once."""

    def hold(self, now: int) -> None: ...
    def go(self, now: int) -> None: ...


class Player:
    """The state behind one app."""

    def __init__(self, library: Library, settings: Settings, clock: Callable[[], int]) -> None:
        self.library = library
        self.settings = settings
        self.clock = clock
        #: what was set since the start
        self.changes = Changes(settings.play)
        #: tells the other workers what is set; gives how many have it, with this one
        self.spread: Callable[[Mapping[str, Any]], Awaitable[int]] | None = None
        self.selection = Selection()
        share = (settings.worker or 1, settings.workers)
        self.planner = Planner(library, settings.session_seed, share, joins=settings.joins)
        self.finder = Finder(library, self.planner.background)
        self.ledger = CoverageLedger(self.planner)
        self.metrics = Metrics(clock, settings.max_late, settings.worker)
        # figures are right when somebody else is told
        self.journal = Journal(clock(), lambda: self.library.masks, [self.metrics.end])
        self.load = Load(settings)
        #: gets a line about each file that is another one
        self.notices: list[Callable[[str], None]] = []
        library.tell = self._file_changed
        self.active: set[Stoppable] = set()
        #: those of them that play a recording, and for whom
        self._playing: dict[Stream, str] = {}
        self._stopped = False
        self._scheduler: Scheduler | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler of the running loop."""
        loop = asyncio.get_running_loop()
        if self._scheduler is None or self._loop is not loop:
            self._let_go()  # and not the planner: plans that others wait for may be under way
            self._loop = loop
            self._scheduler = Scheduler(lambda fire: make_timer(loop, fire), self.clock, self.metrics.lateness)
        return self._scheduler

    def catch_up(self, now: int) -> None:
        """Let the streams go first that are due at `now` ns."""
        if self._scheduler is not None and self._loop is asyncio.get_running_loop():
            self._scheduler.catch_up(now)

    def idle(self, at_least: int) -> bool:
        """Whether no stream is due within `at_least` ns."""
        due = self._scheduler.next_deadline if self._scheduler is not None else None
        return due is None or due - self.clock() > at_least

    def add(self, stream: Stoppable) -> None:
        """A stream begins now, in this call of the loop."""
        self.active.add(stream)
        if self._stopped:
            asyncio.get_running_loop().call_soon(stream.stop)

    def play(self, stream: Stream, client: str) -> None:
        """The same for a recording that is played for `client`, held if that is set; `over` lets it go."""
        self._playing[stream] = client
        if self.changes.held(client):
            stream.hold(self.clock())
        self.add(stream)

    def over(self, stream: Stream) -> None:
        """A stream is over."""
        self.active.discard(stream)
        self._playing.pop(stream, None)

    def changed(self) -> None:
        """Something was set: hold the streams under way that are to be held by now, and let the others go on."""
        self.journal.feed.note("settings", {**self.changes.as_json(), **self.settings.place})
        now, held = self.clock(), self.changes.held
        for stream, client in tuple(self._playing.items()):
            if held(client):
                stream.hold(now)
            else:
                stream.go(now)

    def _file_changed(self, line: str) -> None:
        library = self.library
        counts = {"cassettes": len(library.sources), "interactions": len(library.recordings)}
        self.journal.feed.note("library", {"text": line, **counts})
        for notice in self.notices:
            notice(line)

    def start(self) -> None:
        """Streams may begin, also again after `stop`."""
        self._stopped = False
        self.journal.feed.open()

    def stop(self) -> None:
        """End all streams, and from now on each that begins."""
        self._stopped = True
        for stream in tuple(self.active):
            stream.stop()
        self.journal.feed.close()

    def close(self) -> None:
        """Let go of the timer and the planner's threads."""
        self.planner.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._scheduler is not None:
            self._scheduler.close()
            self._scheduler = None
