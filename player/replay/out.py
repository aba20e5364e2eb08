"""The two ways out of a player: a wire of our own server, and the `send` of any other. Rules

- Their differences stand only here: where the bytes go, whether the client's acknowledgement is known, and which heads
  can be sent.
- All bytes come from one `Ready` (`player.plans.performances`): a fault or a rewrite changes that, and nothing here.
- Over a wire a stream goes on by itself when the task that began it is over; through `send` the task lasts until the
  end.
- A response that is cut elsewhere says how: `X-Chunktape-Plan` has the full spec (or its id), `X-Chunktape-Request` the
  number under which the client may report what it saw.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Awaitable
from typing import Any, Protocol

from starlette.types import Receive, Send

from cassettes.model import Headers, ResponseHead
from player.faults.fault import Phase
from player.faults.registry import FAULTS
from player.journal.coverage import Planned
from player.journal.entry import Entry
from player.library.recordings import Recording
from player.plans.performances import Form, Ready
from player.player import Player
from player.replay.asked import Asked
from player.schedule.schedule import Schedule
from player.schedule.writes import Writes
from player.spec.settle import Settled
from player.stream.spaced import SpacedStream, Spacing
from player.stream.wire_stream import WireStream
from player.web.heads import Way, head_bytes, header_list, way
from player.wire.wire import ASSURES, Wire

# naming a member of an enumeration costs 0.1 us
_CHUNKED, _BARE = Form.CHUNKED, Form.BARE


class Out(Protocol):
    """A way out for one answer, and its entry in the journal. `assures`: whether the client's acknowledgements are
    known; `form`: how a schedule is sent.
    """

    player: Player
    entry: Entry

    @property
    def assures(self) -> bool: ...
    @property
    def form(self) -> Form: ...

    @property
    def whole(self) -> bytes | None:
        """The request in bytes, where the fast lane would know it again."""

    def can_send(self, head: ResponseHead | None) -> bool:
        """Whether a response with this head can go out; None: one without any."""

    def play(
        self, asked: Asked, recording: Recording, choice: Settled, ready: Ready[Any], planned: Planned | None
    ) -> Awaitable[None] | None:
        """Begin the answer. Await the result until it is over; None: it goes on, and ends, by itself. `planned`: the
        value for the coverage when it is over.
        """


def cuts_of(entry: Entry, choice: Settled, recording: Recording, ready: Ready[Any]) -> Planned | None:
    """The value for the coverage of a response with other cuts; None for any other response, and where a fault may have
    replaced the body: its cuts are not in the recording.
    """
    if not choice.play.recut or any(FAULTS[use.name].phase is Phase.HEAD for use in choice.play.faults):
        return None
    cuts = ready.ends[bisect_right(ready.ends, 0) : bisect_left(ready.ends, len(ready.body))]
    return Planned(entry.number, choice.spec, choice.id, recording, cuts, of=choice.play.body)


def _fields(
    asked: Asked, recording: Recording, choice: Settled, ready: Ready[Any], number: int, its: Way
) -> list[tuple[bytes, bytes]]:
    """The headers of a response that goes out as `its` says. Content-Length is that of a complete body."""
    extra: Headers = asked.cors(ready.head)
    if choice.spec:
        extra = ((b"X-Chunktape-Plan", choice.brief.encode()), (b"X-Chunktape-Request", b"%d" % number), *extra)
    assert ready.head is not None
    return header_list(ready.head, its, body_size=ready.length, base_url=asked.base_url(recording), extra=extra)


class WireOut:
    """The way out over a wire: the response is written as bytes, and its own head says whether the connection goes on.
    `base`: ns from which times count.

    The object lives as long as its stream: it ends the request in the journal.
    """

    __slots__ = ("_base", "_planned", "entry", "form", "player", "wire")
    assures = ASSURES

    def __init__(self, player: Player, wire: Wire, entry: Entry, base: int) -> None:
        self.player, self.wire, self._base = player, wire, base
        self.entry = entry
        self.form = _BARE if wire.version == "1.0" else _CHUNKED
        self._planned: Planned | None = None

    @property
    def whole(self) -> bytes | None:
        return self.wire.whole

    def can_send(self, head: ResponseHead | None) -> bool:
        return True

    def play(
        self, asked: Asked, recording: Recording, choice: Settled, ready: Ready[Writes], planned: Planned | None
    ) -> None:
        player, wire, over = self.player, self.wire, self._over
        head, scheduler, progress = self._head(asked, recording, choice, ready), player.scheduler, self.entry.progress
        self._planned = planned
        stream: WireStream
        if ready.apart:
            spacing = Spacing(choice.play.gap_ns, wire.unacknowledged if choice.assured else None)
            stream = SpacedStream(wire, ready.sent, head, self._base, scheduler, progress, over, spacing)
        else:
            stream = WireStream(wire, ready.sent, head, self._base, scheduler, progress, over)
        player.play(stream, self.entry.client)
        stream.start(player.clock())

    def _head(self, asked: Asked, recording: Recording, choice: Settled, ready: Ready[Writes]) -> bytes:
        """The response's head in bytes; a head without a plan is the same for every such request."""
        head, wire = ready.head, self.wire
        if head is None:
            return b""
        key = (recording.source, recording.content)
        kept = asked.heads.get(key) if not choice.spec else None
        if kept is not None:
            first, wire.closes = kept
            return first
        its = way(head, ready.sent.framing, old=wire.version == "1.0", keep_alive=wire.keep_alive)
        wire.closes = its.close
        first = head_bytes(head, _fields(asked, recording, choice, ready, self.entry.number, its), its.version)
        if not choice.spec:
            asked.keep(key, first, close=its.close)
        return first

    def _over(self, stream: WireStream) -> None:
        player, planned = self.player, self._planned
        player.over(stream)
        if planned is not None and isinstance(stream, SpacedStream):
            player.ledger.soon(planned, stream.cuts)
        player.journal.end(self.entry)


class SendOut:
    """A server frames the response: it gets status, headers and body messages. `old`: its client speaks HTTP/1.0."""

    assures, form, whole = False, Form.STEPS, None

    def __init__(
        self, player: Player, entry: Entry, base: int, receive: Receive, send: Send, *, old: bool = False
    ) -> None:
        self.player, self._base, self._old = player, base, old
        self.entry, self.receive, self.send = entry, receive, send

    def can_send(self, head: ResponseHead | None) -> bool:
        from player.stream.asgi_stream import FIRST_STATUS, LAST_STATUS

        return head is not None and FIRST_STATUS <= head.status <= LAST_STATUS

    async def play(
        self, asked: Asked, recording: Recording, choice: Settled, ready: Ready[Schedule], planned: Planned | None
    ) -> None:
        from player.stream.asgi_stream import AsgiStream  # our own server never needs it

        player, head = self.player, ready.head
        assert head is not None
        its = way(head, ready.sent.framing, old=self._old, keep_alive=True)
        fields = _fields(asked, recording, choice, ready, self.entry.number, its)
        spacing = Spacing(choice.play.gap_ns) if planned is not None else None
        stream = AsgiStream(ready.sent, ready.body, self._base, player.scheduler, self.entry.progress, spacing)
        player.play(stream, self.entry.client)
        try:
            await stream.run(head, fields, self.receive, self.send, old=self._old)
        finally:
            player.over(stream)
            if planned is not None and spacing is not None:
                await player.ledger.ended(planned, spacing.cuts)
