"""Makes plans and their frames, away from the streams that are under way. Rules

- A body of more than `INLINE` bytes is classified, planned and framed in a thread, one after the other: the second
  request for a body finds what the first one made, and the loop goes on meanwhile. So is a recording of more than `FEW`
  chunks framed, where `Performances.prepare` has not done it. What is small is done at once.
- There are two such threads: what takes more than some 30 ms (`HEAVY` bytes, `MANY` chunks, `PLACES`) has one of its
  own, so that a request of some MB delays the plans of no other one but of its like.
- A request that is large, or has to be compared with many recordings, is read and matched there, too; so is a miss
  explained.
- Writes with a seed that was drawn for one request are not kept: nobody asks for them again by chance.
- Sources (bodies with their boundary classes) are kept as long as they take at most `SOURCES` bytes together, and plays
  that were named by an id at most `PLAYS`; requests that name the same one share it.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sized
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar

from cassettes.errors import SpecError
from cassettes.model import Interaction, Request
from player.faults.gates import Spared
from player.grammar.use import Use
from player.library.cache import Cache
from player.library.library import Library
from player.library.recordings import Recording
from player.matching.index import AT_ONCE, LARGE, Match, Near
from player.matching.subject import Subject, subject
from player.plans.load import is_long
from player.plans.performances import Form, Performances, Ready
from player.schedule.edits import Edit
from player.schedule.schedule import Schedule
from player.schedule.writes import Writes
from player.spec.perform import alone, body_of, is_cut, refusal
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import Settled, Settler, resumed, whole_spec, with_uses
from player.splits import Body

T = TypeVar("T")

INLINE: Final = 2048
#: a chunk takes 3 us to frame
FEW: Final = 64
#: bytes, chunks (3 us each) and places to compare (0.15 us each) that go to the second thread
HEAVY: Final = 64 << 10
MANY: Final = 10_000
PLACES: Final = 200_000
#: bytes of sources (`footprint`), and of settings that a long spec gives, 10 for each of its characters
SOURCES: Final = 192 << 20
PLAYS: Final = 32 << 20
AS_RECORDED: Final = Scenario()
#: recordings whose ending under an idle cap is kept
ENDINGS: Final = 1000
#: faults with a gate of which it is kept whether a recording can have them
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
        self._endings: Cache[int] = Cache(ENDINGS, lambda _: 1)
        self._fits: Cache[bool] = Cache(FITS, lambda _: 1)
        self._threads: dict[bool, ThreadPoolExecutor] = {}

    async def read(self, request: Request) -> Subject:
        """`request` in its comparable form."""
        masks, ignored = self.library.masks, self.library.ignored
        if len(request.target) + len(request.body) <= LARGE:
            return subject(request, masks, ignored)
        heavy = len(request.target) + len(request.body) > HEAVY
        return await self._in_thread(lambda: subject(request, masks, ignored), heavy=heavy)

    async def match(self, asked: Subject, mode: str) -> Match | None:
        """The best recordings for `asked`, or None; of the library as it was when it was asked."""
        index = self.library.index
        if index.cheap(asked, mode):
            return index.find(asked, mode)
        size = len(index)
        heavy = asked.size > HEAVY or index.places(asked) > PLACES
        found, known = await self._in_thread(lambda: index.look(asked, mode), heavy=heavy)
        if len(index) == size and not known:
            index.remember(asked, mode, found)
        return found

    async def nearest(self, asked: Subject) -> tuple[Near, ...]:
        """The recordings most like `asked`, which none of them answers."""
        index = self.library.index
        places = len(index) * len(asked.values)
        if asked.size <= LARGE and places <= AT_ONCE:
            return index.nearest(asked)
        return await self._in_thread(lambda: index.nearest(asked), heavy=asked.size > HEAVY or places > PLACES)

    async def play(self, spec: str, session: Scenario) -> Scenario:
        """The settings that `spec` asks for, on top of the session's; a long one that it names by its id is read in the
        thread, at 1 us a cut. Raises SpecError.
        """
        plans, name = self.settler.plans, spec.removeprefix("id=")
        known = plans.get(name)
        if known is None:
            return parse_scenario(spec, session, plans)
        key = (name, session.key)
        if key in self._plays:
            return self._plays.get(key, lambda: session)
        made = await self.aside(lambda: parse_scenario(spec, session, {name: known}), known)
        return self._plays.get(key, lambda: made)

    async def remember(self, text: str) -> tuple[str, str]:
        """The id of the spec `text`, however long, and its canonical form. Raises SpecError."""
        canonical = await self.aside(lambda: whole_spec(text), text)
        return self.settler.plans.add(canonical), canonical

    def settle(
        self, play: Scenario, recording: Recording, client: str, headers: Mapping[bytes, bytes], now: int, *, can: bool
    ) -> Settled:
        """The settled play of one request; of a long body `meets` and `prepare` come first. `now`: ns, as in
        `Settler.met`; `can`: as in `Settler.settle`.

        Raises SpecError.
        """
        play, _ = self.meets(play, recording, client, now)
        if recording.own or not play.recut or not is_cut(recording.interaction, play, self.source(recording, play)):
            return self.settler.as_recorded(play, client, headers, can)
        return self.settler.settle(play, self.source(recording, play), client, headers, can)

    def fitting(self, play: Scenario, recordings: list[Recording]) -> list[Recording]:
        """Those whose body the split of `play` was made for; all of them where it names none, or none of these."""
        body, edits = play.split.body, with_uses(play, "0")

        def fits(one: Recording) -> bool:
            try:
                return self.source(one, edits).digest == body
            except SpecError:  # it can't be rewritten so
                return False

        return [one for one in recordings if fits(one)] or recordings if body else recordings

    async def gate(self, play: Scenario, recording: Recording) -> None:
        """See that it is known which faults of `play` with a gate fit the recording: `meets` asks."""
        gated = [] if recording.own else [alone(play, use) for use in play.faults if use.when]
        if gated:
            await self.prepare(recording, cuts=False)
        one = recording.interaction
        for tried in gated:
            if (recording.content, tried.key) not in self._fits:
                fits = await self.aside(partial(self._fitting, one, tried), one.body, one.chunks)
                self._fits.get((recording.content, tried.key), partial(bool, fits))

    def meets(self, play: Scenario, recording: Recording, client: str, now: int) -> tuple[Scenario, tuple[Spared, ...]]:
        """`play` as this request of `client` meets it at `now` (ns), and the faults that it is spared; of a long body
        `gate` comes first.
        """
        if recording.own:
            return replace(play, rewrites=(), faults=()), ()

        def fits(use: Use) -> bool:
            tried = alone(play, use)
            return self._fits.get((recording.content, tried.key), lambda: self._fitting(recording.interaction, tried))

        return self.settler.met(play, client, now, fits)

    @staticmethod
    def _fitting(interaction: Interaction, tried: Scenario) -> bool:
        return refusal(interaction, tried) is None

    async def resumed(self, play: Scenario, recording: Recording, last_id: str) -> Scenario:
        """`play` for a client that returns to a stream and has seen `last_id` of it: the rest, if that is known."""
        one = recording.interaction
        return play if recording.own else await self.aside(lambda: resumed(play, one, last_id), one.body)

    async def prepare(self, recording: Recording, play: Scenario = AS_RECORDED, *, cuts: bool) -> None:
        """See that what names a recording is there when it is needed, and with `cuts` the body that `play` cuts: of
        50,000 chunks that takes 40 ms. Raises SpecError for one that can't be rewritten as `play` asks.
        """
        one = recording.interaction
        if not recording.named:
            await self.aside(lambda: recording.content, one.body)
        key = self._key(recording, play)
        if not cuts or key in self._sources:
            return

        def make() -> Body:
            made = body_of(one, play)
            len(made.digest)  # a spec may be settled with it
            return made

        made = await self.aside(make, one.body, one.chunks)
        self._sources.get(key, lambda: made)

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
        """The same of a recording that is played as it was cut, made in this call if it is not kept."""
        form = Form.CHUNKED if chunked else Form.BARE
        ready = self.made.find(recording, choice.play, form) or self._make_now(recording, choice.play, form)
        if late is None:
            return ready
        steps = self.made.find(recording, choice.play, Form.STEPS)
        return ready.at(late((steps or self._make_now(recording, choice.play, Form.STEPS)).sent))

    def _make_now(self, recording: Recording, play: Scenario, form: Form) -> Ready[Any]:
        return self.made.keep(recording, play, form, self.made.make(recording, play, form))

    async def _edited(self, recording: Recording, choice: Settled, form: Form, late: Edit | None) -> Ready[Any]:
        if late is not None and choice.play.faults:  # they are faults of the times that the stream has
            return await self._make(recording, choice, form, late)
        made = self.made.find(recording, choice.play, form) or await self._make(recording, choice, form)
        if late is None:
            return made
        one, schedule = recording.interaction, (await self._edited(recording, choice, Form.STEPS, None)).sent
        body, chunks = (one.body, one.chunks) if is_long(one) else (b"", ())
        return made.at(await self.aside(lambda: late(schedule), body, chunks))

    async def _make(self, recording: Recording, choice: Settled, form: Form, late: Edit | None = None) -> Ready[Any]:
        play, one = choice.play, recording.interaction
        source = self.source(recording, play) if play.recut else None
        data = source.data if source is not None else one.body if play.rewrites or play.faults else b""
        made = await self.aside(lambda: self.made.make(recording, play, form, source, late), data, one.chunks)
        return made if choice.drawn or late is not None else self.made.keep(recording, play, form, made)

    def ending(self, recording: Recording, play: Scenario) -> int:
        """ns at which a recording ends at this speed; under an idle cap all chunks are looked at for it, once."""
        if not play.idle_cap:
            return play.ending(recording.interaction)
        key = (recording.content, play.speed, play.idle_cap)
        return self._endings.get(key, lambda: play.ending(recording.interaction))

    async def aside(self, make: Callable[[], T], body: Sized = (), chunks: Sized = ()) -> T:
        """`make()`, which works on so many bytes or chunks; in the thread if that may take long."""
        if len(body) <= INLINE and len(chunks) <= FEW:
            return make()
        return await self._in_thread(make, heavy=len(body) > HEAVY or len(chunks) > MANY)

    async def _in_thread(self, make: Callable[[], T], *, heavy: bool) -> T:
        if heavy not in self._threads:
            self._threads[heavy] = ThreadPoolExecutor(1, "chunktape-heavy" if heavy else "chunktape-plans")
        return await asyncio.get_running_loop().run_in_executor(self._threads[heavy], make)

    def close(self) -> None:
        """Let the threads go; what they work on is dropped."""
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)
        self._threads.clear()
