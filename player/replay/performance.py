"""Plays one recording with a split, jitter, or `assured`: all that has to be settled per request. Rules

- Over a wire the response is written as bytes; elsewhere it goes through `send`.
- A recording without a response head: `unreachable` is answered as the recorder answered it, 502 with its note at its
  time; a reset or close of the upstream before its head is that again (without a wire: 502); where the recorder
  stopped or the client left before the head came there is nothing to give back: 502 that says so, at once.
- A response that the recorder gave up on, or that the client or the recorder's end cut off (`timeout`, `client-abort`,
  `interrupted`) plays as far as it goes and is closed without its end at its recorded time.
- A response that is cut elsewhere says how: `X-Chunktape-Plan` has the full spec (or its id), `X-Chunktape-Request` the
  number under which the client may report what it saw.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import TypeVar

from starlette.types import Receive, Scope, Send

from cassettes.messages import say
from cassettes.model import Chunk, Chunks, Ending, EndKind, Headers, Interaction, Mark, ResponseHead
from network.door.refusal import NO_RETRY, error_body
from player.journal.coverage import Shown
from player.journal.journal import Entry
from player.library.recordings import Recording
from player.player import Player
from player.schedule.vary import Drawn
from player.spec.play import Play
from player.spec.settle import Choice
from player.stream.asgi_stream import FIRST_STATUS, LAST_STATUS, PlainStream
from player.stream.spaced import Apart
from player.stream.watch import Watch
from player.web import access
from player.web import scope as asking
from player.web.heads import Place, head_bytes, header_list, way
from player.wire.wire import ASSURES, EXTENSION, Wire

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Given:
    """`prefix`: the path segment that held the spec; `base`: ns at which the request was complete; `headers`: with
    lower-case names.
    """

    play: Play
    prefix: bytes
    base: int
    headers: dict[bytes, bytes]


async def perform(
    player: Player, recording: Recording, entry: Entry, given: Given, scope: Scope, receive: Receive, send: Send
) -> None:
    """Answer with `recording`. Raises SpecError, before anything is sent, for a plan that does not fit its body."""
    wire: Wire | None = scope.get("extensions", {}).get(EXTENSION)
    played = stand_in(recording, wired=wire is not None)
    one, own = played.interaction, played is not recording
    can = ASSURES and wire is not None
    if given.play.recut and not own:
        await player.planner.prepare(played)
    choice = player.planner.choose(given.play, played, entry.client, given.headers, own=own, can=can)
    head = one.head
    extra = _extra(choice, entry, head, scope.get("chunktape.origin"))
    place = Place(asking.origin(scope), given.prefix, played.origins)
    stream: PlainStream | Apart
    if wire is None:
        assert head is not None
        schedule = await player.planner.schedule(played, choice)
        schedule = await varied(player, entry, choice.play, played, schedule, player.load.schedule)
        old = scope["http_version"] == "1.0"
        its = way(head, schedule.framing, old=old, keep_alive=True)
        headers = header_list(head, its, body_size=size_of(played), place=place, extra=extra)
        steps = schedule.steps
        ends = await player.planner.aside(
            lambda: array("q", (piece.end for step in steps for piece in step.pieces)), chunks=steps
        )
        shown = _shown(entry, choice, recording, ends)
        watch = None if shown is None else Watch(choice.play.gap_ns)
        stream = PlainStream(schedule, one.body, given.base, player.scheduler, entry.progress, watch)
        duration, playing = schedule.duration, stream.run(head, headers, receive, send, old=old)
    else:
        old = wire.version == "1.0"
        frames = await player.planner.frames(played, choice, chunked=not old)
        frames = await varied(player, entry, choice.play, played, frames, player.load.frames)
        first = b""
        if head is not None:
            its = way(head, frames.framing, old=old, keep_alive=wire.keep_alive)
            wire.closes = its.close
            headers = header_list(head, its, body_size=size_of(played), place=place, extra=extra)
            first = head_bytes(head, headers, its.version)
        shown = _shown(entry, choice, recording, frames.reached)
        watch = Watch(choice.play.gap_ns, wire.unacknowledged if choice.assured else None)
        stream = Apart(wire, frames, first, given.base, player.scheduler, entry.progress, watch)
        duration, playing = frames.times[-1], _streamed(stream, player)
    player.metrics.begin(entry)  # and not before: the plan might have been refused
    entry.duration, entry.choice = duration, choice
    entry.recorded = player.planner.ending(played, choice.play)
    entry.status = head.status if head is not None else 0
    entry.ending = recording.interaction.ending.kind.value
    if shown is not None:
        player.ledger.begun(shown)
    player.add(stream)
    try:
        await playing
    finally:
        player.active.discard(stream)
        if shown is not None and watch is not None:
            await player.ledger.ended(shown, watch.cuts)


async def varied(
    player: Player,
    entry: Entry,
    play: Play,
    played: Recording,
    made: T,
    times: Callable[[Drawn, T, Recording, int], T],
) -> T:
    """`made` at the times that `--vary` draws for this request, if it is asked for; long ones not on the loop."""
    drawn = player.load.draw(play, entry.number)
    if drawn is None:
        return made
    entry.drawn = str(drawn)
    long = player.load.long(play, [played])
    body, chunks = (played.interaction.body, played.interaction.chunks) if long else (b"", ())
    return await player.planner.aside(lambda: times(drawn, made, played, play.gap_ns), body, chunks)


async def _streamed(stream: Apart, player: Player) -> None:
    try:
        stream.start(player.clock())
        await stream.done
    finally:
        stream.stop()


def _extra(choice: Choice, entry: Entry, head: ResponseHead | None, origin: bytes | None) -> Headers:
    """Headers of ours: the plan's, and CORS."""
    if head is None:
        return ()
    extra: Headers = ()
    if choice.spec:
        extra = (
            (b"X-Chunktape-Plan", choice.brief.encode()),
            (b"X-Chunktape-Request", b"%d" % entry.number),
        )
    return extra if origin is None else (*extra, *access.cors(origin, [name for name, _ in head.headers]))


