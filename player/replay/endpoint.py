"""The endpoint that answers with recordings: reads the request, matches it, plays. Rules

- Times count from the last byte of the request: matching and framing take nothing from the schedule.
- Over a wire the response is written as bytes, and its stream goes on without us; elsewhere it goes through `send`.
- `play_again` answers a request that the lane remembers: from the choice of the recording on it is the same code.
- What goes through `send`, and what is cut elsewhere, jittered or assured, is played by `player.replay.performance` and
  never remembered by the lane: its seed, its turn and its gap are settled per request.
"""

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cassettes.errors import BadRequest, RequestError, SpecError
from cassettes.messages import say
from cassettes.model import Headers, Request
from network.door.refusal import code_of, status_of
from network.door.words import unknown_name
from player.journal.journal import Entry
from player.journal.miss import explain
from player.library.recordings import Recording
from player.library.stand_in import stand_in
from player.matching.index import Match
from player.plans.load import RETRY_AFTER
from player.player import Miss, Player
from player.replay.asked import Asked
from player.replay.crowd import Crowd
from player.replay.lane import Lane
from player.replay.performance import perform, start, varied
from player.spec.scenario import Scenario
from player.spec.settle import Settled
from player.stream.wire_stream import Outcome
from player.web import answers
from player.web import scope as asking
from player.web import target as address
from player.wire.wire import EXTENSION, Wire


