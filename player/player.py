"""The state of one running player: library, settings, counters, journal, and the streams under way. Rules

- One scheduler per event loop, made when the first stream of that loop begins.
- `stop` ends every stream at once, also one that begins later because its plan was still under way.
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
from player.plans.plans import Plans
from player.settings import Settings
from player.spec.changes import Changes
from player.stream.scheduler import Scheduler
from player.stream.timers import make_timer


class Stoppable(Protocol):
    """An answer that is under way."""

    def stop(self) -> None: ...


class Stream(Stoppable, Protocol):
    """A recording that is being played. `hold` and `go` take the time in ns; a second call does nothing."""

    def hold(self, now: int) -> None: ...
    def go(self, now: int) -> None: ...


#: passes the state of the settings (`Changes.state`) on to the other workers; returns how many have it, this one
#: included
Spread = Callable[[Mapping[str, Any]], Awaitable[int]]


class Player:
    """The state behind one app."""

    def __init__(self, library: Library, settings: Settings, clock: Callable[[], int]) -> None:
        self.library = library
        self.settings = settings
        self.clock = clock
        #: the settings that were changed since the start
        self.changes = Changes(settings.play)
        self._spread: Spread | None = None
        self.selection = Selection()
        share = (settings.worker or 1, settings.workers)
        self.plans = Plans(settings.session_seed, share, joins=settings.joins)
        self.background = self.plans.background
        self.finder = Finder(library, self.background)
        self.ledger = CoverageLedger(self.plans)
        self.metrics = Metrics(clock, settings.max_late, settings.worker)
        # the metrics come first: their figures are right when later listeners are called
        self.journal = Journal(clock(), lambda: self.library.masks, [self.metrics.end], share)
        self.load = Load(settings)
        library.listen(self._file_changed)
        self.active: set[Stoppable] = set()
        #: the streams that play a recording -> their client
        self._playing: dict[Stream, str] = {}
        self._stopped = False
        self._scheduler: Scheduler | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def scheduler(self) -> Scheduler:
        """The scheduler of the running loop."""
        loop = asyncio.get_running_loop()
        if self._scheduler is None or self._loop is not loop:
            self._let_go()  # the threads stay: requests may wait for their plans
            self._loop = loop
            self._scheduler = Scheduler(lambda fire: make_timer(loop, fire), self.clock, self.metrics.lateness)
        return self._scheduler

    def catch_up(self, now: int) -> None:
        """Step the streams that are due at `now` ns first."""
        scheduler = self._scheduler
        if scheduler is not None and scheduler.is_due(now) and self._loop is asyncio.get_running_loop():
            scheduler.catch_up(now)

    def owed(self) -> int:
        """ns that requests which begin may take now: as long as the streams had in their last turn."""
        return self._scheduler.owed(self.clock()) if self._scheduler is not None else 0

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
        """A recording begins to be played for `client`, held if that is set; `over` lets it go."""
        self._playing[stream] = client
        if self.changes.held(client):
            stream.hold(self.clock())
        self.add(stream)

    def over(self, stream: Stream) -> None:
        """A stream is over."""
        self.active.discard(stream)
        self._playing.pop(stream, None)

    @property
    def settings_now(self) -> dict[str, object]:
        """The present settings, as answers and events show them."""
        return {**self.changes.as_json(), **self.settings.place}

    def spread_by(self, spread: Spread) -> None:
        """Pass on by `spread` what is set here: this process is one of several workers."""
        self._spread = spread

    async def changed_here(self) -> int | None:
        """A setting was changed by a client of this process. Returns how many workers have it; None: there is one."""
        self.changed()
        return await self._spread(self.changes.state()) if self._spread is not None else None

    def changed(self) -> None:
        """A setting changed: hold the streams under way that are to be held, and let the others go on."""
        self.journal.feed.note("settings", self.settings_now)
        now, held = self.clock(), self.changes.held
        for stream, client in tuple(self._playing.items()):
            if held(client):
                stream.hold(now)
            else:
                stream.go(now)

    def _file_changed(self, line: str) -> None:
        library = self.library
        counts = {"cassettes": len(library.files), "interactions": len(library.recordings)}
        self.journal.feed.note("library", {"text": line, **counts})

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
        """Close the timer, and end the threads; their present work is dropped."""
        self.background.close()
        self._let_go()

    def _let_go(self) -> None:
        if self._scheduler is not None:
            self._scheduler.close()
            self._scheduler = None
