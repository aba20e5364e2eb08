"""Load tests: the mix, the variation, and the limit on streams. Rules

- Each is off by default and costs one call per request; no call of this module is made per chunk.
- Request n of a worker draws with the session's seed and n: the same session gives the same draws in the same order,
  and two workers never the same ones.
- Varied frames share the bytes of the recorded ones; only their times differ. Those of a long response are made in the
  background thread, so the lane never remembers such a request.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from cassettes.seeds import canonical_seed
from network.work import RETIMING
from player.library.cache import Cache
from player.library.library import Served
from player.library.recordings import Recording
from player.matching.index import Match
from player.plans.background import cost_of
from player.schedule.edits import Edit
from player.settings import Settings
from player.spec.scenario import Scenario

if TYPE_CHECKING:
    from player.matching.mix import Table
    from player.schedule.vary import Drawn

#: seconds that a client is told to wait after a 429
RETRY_AFTER: Final = 1
#: bodies whose events are counted, and recordings in the groups of a mix, that are remembered
_COUNTED: Final = 1000
_PLACES: Final = 200_000


class Load:
    """The settings of one player, and what it remembers of its library."""

    def __init__(self, settings: Settings) -> None:
        self._config = settings
        self._seed = canonical_seed(f"{settings.session_seed}/{settings.worker}")
        self._groups: Cache[list[Table]] = Cache(_PLACES, lambda tables: sum(len(places) for _, places in tables))
        self._counted: Cache[int] = Cache(_COUNTED, lambda _: 1)

    def full(self, active: int) -> bool:
        """Whether another stream would be one too many."""
        return 0 < self._config.max_streams <= active

    def narrow(self, served: Served, match: Match, request: int) -> Match | None:
        """The part of `match` that the mix draws for request number `request`; None: the mix names no recording that
        answers.
        """
        if self._config.mix is None:
            return match
        from player.matching.mix import Named, pick  # here and below: for those who ask for it

        group, mix = match.group, self._config.mix

        def tables() -> "list[Table]":
            members = (served.recordings[position] for position in group)
            return mix.tables([Named(one.name, one.interaction.number) for one in members])

        left = pick(self._groups.get((served.generation, group), tables), f"{self._seed}/{request}")
        return replace(match, group=tuple(group[position] for position in left)) if left else None

    def draw(self, play: Scenario, request: int) -> "Drawn | None":
        """The variation of request number `request`; None: none is asked for, or nothing waits (`--speed max`)."""
        if self._config.vary is None or play.speed is None:
            return None
        return self._config.vary.draw(f"{self._seed}/{request}")

    def vary(self, play: Scenario, drawn: "Drawn", recording: Recording) -> Edit:
        """The edit that gives one stream of `recording` the times that were drawn for it."""
        return lambda schedule: play.vary(schedule, drawn, self.frames_in(recording))

    def long(self, play: Scenario, recordings: Iterable[Recording]) -> bool:
        """Whether it takes long to vary the times of one of them."""
        if self._config.vary is None or play.speed is None:
            return False
        return any(cost_of(one.interaction).above(RETIMING) for one in recordings)

    def frames_in(self, recording: Recording) -> int:
        """Events or records of its body, counted once."""
        from player.schedule.vary import frames_in

        return self._counted.get(recording.content, lambda: frames_in(recording.interaction))
