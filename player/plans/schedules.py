"""What was made of recordings and may serve the next request: schedules, and the bytes that were framed of them. Rules

- The key is what a recording holds (`Recording.version`) and all the settings that edit it. Bytes are framed once for
  each set of cuts and shared by every pace as long as one of them is kept.
- `make` and `frame` change nothing that is kept: they may run in a thread, and the loop keeps what they gave.
- Writes are kept up to `FRAMES` bytes; schedules, which servers without a wire and `--vary` need, up to `STEPS` steps.
"""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Final
from weakref import WeakValueDictionary

from player.library.cache import Cache
from player.library.recordings import Recording
from player.schedule.schedule import Schedule
from player.schedule.writes import Writes, cost
from player.spec.perform import performed
from player.spec.scenario import Scenario
from player.splits import Body

#: an interaction with more chunks than this is framed when it is first asked for, not at start
PREPARED_CHUNKS: Final = 20_000
#: bytes of frames that are kept
FRAMES: Final = 256 << 20
#: steps of schedules that are kept, 300 bytes each
STEPS: Final = 200_000


class Schedules:
    """Those of one player. `joins` False: one write for each step also where nothing separates them."""

    def __init__(self, *, joins: bool = True) -> None:
        self._joins = joins
        self._frames: Cache[Writes] = Cache(FRAMES, cost)
        self._schedules: Cache[Schedule] = Cache(STEPS, lambda schedule: len(schedule.steps))
        self._shared: WeakValueDictionary[Hashable, Writes] = WeakValueDictionary()

    def kept(self, recording: Recording, scenario: Scenario) -> Schedule | None:
        """The schedule of a recording under a settled scenario, if it is kept."""
        return self._schedules.find((recording.version, scenario.key))

    def keep(self, recording: Recording, scenario: Scenario, made: Schedule) -> Schedule:
        """Keep what `performed` gave."""
        return self._schedules.get((recording.version, scenario.key), lambda: made)

    def framed(self, recording: Recording, scenario: Scenario, *, chunked: bool) -> Writes | None:
        """The writes of a recording under a settled scenario, without its head, if they are kept."""
        return self._frames.find((recording.version, scenario.key, chunked))

    def keep_framed(self, recording: Recording, scenario: Scenario, made: Writes, *, chunked: bool) -> Writes:
        """Keep what `frame` gave."""
        return self._frames.get((recording.version, scenario.key, chunked), lambda: made)

    def frame(
        self, recording: Recording, scenario: Scenario, source: Body | None = None, *, chunked: bool = True
    ) -> Writes:
        """The writes of a settled scenario; `chunked` False for a client of HTTP/1.0. Raises SpecError."""
        one, join = recording.interaction, self._joins and scenario.joins
        performance = performed(one, scenario, source)
        key = (recording.version, scenario.split, chunked)
        own_steps = join or scenario.rewrites or scenario.faults
        shared = None if own_steps else self._shared.get(key)  # what is joined has fewer writes than its schedule steps
        made = shared.at(performance.schedule) if shared else performance.frames(chunked=chunked, join=join)
        made = replace(made, joins=self._joins and scenario.joins_late)
        if not own_steps:
            self._shared.setdefault(key, made)
        return made

    def prepare(self, recordings: Iterable[Recording], scenario: Scenario) -> None:
        """Frame all recordings that are not very long, so that no first request waits for it.

        A split is planned when it is asked for: it differs from request to request.
        """
        if not scenario.plain:
            return
        for recording in recordings:
            one = recording.interaction
            if one.head is None:  # what is played instead depends on who asks
                continue
            if len(one.chunks) <= PREPARED_CHUNKS and self._frames.held < self._frames.limit // 2:
                self.keep_framed(recording, scenario, self.frame(recording, scenario), chunked=True)
