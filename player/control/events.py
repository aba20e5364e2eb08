"""`GET /@chunktape/journal/events`: the journal as it happens, as server-sent events (docs/control.md). Rules

- `hello` comes first; then events as they happen and, at most ten times a second, the progress of the streams.
- Text is made in small parts, between which the loop goes on. Nothing waits for a slow reader: the events that are gone
  when it reads again are counted in `lost`.
- One of several workers follows the others, too, with `?worker=all` (`peers`).
- `Last-Event-ID` (WHATWG HTML 9.2.4) or `?last=` resumes where the run is the same.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from cassettes.clock import MS
from cassettes.messages import say
from player.control.endpoints import number_in, refused
from player.control.peers import merged
from player.journal.entry import Entry
from player.journal.feed import READERS, Event
from player.player import Player
from player.web import answers

#: s between two progress events while streams are under way; s of silence before a comment
EVERY: Final = 0.1
ALIVE: Final = 15.0
#: events, or streams, whose text is made before the loop goes on
AT_ONCE: Final = 16
#: parts that are sent together
ROUNDS: Final = 16
#: s for which events are gathered after the first
TOGETHER: Final = 0.02


def answer(player: Player, request: Request) -> Response:
    """The stream for one reader."""
    if request.method == "HEAD":  # or the stream would go on for ever without a byte
        return Response(media_type="text/event-stream", headers={"cache-control": "no-store"})
    news = player.journal.feed.join()
    if news is None:
        message = say("{count} readers follow the journal already; close one of them.", count=READERS)
        return refused(player, request, 429, "too-many", message)
    last = request.query_params.get("last") or request.headers.get("last-event-id", "")
    text = Reader(player, news, last).text()
    if request.query_params.get("worker") == "all" and player.settings.peers:
        text = merged(player, text, 2 * ALIVE)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    response = StreamingResponse(text, media_type="text/event-stream", headers=headers)
    return answers.with_headers(response, answers.cors(request))


def run_of(player: Player) -> str:
    """Names this run of the player: its start in ns, and its worker."""
    return f"{player.journal.started:x}" + (f"w{player.settings.worker}" if player.settings.worker else "")


class Reader:
    """One reader. `last`: the id of the last event that it has, or ""."""

    def __init__(self, player: Player, news: asyncio.Event, last: str) -> None:
        self._player, self._news = player, news
        self._feed, self._run = player.journal.feed, run_of(player)
        run, _, place = last.rpartition("-")
        known = number_in(place)
        self._resumed = run == self._run and known is not None and known <= self._feed.last
        self._place = known if known is not None and self._resumed else self._feed.last
        #: entry -> sent bytes that the reader knows of
        self._told: dict[Entry, int] = {}

    async def text(self) -> AsyncIterator[bytes]:
        """The bytes of the events, in parts, until the reader leaves or the player stops."""
        clock = asyncio.get_running_loop().time
        told = looked = clock()
        try:
            async for part in self._hello():
                yield answers.encoded(part)
            while True:
                parts = [part async for part in self._events()]
                if self._feed.closed:
                    parts.append(_event("bye", {}))
                elif clock() - looked >= EVERY:
                    parts.append(await self._progress())
                    looked = clock()
                if any(parts):
                    told = clock()
                    yield answers.encoded("".join(parts))
                elif clock() - told >= ALIVE:
                    told = clock()
                    yield b": alive\n\n"
                if self._feed.closed:
                    return
                await self._wait(EVERY if self._player.journal.live else told + ALIVE - clock())
        finally:
            self._feed.leave(self._news)

    async def _wait(self, seconds: float) -> None:
        """Wait for news, `seconds` at most; events that come right behind the first are sent with it."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return
        if not self._feed.closed:
            await asyncio.sleep(TOGETHER)

    async def _hello(self) -> AsyncIterator[str]:
        journal = self._player.journal
        lost, _ = self._feed.behind(self._place, 0)
        settings = self._player.settings
        content = {
            "run": self._run,
            "resumed": self._resumed,
            "lost": lost if self._resumed else None,
            "session_seed": settings.session_seed,
            "started_ms": round(journal.started / MS, 3),
            "settings": self._player.settings_now,
            **settings.place,
            "active": [],
        }
        self._place += lost
        yield f"retry: 1000\nevent: hello\ndata: {_json(content)[: -len(']}')]}"
        ahead = ""
        for entry in tuple(journal.live):
            yield ahead + _json(journal.entry_json(entry))
            ahead = ", "
            await asyncio.sleep(0)
        yield "]}\n\n"

    async def _events(self) -> AsyncIterator[str]:
        """The events after the reader's place, `AT_ONCE` at a time; the next call has the rest."""
        self._news.clear()
        for _ in range(ROUNDS):
            lost, events = self._feed.behind(self._place, AT_ONCE)
            if lost:
                self._place += lost
                yield _event("lost", {"events": lost})
            if not events:
                return
            self._place = events[-1][0]
            yield "".join(map(self._told_of, events))
            await asyncio.sleep(0)
        self._news.set()

    def _told_of(self, event: Event) -> str:
        place, name, about = event
        if not isinstance(about, Entry):
            content: Mapping[str, object] = about
        elif name == "begun":
            content = about.as_begun()
        elif name == "playing":  # it may be over by now, as another event says
            content = {**self._player.journal.entry_json(about), "outcome": "active"}
        else:
            content = self._player.journal.entry_json(about)
            self._told.pop(about, None)
        return _event(name, content, f"{self._run}-{place}")

    async def _progress(self) -> str:
        """The progress of the streams that sent bytes since the last call; "" for none."""
        streams, now = list[tuple[int, int, int, float]](), self._player.clock()
        for number, entry in enumerate(tuple(self._player.journal.live)):
            progress = entry.progress
            if progress.bytes != self._told.get(entry, 0):
                self._told[entry] = progress.bytes
                elapsed = (now - self._player.journal.started - entry.at) / MS
                streams.append((entry.number, progress.bytes, progress.chunks, round(elapsed, 3)))
            if number % 100 == 99:
                await asyncio.sleep(0)
        live = self._player.journal.live
        for entry in [one for one in self._told if one not in live]:
            del self._told[entry]
        return _event("progress", {"streams": streams}) if streams else ""


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False)


def _event(name: str, content: Mapping[str, object], place: str = "") -> str:
    head = f"id: {place}\n" if place else ""
    return f"{head}event: {name}\ndata: {_json(content)}\n\n"
