"""uvicorn's HttpToolsProtocol as the player needs it, given as `http=`. Rules

- Each request gets a `Wire` in its scope. While a response is written to it, further bytes of the connection are kept
  (reading stops at 64 KiB) and parsed when it is over.
- A request that a lane knows, byte for byte, is answered from there: no parsing, no ASGI scope, no task.
- The internals of uvicorn that it needs (the cycle's `response_started`, `response_complete`, `message_event`,
  `keep_alive`, `pipeline`, and the callbacks of the parser) are checked once at the start: `player.wire.selfcheck`
  serves requests over a fake transport. When it fails, or with CHUNKTAPE_WIRE=0, the player answers through plain ASGI.
- Work for a connection (opening, closing, a request) steps the streams that are due first: the loop may have found a
  thousand connections.
- A client that left is reported at once through `lost`, one that vanishes after 30 s where the platform can tell
  (`player.wire.vanished`). One that only closed its sending side is answered (`network.half_close`).
- Reading and refusing requests is in `player.wire.intake`, its base class, with the states of reading.
- A connection answers nothing (`_idle`), answers through ASGI (`cycle` is not complete), or on the wire (`current` has
  `begun`: further bytes are `_held`). Its client may have closed its sending side (`_half_closed`) or be gone (`over`).
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, Protocol

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle
from uvicorn.server import ServerState

from cassettes.clock import SECOND, now_ns
from cassettes.errors import BadRequest
from cassettes.messages import say
from network.door.head import shown
from network.half_close import HalfClosed, has_left, look
from network.sockets import direct, keep_alive
from player.wire.intake import Intake
from player.wire.vanished import closed, vanished
from player.wire.wire import EXTENSION, Keeper, Wire

#: bytes: a longer request is not looked up in the lane, and no more bytes are kept behind a request
WHOLE_LIMIT: Final = 64 << 10


class FastLane(Protocol):
    """Answers requests that came before, byte for byte (`player.replay.lane`)."""

    def find(self, data: bytes, /) -> Any: ...
    def enter(self, asked: Any, wire: Wire, data: bytes, loop: asyncio.AbstractEventLoop, /) -> None: ...


class WireProtocol(Intake):
    """uvicorn's protocol, with the transport lent to the app."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        lane: FastLane | None = None,
        keeper: Keeper | None = None,
        catch_up: Callable[[int], None] = lambda _: None,
    ) -> None:
        """`catch_up`, with the time in ns: streams that are due come before a connection's work."""
        super().__init__(config, server_state, app_state, _loop, keeper)
        self._lane = lane
        self._catch_up = catch_up
        #: the request whose turn it is
        self.current: Wire | None = None
        #: the connection is lost
        self.over = False
        #: the socket's descriptor, where writing to it past the transport is possible; else -1
        self.descriptor = -1
        self._held = b""
        #: watches a client that closed its sending side
        self._half_closed: HalfClosed | None = None
        #: ns of the last use of the connection that did not set the keep-alive timer; 0: never
        self._kept = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._catch_up(now_ns())
        super().connection_made(transport)
        raw = transport.get_extra_info("socket")
        keep_alive(raw)
        if self.scheme == "http":
            self.descriptor = direct(raw)

    @property
    def pending(self) -> bool:
        """Whether bytes wait behind the request that is answered; an empty line is none (RFC 9112 section 2.2)."""
        return bool(self.pipeline) or self._in_head or bool(self._held.strip(b"\r\n"))

    def look(self) -> None:
        """Called now and then: end the connection if its client vanished in the middle of an answer, or left while more
        of its bytes wait than are read.
        """
        if self.current is not None:
            raw = self.transport.get_extra_info("socket")
            unread = len(self._held) > WHOLE_LIMIT and closed(raw)
            if vanished(raw) or (unread and not self.eof_received()):
                self.transport.abort()

    def eof_received(self) -> bool:  # type: ignore[override]
        """Whether the connection stays for a client that reads on."""
        if self._half_closed is not None:
            return True
        if self._held and (self.current is None or not self.current.begun):
            self._go_on()  # bytes that were kept while an answer was given came before this end
        wire = self.current
        if self._idle or wire is None or not wire.received:
            return False
        raw = self.transport.get_extra_info("socket")
        last = wire.version == "1.0" or not wire.keep_alive
        answered = wire.wrote or (wire.cycle is not None and wire.cycle.response_started)
        if has_left(look(raw), last=last, since=(now_ns() - wire.received) / SECOND, answered=answered):
            return False
        self._half_closed = HalfClosed(raw, self.transport.abort)
        if wire.nothing_follows is not None and not self.pending:
            wire.nothing_follows()
        return True

    @property
    def _idle(self) -> bool:
        """Whether nothing is being answered, and no whole request waits."""
        return self._ready and not (self.current is not None and self.current.begun)

    @property
    def _partly(self) -> bool:
        """Whether the request whose turn it is lacks a part of its body."""
        current = self.current
        return current is not None and not current.received and not current.begun

    def _end_if_over(self) -> None:
        """End a connection whose client asks for nothing more, once everything is answered; the rest of a request that
        is here in part never comes.
        """
        if self._half_closed is None or self._held or self.transport.is_closing():
            return
        if self._idle or self._partly:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.over, self.descriptor, self._held = True, -1, b""
        if self._half_closed is not None:
            self._half_closed.stop()
        self._catch_up(now_ns())
        self._stop_head_timer()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        current, self.current = self.current, None
        if current is not None:
            current.cut_off()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.current is not None and self.current.writable is not None:
            self.current.writable()

    def data_received(self, data: bytes) -> None:
        current = self.current
        if self._held or (current is not None and current.begun):
            self._held += data
            if current is not None and current.asks is not None and self.pending:
                current.asks()
            if len(self._held) > WHOLE_LIMIT:
                self.flow.pause_reading()
            return
        self._receive(data)

    def _receive(self, data: bytes) -> None:
        now = self._read_at = now_ns()
        self._catch_up(now)
        if self._refused:
            return
        alone = self._between and not self._heads.pending
        if alone and self._lane is not None and self._ready:
            asked = self._lane.find(data)
            if asked is not None:
                self._kept = now
                wire = self.current = Wire(self, asked.target, asked.headers, now)
                wire.begun = True  # further bytes are kept
                self._lane.enter(asked, wire, data, self.loop)
                return
        self._parse(data, alone=alone)

    def slow_lane(self, data: bytes, received: int) -> None:
        """The lane could not answer `data`, which came at `received` ns."""
        self.current = None
        self._read_at = received
        if not self.over:
            self._parse(data, alone=True)
            self._go_on()

    @property
    def _ready(self) -> bool:
        """Whether no response is under way or waits for its turn."""
        return (self.cycle is None or self.cycle.response_complete) and not self.pipeline

    def begin(self, wire: Wire) -> None:
        """The response of `wire` is written from now on."""
        self.current = wire
        cycle, wire.cycle = wire.cycle, None
        if cycle is not None:  # uvicorn sees it as over: its task may end now
            cycle.response_started = cycle.response_complete = True
            cycle.waiting_for_100_continue = False
            cycle.message_event.set()
        if self._head_timer is not None:
            self._stop_head_timer()  # the rest of a next request's head is kept until this is over
        # a body of over 64 KiB leaves reading paused, and then the client could leave unnoticed
        self.flow.resume_reading()

    def let_go(self, wire: Wire) -> None:
        """The response of `wire` is over."""
        if self.current is wire:
            self.current = None

    def answered(self) -> None:
        """The response is complete: the next request on this connection has its turn."""
        self.server_state.total_requests += 1
        if self.over or self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self._last:
            self._say_last()
            return
        if self._held:
            self.loop.call_soon(self._go_on)
        elif self._heads.pending:
            self._start_head_timer()
        if self._kept:
            self._kept = now_ns()
        if self.timeout_keep_alive_task is None:
            self._keep_alive(self.timeout_keep_alive)
        if self._half_closed is not None:
            self._end_if_over()

    def on_response_complete(self) -> None:
        waits = bool(self.pipeline)
        super().on_response_complete()
        if not waits:
            self._say_last()
        self._end_if_over()

    def _go_on(self) -> None:
        data, self._held = self._held, b""
        if data and not self.over:
            self.flow.resume_reading()
            self.data_received(data)
            self._end_if_over()  # the rest is an incomplete request, and no more bytes come

    def _keep_alive(self, seconds: float) -> None:
        self.timeout_keep_alive_task = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    def timeout_keep_alive_handler(self) -> None:
        self.timeout_keep_alive_task = None
        if self.current is not None and self.current.begun:
            self._keep_alive(self.timeout_keep_alive)
            return
        # setting the timer anew for each answer of a lane cost 2 us: it is looked at here instead
        left = (self._kept - now_ns()) / SECOND + self.timeout_keep_alive if self._kept else 0
        if left > 0:
            self._keep_alive(left)
        else:
            super().timeout_keep_alive_handler()

    def on_headers_complete(self) -> None:
        head, self._let = self._let, None
        if self._refused:
            return
        if head is None:  # the parser and we don't agree where a request begins
            self._refuse(
                BadRequest(
                    say(
                        "The bytes behind the request were read as a second request, which is not allowed here; "
                        "the connection is closed."
                    )
                )
            )
            return
        target = self.url
        wire = Wire(self, target, head.headers)
        if head.encoded:
            wire.remark = say(
                "the target came with bytes that no URL may have, and is taken as {target}", target=shown(target)
            )
        self._arriving = wire
        extensions: dict[str, Any] = {EXTENSION: wire}
        self.scope["extensions"] = extensions
        before = self.cycle
        if target == b"*":
            self.url = b"/"  # uvicorn reads no other form
        super().on_headers_complete()
        if target == b"*":
            self.scope["path"], self.scope["raw_path"] = "*", target
        self._between = False
        if self.cycle is not before:
            wire.cycle = self.cycle
            wire.version, wire.keep_alive = self.scope["http_version"], self.cycle.keep_alive

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        extensions: dict[str, Any] = cycle.scope.get("extensions") or {}
        wire = extensions.get(EXTENSION)
        if isinstance(wire, Wire):
            self.current = wire
            if wire.received:  # it waited behind another one
                wire.free_at = now_ns()
        super()._start_asgi_task(cycle, app)
