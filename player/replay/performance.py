"""Sends what was found and settled: the lower half of an answer, for wire, plain ASGI and fast lane. Rules

- `start` is for what is played as recorded over a wire; `perform` for what is settled per request (a split, jitter,
  `assured`), and for whatever goes through `send`.
- Over a wire the response is written as bytes; elsewhere it goes through `send`.
- A response that is cut elsewhere says how: `X-Chunktape-Plan` has the full spec (or its id), `X-Chunktape-Request` the
  number under which the client may report what it saw.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from starlette.types import Receive, Send

from cassettes.model import EndKind, Headers, ResponseHead
from player.journal.coverage import Served
from player.journal.journal import Entry
from player.library.recordings import Recording
from player.library.stand_in import stand_in
from player.player import Player
from player.replay.asked import Asked
from player.schedule.schedule import Piece, Schedule
from player.schedule.writes import Writes
from player.spec.settle import Settled
from player.stream.asgi_stream import AsgiStream
from player.stream.spaced import SpacedStream, Spacing
from player.stream.wire_stream import WireStream
from player.web.heads import Place, Way, head_bytes, header_list, way
from player.wire.wire import ASSURES, Wire


class Playing(WireStream):
    """A response over a wire that the player knows of from its start to its end, maybe long after the task that
    began it is over.
    """

    __slots__ = ("_journalled", "_player")

    def __init__(self, player: Player, entry: Entry, wire: Wire, frames: Writes, head: bytes, base: int) -> None:
        super().__init__(wire, frames, head, base, player.scheduler, entry.progress)
        self._player = player
        self._journalled = entry
        player.add(self)

    def ended(self) -> None:
        self._player.active.discard(self)
        self._player.journal.end(self._journalled)


def start(player: Player, entry: Entry, asked: Asked, played: Recording, frames: Writes, base: int, wire: Wire) -> None:
    """Answer over a wire with what is played as recorded. What is due at once goes out in this call, the rest by
    itself; `base`: ns at which the request was complete.
    """
    head, play = played.interaction.head, asked.choice.play
    entry.choice, first = asked.choice, b""
    entry.duration, entry.recorded = frames.times[-1], player.planner.ending(played, play)
    if head is not None:
        entry.status = head.status
        key = (played.version, play.key)
        its = way_out(wire, head, frames)
        first = asked.heads.get(key, b"")
        if not first:
            fields = headers_of(played, head, its, asked.place(played), asked.cors(head))
            first = head_bytes(head, fields, its.version)
            asked.keep(key, first)
    Playing(player, entry, wire, frames, first, base).start(player.clock())


async def perform(
    player: Player,
    recording: Recording,
    entry: Entry,
    asked: Asked,
    base: int,
    headers: Mapping[bytes, bytes],
    way_of: tuple[Wire | None, Receive, Send],
) -> None:
    """Answer with `recording`; `headers`: of the request, with lower-case names; `base`: ns at which it was complete.

    Raises SpecError, before anything is sent, for a plan that does not fit its body.
    """
    wire, receive, send = way_of
    played = stand_in(recording, wired=wire is not None)
    one = played.interaction
    can = ASSURES and wire is not None
    if asked.choice.play.recut and not played.own:
        await player.planner.prepare(played)
    choice = player.planner.choose(asked.choice.play, played, entry.client, headers, base, can=can)
    head = one.head
    extra = _extra(choice, entry, head, asked)
    place = asked.place(played)
    stream: AsgiStream | SpacedStream
    if wire is None:
        assert head is not None
        schedule = await varied(player, entry, choice, played) or await player.planner.schedule(played, choice)
        old = asked.version == "1.0"
        fields = headers_of(played, head, way(head, schedule.framing, old=old, keep_alive=True), place, extra)
        steps = schedule.steps if choice.play.recut else ()
        ends = await player.planner.aside(
            lambda: array("q", (part.end for step in steps for part in step.parts if isinstance(part, Piece))),
            chunks=steps,
        )
        shown = _shown(entry, choice, recording, ends)
        spacing = None if shown is None else Spacing(choice.play.gap_ns)
        stream = AsgiStream(schedule, one.body, base, player.scheduler, entry.progress, spacing)
        duration, playing = schedule.duration, stream.run(head, fields, receive, send, old=old)
    else:
        frames = await player.planner.frames(played, choice, chunked=wire.version != "1.0")
        late = await varied(player, entry, choice, played)
        frames = frames if late is None else frames.at(late)
        first = b""
        if head is not None:
            its = way_out(wire, head, frames)
            first = head_bytes(head, headers_of(played, head, its, place, extra), its.version)
        shown = _shown(entry, choice, recording, frames.reached)
        spacing = Spacing(choice.play.gap_ns, wire.unacknowledged if choice.assured else None)
        stream = SpacedStream(wire, frames, first, base, player.scheduler, entry.progress, spacing)
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
        if shown is not None and spacing is not None:
            await player.ledger.ended(shown, spacing.cuts)


def way_out(wire: Wire, head: ResponseHead, frames: Writes) -> Way:
    """How a response goes out over `wire`, which is told whether its connection ends behind it."""
    its = way(head, frames.framing, old=wire.version == "1.0", keep_alive=wire.keep_alive)
    wire.closes = its.close
    return its


def headers_of(
    played: Recording, head: ResponseHead, its: Way, place: Place, extra: Headers
) -> list[tuple[bytes, bytes]]:
    """The headers of the response; Content-Length is that of a complete body, and stays where it was cut."""
    one = played.interaction
    size = len(one.body) if one.ending.kind is EndKind.COMPLETE else None
    return header_list(head, its, body_size=size, place=place, extra=extra)


async def varied(player: Player, entry: Entry, choice: Settled, played: Recording) -> Schedule | None:
    """The schedule at the times that `--vary` draws for this request, if it is asked for; long ones not on the loop."""
    play, load = choice.play, player.load
    drawn = load.draw(play, entry.number)
    if drawn is None:
        return None
    entry.drawn = str(drawn)
    made = await player.planner.schedule(played, choice)
    long = load.long(play, [played])
    body, chunks = (played.interaction.body, played.interaction.chunks) if long else (b"", ())
    return await player.planner.aside(lambda: play.vary(made, drawn, load.frames_in(played)), body, chunks)


async def _streamed(stream: SpacedStream, player: Player) -> None:
    try:
        stream.start(player.clock())
        await stream.done
    finally:
        stream.stop()


def _extra(choice: Settled, entry: Entry, head: ResponseHead | None, asked: Asked) -> Headers:
    """Headers of ours: the plan's, and CORS."""
    if head is None:
        return ()
    extra: Headers = ()
    if choice.spec:
        extra = (
            (b"X-Chunktape-Plan", choice.brief.encode()),
            (b"X-Chunktape-Request", b"%d" % entry.number),
        )
    return (*extra, *asked.cors(head))


def _shown(entry: Entry, choice: Settled, recording: Recording, ends: "array[int]") -> Served | None:
    """What the coverage needs of a response that is cut elsewhere; None for any other. `ends` never decrease."""
    if not choice.play.recut:
        return None
    cuts = ends[bisect_right(ends, 0) : bisect_left(ends, len(recording.interaction.body))]
    return Served(entry.number, choice.spec, choice.id, recording, cuts)