class Replay:
    """The ASGI application behind every path that is not control."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.lane = Lane(self.play_again)
        self._turns = Crowd()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        player = self.player
        player.catch_up(player.clock())  # hundreds of tasks may begin in one round of the loop
        await self._turns.take()
        player.catch_up(player.clock())
        wire = scope.get("extensions", {}).get(EXTENSION)
        headers = tuple(wire.headers if wire is not None else scope["headers"])
        lower = {name.lower(): value for name, value in headers}
        target = wire.target if wire is not None else asking.target(scope)
        shown = await player.planner.aside(lambda: player.journal.visible(target), target)
        entry = player.journal.begin(player.clock(), asking.client(scope, lower), scope["method"], shown)
        entry.remark = wire.remark if wire is not None else ""
        handed_over = False
        try:
            parts = await asking.body_parts(scope, receive, lower, player.settings)
            body = await player.planner.aside(lambda: b"".join(parts), chunks=parts)
            base = max(wire.received, wire.turn) if wire is not None and wire.received else player.clock()
            where = address.parse(target, lower.get(b"x-chunktape"))
            entry.spec = where.spec or ""
            if (unknown := unknown_name(headers, target)) is not None:
                raise BadRequest(unknown, details={"code": "unknown-name"})
            play = player.settings.play
            if where.spec is not None:
                play = await player.planner.play(where.spec, play)
            request = Request(scope["method"], where.target, headers, body, scope["http_version"])
            handed_over = await self._answer(entry, request, where.prefix, play, base, scope, receive, send)
        except asking.Left:
            if wire is not None and wire.refused is not None:
                entry.answer, entry.status, entry.note = "refused", status_of(wire.refused), str(wire.refused)
            else:
                entry.progress.outcome = Outcome.LEFT
        except (RequestError, SpecError) as error:
            await _refused(entry, error, scope.get("chunktape.cors", ()))(scope, receive, send)
        except asyncio.CancelledError:  # the server stops, and does not wait
            entry.progress.outcome = entry.progress.outcome or Outcome.STOPPED
            raise
        except Exception as error:  # the server answers 500, or cuts what was begun
            _failed(entry, error)
            raise
        finally:
            if not handed_over:
                player.journal.end(entry)

    async def _answer(
        self,
        entry: Entry,
        request: Request,
        prefix: bytes,
        play: Scenario,
        base: int,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> bool:
        """Whether a stream of its own answers now, and journals its end."""
        player = self.player
        library, index = player.library, None
        while index is not library.index:  # else it was loaded again while this was matched
            await library.refresh()
            index, generation, among = library.index, library.generation, len(library.recordings)
            asked = await player.planner.read(request)
            found = match = await player.planner.match(asked, player.settings.match)
            for position in match.group if match is not None and play.split.body else ():
                await player.planner.prepare(library.recordings[position])
        if match is not None and player.settings.mix is not None:
            match = player.load.narrow(library, match, entry.number)
        if match is None:
            if player.on_miss is not None and await player.on_miss(
                Miss(player, request, prefix, scope, receive, send, entry)
            ):
                entry.answer = entry.answer or "forwarded"
                return False
            entry.answer, entry.status = "miss", 404
            recordings = library.recordings
            message, details = explain(asked, await player.planner.nearest(asked), recordings, player.journal)
            entry.note = message
            await answers.error(404, "no-match", message, scope.get("chunktape.cors", ()), details)(
                scope, receive, send
            )
            return False
        if player.load.full(player.metrics.claimed):
            await self._refuse_one_more(entry, scope, receive, send)
            return False
        wire: Wire | None = scope.get("extensions", {}).get(EXTENSION)
        headers = {name.lower(): value for name, value in request.headers}
        known = Asked(
            request.method, entry.target, asking.session(headers), prefix, entry.spec, Settled(play),
            asking.origin(scope), scope.get("chunktape.origin"), asked, generation,
            match=found, among=among, version=request.version,
        )  # fmt: skip
        recording = self._choose(entry, match, play)
        if wire is None or not play.plain:
            await perform(player, recording, entry, known, base, headers, (wire, receive, send))
            return False
        player.metrics.begin(entry)
        played = stand_in(recording, wired=True)
        frames = await player.planner.frames(played, Settled(play), chunked=wire.version != "1.0")
        late = await varied(player, entry, known.choice, played)
        frames = frames if late is None else frames.at(late)
        if b"expect" not in headers and not self._long(play, found):
            self.lane.remember(wire, known)
        start(player, entry, known, played, frames, base, wire)
        return True

    def play_again(self, asked: Asked, wire: Wire) -> bool:
        """Answer a request that was answered before; False: it needs more than that."""
        player, library = self.player, self.player.library
        if library.grown or asked.generation != library.generation:
            return False
        among = len(library.recordings)
        if asked.among != among:
            if not library.index.cheap(asked.subject, player.settings.match):
                return False
            match = library.index.find(asked.subject, player.settings.match)
            if self._long(asked.choice.play, match):
                return False
            asked.among, asked.match = among, match
        match = asked.match
        if match is not None and player.settings.mix is not None:
            match = player.load.narrow(library, match, player.journal.counts["requests"] + 1)
        if match is None or player.load.full(player.metrics.claimed):
            return False
        entry = player.journal.begin(player.clock(), asked.client or wire.client, asked.method, asked.shown)
        entry.spec = asked.spec
        try:
            play = asked.choice.play
            played = stand_in(self._choose(entry, match, play), wired=True)
            player.metrics.begin(entry)
            frames = player.planner.frames_now(played, play, chunked=wire.version != "1.0")
            drawn = player.load.draw(play, entry.number)
            if drawn is not None:
                schedule = player.planner.schedule_now(played, play)
                entry.drawn, frames = str(drawn), frames.at(play.vary(schedule, drawn, player.load.frames_in(played)))
            start(player, entry, asked, played, frames, wire.received, wire)
        except Exception as error:  # the lane closes the connection
            _failed(entry, error)
            player.journal.end(entry)
            raise
        return True

    def _long(self, play: Scenario, match: Match | None) -> bool:
        """Whether a recording of `match` may take long to be varied."""
        recordings = self.player.library.recordings
        return match is not None and self.player.load.long(play, (recordings[one] for one in match.group))

    async def _refuse_one_more(self, entry: Entry, scope: Scope, receive: Receive, send: Send) -> None:
        """429 as a provider gives it: a client that retries by itself may."""
        limit, active = self.player.settings.max_streams, self.player.metrics.claimed
        entry.answer, entry.status = "limited", 429
        entry.note = say(
            "Responses being played: {active}; --max-streams allows {limit}. Try again in {seconds} s.",
            active=active,
            limit=limit,
            seconds=RETRY_AFTER,
        )
        extra = ((b"retry-after", b"%d" % RETRY_AFTER), *scope.get("chunktape.cors", ()))
        content = {"error": {"code": "too-many-streams", "message": entry.note}}
        await answers.plain(429, content, extra)(scope, receive, send)

    def _choose(self, entry: Entry, match: Match, play: Scenario) -> Recording:
        recordings = [self.player.library.recordings[index] for index in match.group]
        recordings = self.player.planner.fitting(play, recordings)
        recording = recordings[self.player.selection.next(entry.client, tuple([one.key for one in recordings]))]
        entry.answer, entry.differs, entry.differing = "replay", match.differences, match.differing
        entry.recording = (recording.name, recording.interaction.number)
        entry.ending = recording.interaction.ending.kind.value
        self.player.metrics.claim(entry)
        return recording


def _refused(entry: Entry, error: RequestError | SpecError, extra: Headers) -> Response:
    """Our answer to a request that can't be read."""
    entry.answer, entry.status, entry.note = "refused", status_of(error), str(error)
    code = "spec" if isinstance(error, SpecError) else code_of(error)
    closes = ((b"connection", b"close"),) if code == "body-too-slow" else ()
    return answers.error(entry.status, code, entry.note, (*extra, *closes))


def _failed(entry: Entry, error: Exception) -> None:
    """An error of ours, which the console and the journal say."""
    entry.answer, entry.status = "failed", 500
    entry.progress.outcome = Outcome.FAILED
    entry.note = say("an error of chunktape, please report it: {error}", error=f"{type(error).__name__}: {error}")
