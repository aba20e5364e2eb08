"""The endpoint that answers with recordings. A request goes one way: read, find, settle, perform, send. Rules

- Times count from the last byte of the request, so the time for matching and framing does not delay the schedule.
- A way out (`player.replay.out`) is chosen once, when the request was read; later steps don't depend on which one it
  is.
- `again` answers a request that the lane remembers: reading and finding are done, the rest is the same code.
- What is settled per request (a split, jitter, `assured`, a rewrite, a fault) is never remembered by the lane: a fault
  that some requests meet is counted for each.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cassettes.errors import RequestError, SpecError
from network.door.refusal import status_of
from network.work import Cost
from player.faults.gates import Spared
from player.journal.entry import Answer, Entry
from player.library.recordings import Recording
from player.library.stand_in import in_place_of, stand_in
from player.matching.index import Match
from player.plans.performances import Ready
from player.player import Player
from player.replay.asked import Asked, read, wire_of
from player.replay.crowd import Crowd
from player.replay.lane import Lane
from player.replay.out import Out, SendOut, WireOut, cuts_of
from player.replay.refusals import failed, limited, missed, refused
from player.schedule.edits import Edit
from player.spec.scenario import Scenario
from player.spec.settle import Settled, is_settled
from player.stream.progress import Outcome
from player.web import scope as asking
from player.wire.wire import Wire

#: Answers a request that no recording answers: with a response of ours, through the way out (True), or not (False; then
#: it is a 404). A function that answers fills the entry, but for its times.
OnMiss = Callable[[Asked, Out], Awaitable[Response | bool]]


class Replay:
    """The ASGI application behind every path that is not control."""

    def __init__(self, player: Player, on_miss: OnMiss | None = None) -> None:
        self.player = player
        self.lane = Lane(self.again, player.owed)
        self._on_miss = on_miss
        self._crowd = Crowd(player.owed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        player, wire = self.player, wire_of(scope)
        player.catch_up(player.clock())  # hundreds of tasks may begin in one round of the loop
        await self._crowd.take()
        player.catch_up(player.clock())
        target = wire.target if wire is not None else asking.target(scope)
        shown = await player.background.run(lambda: player.journal.visible(target), Cost(len(target)))
        entry = player.journal.begin(player.clock(), asking.client(scope), scope["method"], shown)
        entry.remark = wire.remark if wire is not None else ""
        goes_on = False

        def ours(response: Response) -> Awaitable[None]:
            return response(scope, receive, send)

        try:
            asked = await read(player, entry, wire, scope, receive)
            if wire is not None:
                out: Out = WireOut(player, wire, entry, asked.base)
            else:
                out = SendOut(player, entry, asked.base, receive, send, old=asked.request.version == "1.0")
            goes_on = await self._answer(asked, out, ours)
        except asking.Left:
            if wire is not None and wire.refused is not None:
                entry.refused(status_of(wire.refused), str(wire.refused))
            else:
                entry.progress.outcome = Outcome.LEFT
        except (RequestError, SpecError) as error:
            await ours(refused(entry, error, scope.get("chunktape.cors", ())))
        except asyncio.CancelledError:  # the server stops, and does not wait
            entry.progress.outcome = entry.progress.outcome or Outcome.STOPPED
            raise
        except Exception as error:  # the server answers 500, or cuts what was begun
            failed(entry, error)
            raise
        finally:
            if not goes_on:
                player.journal.end(entry)

    async def _answer(self, asked: Asked, out: Out, ours: Callable[[Response], Awaitable[None]]) -> bool:
        """Answer; returns whether the stream goes on by itself and will end the request in the journal. `ours` sends an
        answer of ours.
        """
        player, entry = self.player, out.entry
        match = await self._find(asked, entry)
        if match is None:
            answer = self._on_miss is not None and await self._on_miss(asked, out)
            if answer is False:
                answer = missed(player, entry, asked, await player.finder.nearest(asked.subject))
            if isinstance(answer, Response):
                await ours(answer)
            if entry.answer is Answer.NONE:
                entry.forwarded()
            return False
        among = await player.plans.settling.fitting(asked.choice.play, self._group(match))
        if player.load.full(player.metrics.claimed):
            await ours(limited(player, entry, asked.cors()))
            return False
        played = stand_in(self._next(among, match, entry), out.can_send, asked.headers)
        choice = await self._settle(asked, out, played)
        ready = await self._perform(out, played, choice)
        if not out.can_send(ready.head):
            played, choice, done = in_place_of(played, ready.head, asked.headers), Settled(Scenario()), ready.done
            ready = replace(await player.plans.ready(played, choice, out.form), done=done, real=False)
        choice = player.plans.settler.without(choice, ready.left)
        entry.spared += tuple(map(Spared, ready.left))
        if choice is asked.choice and not self._long(choice.play, asked.match) and b"expect" not in asked.fields:
            self.lane.remember(out.whole, asked)
        sending = self._send(asked, out, played, choice, ready)
        if sending is not None:
            await sending
        return sending is None

    def again(self, asked: Asked, wire: Wire) -> bool:
        """Answer a request that was answered before; False: it needs more than that."""
        player, served = self.player, self.player.library.served
        if player.library.grown or asked.generation != served.generation:
            return False
        client = asked.client or wire.client
        if player.changes.play(client) is not asked.under:
            return False
        among = len(served.recordings)
        if asked.among != among:
            if not served.index.cheap(asked.subject, player.settings.match):
                return False
            match = served.index.find(asked.subject, player.settings.match)
            if self._long(asked.choice.play, match):
                return False
            asked.among, asked.match = among, match
        match = asked.match
        if match is not None:
            match = player.load.narrow(served, match, player.journal.next_number)
        if match is None or player.load.full(player.metrics.claimed):
            return False
        entry = player.journal.begin(player.clock(), client, asked.request.method, asked.shown)
        entry.spec, entry.setting, entry.remark = asked.spec, asked.setting, asked.remark
        out, choice = WireOut(player, wire, entry, wire.received), asked.choice
        try:
            played = self._next(self._group(match), match, entry)
            # what stands in for a recording has another content, and is kept under that
            ready = asked.performance(played) if player.settings.vary is None else None
            if ready is None:
                played = stand_in(played, out.can_send, asked.headers)
                late = self._late(entry, choice.play, played)
                ready = player.plans.ready_now(played, choice.play, out.form, late)
                if late is None:
                    asked.keep_performance(played, ready)
            self._send(asked, out, played, choice, ready)
        except Exception as error:  # the lane closes the connection
            failed(entry, error)
            player.journal.end(entry)
            raise
        return True

    async def _find(self, asked: Asked, entry: Entry) -> Match | None:
        """The recordings that answer, which are also noted in `asked`; a mix leaves some of them."""
        player, library, index = self.player, self.player.library, None
        while index is not library.index:  # else it was loaded again while this was matched
            await library.refresh()
            served = library.served
            index, asked.generation, asked.among = served.index, served.generation, len(served.recordings)
            asked.subject, match = await player.finder.find(asked.request, player.settings.match)
            asked.match = match
        return player.load.narrow(served, match, entry.number) if match is not None else None

    def _group(self, match: Match) -> list[Recording]:
        recordings, group = self.player.library.served.recordings, match.group
        return [recordings[index] for index in group] if len(group) > 1 else [recordings[group[0]]]

    def _next(self, among: list[Recording], match: Match, entry: Entry) -> Recording:
        """The recording whose turn it is."""
        turn = self.player.selection.next(entry.client, tuple([one.key for one in among])) if len(among) > 1 else 0
        recording = among[turn]
        entry.replayed(recording, match.differences, match.differing)
        self.player.metrics.claim(entry)
        return recording

    async def _settle(self, asked: Asked, out: Out, played: Recording) -> Settled:
        """The settled scenario of the request, with everything that depends on the client."""
        plans, play, client = self.player.plans, asked.choice.play, out.entry.client
        if is_settled(play) and not asked.last_id:
            await plans.bodies.prepare(played, cuts=False)
            return asked.choice
        if asked.last_id:
            play = await plans.settling.resumed(play, played, asked.last_id)
        met = await plans.settling.met(play, played, client, asked.base)
        out.entry.spared = met.spared
        return await plans.settling.settled(met, played, client, asked.fields, can=out.assures)

    async def _perform(self, out: Out, played: Recording, choice: Settled) -> Ready[Any]:
        """The performance in the form that this way out sends. Raises SpecError."""
        late = self._late(out.entry, choice.play, played)
        return await self.player.plans.ready(played, choice, out.form, late)

    def _late(self, entry: Entry, play: Scenario, played: Recording) -> Edit | None:
        """The times that `--vary` draws for this request, if it is asked for."""
        load = self.player.load
        drawn = load.draw(play, entry.number)
        if drawn is None:
            return None
        entry.drawn = str(drawn)
        return load.vary(play, drawn, played)

    def _long(self, play: Scenario, match: Match | None) -> bool:
        """Whether a recording of `match` may take long to be varied."""
        recordings = self.player.library.recordings
        return match is not None and self.player.load.long(play, (recordings[one] for one in match.group))

    def _send(
        self, asked: Asked, out: Out, played: Recording, choice: Settled, ready: Ready[Any]
    ) -> Awaitable[None] | None:
        """Begin to send. Await the result until the response is over; None: it goes on by itself."""
        player, entry = self.player, out.entry
        player.metrics.begin(entry)  # and not before: the plan might have been refused
        entry.began(choice, ready)
        if player.journal.feed.followed:
            player.journal.feed.note("playing", entry)
        planned = cuts_of(entry, choice, played, ready) if choice.spec else None
        if planned is not None:
            player.ledger.begun(planned)
        return out.play(asked, played, choice, ready, planned)
