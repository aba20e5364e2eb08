"""The endpoint that answers with recordings: reads the request, matches it, plays. Rules

- Times count from the last byte of the request: matching and framing take nothing from the schedule.
- A body is read whole, up to its limit and not for ever, before anything is looked for.
- What matches is played by `player.performance`; what does not may be answered by `on_miss`, else it is a 404 that
  names the nearest recording. What can't be read, or asks for what makes no sense, is a 4xx with the reason as JSON.
"""

import asyncio
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from cassettes.errors import BadRequest, RequestError, SpecError, TooLarge, http_status
from cassettes.messages import say
from cassettes.model import Request
from player import address, answers
from player.journal import Entry, difference_json
from player.library import Recording
from player.matching import TOLD, Match, Near
from player.performance import Asked, perform
from player.plays import parse_play
from player.runtime import Miss, Player
from player.stream import Outcome
from player.subjects import Subject, subject
from player.wire import EXTENSION


class Replay:
    """The ASGI application behind every path that is not control."""

    def __init__(self, player: Player) -> None:
        self.player = player

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        player = self.player
        wire = scope.get("extensions", {}).get(EXTENSION)
        headers = tuple(wire.headers if wire is not None else scope["headers"])
        lower = {name.lower(): value for name, value in headers}
        target = wire.target if wire is not None else _target(scope)
        entry = player.journal.begin(player.clock(), _client(scope, lower), scope["method"], target)
        try:
            body = await self._body(scope, receive, lower)
            base = max(wire.received, wire.turn) if wire is not None and wire.received else player.clock()
            where = address.parse(target, lower.get(b"x-chunktape"))
            entry.spec = where.spec or ""
            play = player.config.play
            if where.spec is not None:
                play = parse_play(where.spec, play, player.planner.chooser.plans)
            request = Request(scope["method"], where.target, headers, body, scope["http_version"])
            asked = Asked(play, where.prefix, base, lower)
            await self._answer(entry, request, asked, scope, receive, send)
        except _Left:
            entry.progress.outcome = Outcome.LEFT
        except (RequestError, SpecError) as error:
            entry.answer, entry.status = "refused", http_status(error)
            entry.note = str(error)
            code = (
                "spec"
                if isinstance(error, SpecError)
                else "too-large"
                if isinstance(error, TooLarge)
                else "bad-request"
            )
            if isinstance(error, _Slow):
                entry.status, code = 408, "body-too-slow"
            response = answers.error(entry.status, code, str(error), scope.get("chunktape.cors", ()))
            if isinstance(error, _Slow):
                response.headers["connection"] = "close"
            await response(scope, receive, send)
        finally:
            player.journal.end(entry)

    async def _body(self, scope: Scope, receive: Receive, lower: dict[bytes, bytes]) -> bytes:
        """The whole request body. Raises TooLarge, _Slow, _Left."""
        announced = lower.get(b"content-length", b"0")
        if scope["http_version"].startswith("1") and announced.strip() == b"0" and b"transfer-encoding" not in lower:
            return b""
        limit, seconds = self.player.config.max_body, self.player.config.body_seconds
        if announced.isdigit() and int(announced) > limit:
            raise TooLarge(say("player.body-too-large", limit=limit, found=int(announced)))
        parts, size, more = [], 0, True
        while more:
            try:
                async with asyncio.timeout(seconds):
                    message = await receive()
            except TimeoutError:
                raise _Slow(say("player.body-too-slow", seconds=f"{seconds:g}", received=size)) from None
            if message["type"] == "http.disconnect":
                raise _Left
            part = message.get("body", b"")
            more = message.get("more_body", False)
            size += len(part)
            if size > limit:
                raise TooLarge(say("player.body-too-large", limit=limit, found=size))
            parts.append(part)
        return b"".join(parts)

    async def _answer(
        self,
        entry: Entry,
        request: Request,
        asked: Asked,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        player = self.player
        await player.library.refresh()
        library = player.library
        wanted = subject(request, library.masks, library.ignored)
        match = library.index.find(wanted, player.config.match)
        if match is None:
            if player.on_miss is not None and await player.on_miss(
                Miss(player, request, asked.prefix, scope, receive, send, entry)
            ):
                entry.answer = entry.answer or "forwarded"
                return
            entry.answer, entry.status = "miss", 404
            near = library.index.nearest(wanted)
            message, details = self._explain(wanted, near)
            entry.note = message
            await answers.error(404, "no-match", message, scope.get("chunktape.cors", ()), details)(
                scope, receive, send
            )
            return
        recording = self._choose(entry, match)
        entry.answer, entry.differs = "replay", match.differences
        entry.recording = (recording.name, recording.interaction.number)
        await perform(player, recording, entry, asked, scope, receive, send)

    def _choose(self, entry: Entry, match: Match) -> Recording:
        recordings = [self.player.library.recordings[index] for index in match.group]
        return recordings[self.player.selection.next(entry.client, tuple(one.key for one in recordings))]

    def _explain(self, asked: Subject, near: tuple[Near, ...]) -> tuple[str, dict[str, object]]:
        """The sentence for a miss, and its JSON."""
        recordings = self.player.library.recordings
        shown = []
        for one in near:
            recording = recordings[one.index]
            same = one.method and one.path
            options = [f"--ignore {found.option}" for found in one.differences if found.option] if same else []
            complete = same and len(options) == len(one.differences)
            shown.append(
                {
                    "cassette": recording.name,
                    "interaction": recording.interaction.number,
                    "method": recording.interaction.request.method,
                    "target": _visible(recording.interaction.request.target),
                    "differs": [
                        *([] if one.method else [{"in": "method"}]),
                        *([] if one.path else [{"in": "path"}]),
                        *map(difference_json, one.differences[:TOLD] if same else ()),
                    ],
                    "option": " ".join(options) if complete else "--match default" if same else "--match any",
                }
            )
        details: dict[str, object] = {"nearest": shown}
        if not near:
            return say("player.miss-empty"), details
        first = shown[0]
        differs = ", ".join(str(one) for one in near[0].differences[:TOLD])
        if not near[0].method:
            differs = say("player.differs-method", method=first["method"])
        if not near[0].path:
            differs = say("player.differs-path", target=first["target"])
        nearest = f"{first['cassette']} #{first['interaction']}"
        return say("player.miss", nearest=nearest, differs=differs, option=first["option"]), details


class _Left(Exception):
    """The client has gone before its request was complete."""


class _Slow(BadRequest):
    """The client stopped in the middle of its body."""


def _client(scope: Scope, lower: dict[bytes, bytes]) -> str:
    session = lower.get(b"x-chunktape-session")
    if session:
        return session.decode("utf-8", "replace")[:100]
    return str(scope["client"][0]) if scope.get("client") else ""


def _target(scope: Scope) -> bytes:
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    query: bytes = scope.get("query_string", b"")
    return path.partition(b"?")[0] + (b"?" + query if query else b"")


def _visible(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")
