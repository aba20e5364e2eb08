"""What one request gets of a recording: which faults it meets, which cuts, all of it settled. Rules

- What depends on the client or on chance is settled by `player.spec.settle`; what that needs to know of a recording is
  found here, in a thread where it takes long, and remembered.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Final

from cassettes.errors import SpecError
from network.work import Cost
from player.grammar.use import Use
from player.library.cache import Cache
from player.library.recordings import Recording
from player.plans.background import Background, cost_of
from player.plans.bodies import Bodies
from player.spec.perform import alone, is_cut, refusal
from player.spec.scenario import Scenario
from player.spec.settle import Meeting, Settled, Settler, resumed, with_uses

#: faults with a gate for which it is remembered whether a recording can have them
FITS: Final = 10_000


class Settling:
    """Settles the requests of one player."""

    def __init__(self, settler: Settler, bodies: Bodies, background: Background) -> None:
        self._settler, self._bodies, self._background = settler, bodies, background
        self._fits: Cache[bool] = Cache(FITS, lambda _: 1)

    async def fitting(self, play: Scenario, recordings: list[Recording]) -> list[Recording]:
        """The recordings for whose body the split of `play` was made; all of them where it names no body, or another
        one.
        """
        if not play.split.body:
            return recordings
        edits, found = with_uses(play, "0"), list[Recording]()
        for one in recordings:
            try:
                await self._bodies.prepare(one, edits, cuts=True)
            except SpecError:  # it can't be rewritten in this way
                continue
            if self._bodies.of(one, edits).digest == play.split.body:
                found.append(one)
        return found or recordings

    async def resumed(self, play: Scenario, recording: Recording, last_id: str) -> Scenario:
        """`play` for a client that returns to a stream after the event `last_id`: the rest of the stream, if the id is
        known.
        """
        one = recording.interaction
        return await self._background.run(lambda: resumed(play, one, last_id), Cost(len(one.body)))

    async def met(self, play: Scenario, recording: Recording, client: str, now: int) -> Meeting:
        """What this request of `client` meets of `play` at `now` (ns)."""
        if recording.own:
            return Meeting(replace(play, rewrites=(), faults=()))
        fits = dict[Use, bool]()
        gated = [use for use in play.faults if use.when]
        if gated:
            await self._bodies.prepare(recording, cuts=False)
        for use in gated:
            fits[use] = await self._fit(recording, alone(play, use))
        return self._settler.met(play, client, now, fits.__getitem__)

    async def _fit(self, recording: Recording, tried: Scenario) -> bool:
        """Whether the fault of `tried` (`alone`) can be applied to the recording, and changes something."""
        key = (recording.content, tried.key)
        known = self._fits.find(key)
        if known is None:
            one = recording.interaction
            why = await self._background.run(partial(refusal, one, tried), cost_of(one))
            known = self._fits.keep(key, why is None)
        return known

    async def settled(
        self, met: Meeting, recording: Recording, client: str, headers: Mapping[bytes, bytes], *, can: bool
    ) -> Settled:
        """The settled play of one request; `can`: as in `Settler.settle`. Raises SpecError."""
        play = met.play
        cuts = play.recut and not recording.own
        await self._bodies.prepare(recording, play, cuts=cuts)
        if cuts and is_cut(recording.interaction, play, self._bodies.of(recording, play)):
            choice = self._settler.settle(play, self._bodies.of(recording, play), client, headers, can)
        else:
            choice = self._settler.as_recorded(play, client, headers, can)
        return replace(choice, drawn=True) if met.drawn else choice