def _shown(entry: Entry, choice: Choice, recording: Recording, ends: "array[int]") -> Shown | None:
    """What the coverage needs of a response that is cut elsewhere; None for any other. `ends` never decrease."""
    if not choice.play.recut:
        return None
    cuts = ends[bisect_right(ends, 0) : bisect_left(ends, len(recording.interaction.body))]
    return Shown(entry.number, choice.spec, choice.id, recording, cuts)


def stand_in(recording: Recording, *, wired: bool) -> Recording:
    """The recording as it can be played here: 502 with a sentence where it has no response to give back."""
    one = recording.interaction
    kind = one.ending.kind
    if one.head is not None:
        if wired or FIRST_STATUS <= one.head.status <= LAST_STATUS:
            return recording if wired or not one.unparsed else replace(recording, interaction=_parsed(one))
        at, code = one.head.at, "status-not-sendable"
        message = say(
            "{label} has the status {status}, which this server can't send: it knows 200 to 599. `chunktape play` can.",
            label=recording.label,
            status=one.head.status,
        )
    else:
        playable = bool(len(one.chunks)) or kind in (EndKind.RESET, EndKind.TRUNCATED, EndKind.TIMEOUT)
        if wired and playable:
            return recording
        at = one.ending.at if kind is EndKind.UNREACHABLE else 0
        code = "upstream-unreachable" if kind is EndKind.UNREACHABLE else "no-response-recorded"
        message = one.ending.note or say(
            "{label} has no response to give back: the recording ended ({ending}) before the response began.",
            label=recording.label,
            ending=kind.value,
        )
    body = error_body(code, message)
    headers = (
        (b"Content-Type", b"application/json"),
        (b"Content-Length", b"%d" % len(body)),
        NO_RETRY,
    )
    answer = Interaction(
        one.number,
        one.request,
        ResponseHead(at, 502, b"Bad Gateway", headers),
        Chunks.of([Chunk(at, 0, body)]),
        Ending(EndKind.COMPLETE, at, 0),
    )
    return replace(recording, interaction=answer)


def _parsed(one: Interaction) -> Interaction:
    """`one` up to its first bytes that were no HTTP: a server that frames would send them as body."""
    chunks = list(takewhile(lambda chunk: chunk.mark is not Mark.UNPARSED, one.chunks))
    kind = EndKind.TRUNCATED if one.ending.kind is EndKind.COMPLETE else one.ending.kind
    return replace(one, chunks=Chunks.of(chunks), ending=replace(one.ending, kind=kind))


def size_of(recording: Recording) -> int | None:
    """What Content-Length must say of a body that is complete; None: leave it, the body is cut on purpose."""
    one = recording.interaction
    return len(one.body) if one.ending.kind is EndKind.COMPLETE else None
