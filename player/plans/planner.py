"""Makes plans and their frames without delaying the streams under way. Rules

- A body above `network.work.MAKING` is classified, planned and framed in a thread, one after the other, so that the
  second request for it finds the first one's result and the loop goes on meanwhile. A small one is done at once.
- Writes with a seed that was drawn for one request, of a split, a fault or a rewrite, are not kept: no later request
  draws the same seed.
- Sources (bodies with their boundary classes) are kept as long as they take at most `SOURCES` bytes together, and plays
  that were named by an id at most `PLAYS`; requests that name the same one share it.
"""

from collections.abc import Coroutine, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from cassettes.errors import SpecError
from network.work import RETIMING, Cost
from player.grammar.use import Use
from player.library.cache import Cache
from player.library.library import Library
from player.library.recordings import Recording
from player.plans.background import Background, cost_of
from player.plans.performances import Form, Performances, Ready
from player.schedule.edits import Edit
from player.schedule.schedule import Schedule
from player.schedule.writes import Writes
from player.spec.perform import alone, body_of, is_cut, refusal
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import Meeting, Settled, Settler, resumed, whole_spec, with_uses
from player.splits import Body

#: bytes of sources (`footprint`), and of settings from a long spec, counted as 10 for each of its characters
SOURCES: Final = 192 << 20
PLAYS: Final = 32 << 20
AS_RECORDED: Final = Scenario()
#: faults with a gate for which it is remembered whether a recording can have them
FITS: Final = 10_000


def footprint(source: Body) -> int:
    """Bytes that a source takes at most, with its boundary classes: they are found when a plan needs them."""
    return 12 * len(source.data) + 350 * source.data.count(b"\n") + 80 * len(source.cuts)


class Planner:
    """The plans of one player."""

    def __init__(
        self, library: Library, session_seed: str, share: tuple[int, int] = (1, 1), *, joins: bool = True
    ) -> None:
        """`share`: (number, of) of this worker among those of the session; `joins`: as in `Performances`."""
        self.library = library
        self.settler = Settler(session_seed, share)
        self._sources: Cache[Body] = Cache(SOURCES, footprint)
        self.made = Performances(joins=joins)
        self._plays: Cache[Scenario] = Cache(PLAYS, lambda play: 10 * len(str(play)))
        self._fits: Cache[bool] = Cache(FITS, lambda _: 1)
        self.background = Background()

    async def play(self, spec: str, session: Scenario) -> Scenario:
        """The settings that `spec` asks for, on top of the session's; a long one that it names by its id is read in the
        thread, at 1 us a cut. Raises SpecError.
        """
        plans, name = self.settler.plans, spec.removeprefix("id=")
        known = plans.get(name)
        if known is None:
            return parse_scenario(spec, session, plans)
        key = (name, session.key)
        kept = self._plays.find(key)
        if kept is not None:
            return kept
        made = await self.background.run(lambda: parse_scenario(spec, session, {name: known}), Cost(len(known)))
        return self._plays.keep(key, made)

    async def remember(self, text: str) -> tuple[str, str]:
        """The id of the spec `text`, however long, and its canonical form. Raises SpecError."""
        canonical = await self.background.run(lambda: whole_spec(text), Cost(len(text)))
        return self.settler.plans.add(canonical), canonical

    def settle(
        self, met: Meeting, recording: Recording, client: str, headers: Mapping[bytes, bytes], *, can: bool
    ) -> Settled:
        """The settled play of one request; of a long body `prepare` comes first. `can`: as in `Settler.settle`.

        Raises SpecError.
        """
        play = met.play
        if recording.own or not play.recut or not is_cut(recording.interaction, play, self.source(recording, play)):
            choice = self.settler.as_recorded(play, client, headers, can)
        else:
            choice = self.settler.settle(play, self.source(recording, play), client, headers, can)
        return replace(choice, drawn=True) if met.drawn else choice

    async def fitting(self, play: Scenario, recordings: list[Recording]) -> list[Recording]:
        """The recordings for whose body the split of `play` was made; all of them where it names no body, or another
        one.
        """
        if not play.split.body:
            return recordings
        edits, found = with_uses(play, "0"), list[Recording]()
        for one in recordings:
            try:
                await self.prepare(one, edits, cuts=True)
            except SpecError:  # it can't be rewritten in this way
                continue
            if self.source(one, edits).digest == play.split.body:
                found.append(one)
        return found or recordings

    async def meets(self, play: Scenario, recording: Recording, client: str, now: int) -> Meeting:
        """What this request of `client` meets of `play` at `now` (ns)."""
        if recording.own:
            return Meeting(replace(play, rewrites=(), faults=()))
        one, fits = recording.interaction, dict[Use, bool]()
        gated = [use for use in play.faults if use.when]
        if gated:
            await self.prepare(recording, cuts=False)
        for use in gated:
            tried = alone(play, use)
            key = (recording.content, tried.key)
            known = self._fits.find(key)
            if known is None:
                why = await self.background.run(partial(refusal, one, tried), cost_of(one))
                known = self._fits.keep(key, why is None)
            fits[use] = known
        return self.settler.met(play, client, now, fits.__getitem__)

    async def resumed(self, play: Scenario, recording: Recording, last_id: str) -> Scenario:
        """`play` for a client that returns to a stream after the event `last_id`: the rest of the stream, if the id is
        known.
        """
        one = recording.interaction
        if recording.own:
            return play
        return await self.background.run(lambda: resumed(play, one, last_id), Cost(len(one.body)))

    async def prepare(self, recording: Recording, play: Scenario = AS_RECORDED, *, cuts: bool) -> None:
        """Compute beforehand the digest of a recording and, with `cuts`, the body that `play` cuts: 40 ms for 50,000
        chunks. Raises SpecError for one that can't be rewritten as `play` asks.
        """
        one = recording.interaction
        if not recording.named:
            await self.background.run(lambda: recording.content, Cost(len(one.body)))
        key = self._key(recording, play)
        if not cuts or key in self._sources:
            return

        def make() -> Body:
            made = body_of(one, play)
            len(made.digest)  # a spec may be settled with it
            return made

        self._sources.keep(key, await self.background.run(make, cost_of(one)))

    def source(self, recording: Recording, play: Scenario = AS_RECORDED) -> Body:
        """The body of a recording that `play` cuts; of a long one see `prepare`. Raises SpecError for one that can't be
        rewritten as `play` asks.
        """
        return self._sources.get(self._key(recording, play), lambda: body_of(recording.interaction, play))

    def _key(self, recording: Recording, play: Scenario) -> tuple[object, ...]:
        """Names the body of `recording` that `play` cuts: other bytes have other boundaries."""
        return (recording.content, play.body_key)

    def steps(
        self, recording: Recording, choice: Settled, late: Edit | None = None
    ) -> Coroutine[Any, Any, Ready[Schedule]]:
        """The performance of `recording` for a server that frames, after the edit `late` of its times.

        Raises SpecError for a plan that does not fit its body.
        """
        return self._edited(recording, choice, Form.STEPS, late)

    def writes(
        self, recording: Recording, choice: Settled, late: Edit | None = None, *, chunked: bool
    ) -> Coroutine[Any, Any, Ready[Writes]]:
        """The same for a wire; `chunked` False for a client of HTTP/1.0. Raises SpecError."""
        return self._edited(recording, choice, Form.CHUNKED if chunked else Form.BARE, late)

    def writes_now(
        self, recording: Recording, choice: Settled, late: Edit | None = None, *, chunked: bool
    ) -> Ready[Writes]:
        """The same for a recording with its recorded cuts, made in this call if it is not kept."""
        form = Form.CHUNKED if chunked else Form.BARE
        ready = self.made.find(recording, choice.play, form) or self._make_now(recording, choice.play, form)
        if late is None:
            return ready
        steps = self.made.find(recording, choice.play, Form.STEPS)
        return ready.at(late((steps or self._make_now(recording, choice.play, Form.STEPS)).sent))

    def _make_now(self, recording: Recording, play: Scenario, form: Form) -> Ready[Any]:
        return self.made.keep(recording, play, form, self.made.make(recording, play, form))

    async def _edited(self, recording: Recording, choice: Settled, form: Form, late: Edit | None) -> Ready[Any]:
        if late is not None and choice.play.faults:  # these faults depend on the stream's own times
            return await self._make(recording, choice, form, late)
        made = self.made.find(recording, choice.play, form) or await self._make(recording, choice, form)
        if late is None:
            return made
        one, schedule = recording.interaction, (await self._edited(recording, choice, Form.STEPS, None)).sent
        return made.at(await self.background.run(lambda: late(schedule), cost_of(one), RETIMING))

    async def _make(self, recording: Recording, choice: Settled, form: Form, late: Edit | None = None) -> Ready[Any]:
        play, one = choice.play, recording.interaction
        source = self.source(recording, play) if play.recut else None
        data = source.data if source is not None else one.body if play.rewrites or play.faults else b""
        cost = Cost(len(data), len(one.chunks))
        made = await self.background.run(lambda: self.made.make(recording, play, form, source, late), cost)
        return made if choice.drawn or late is not None else self.made.keep(recording, play, form, made)

    def close(self) -> None:
        """End the threads; their present work is dropped."""
        self.background.close()
