"""uvicorn's HttpToolsProtocol as the player needs it, given as `http=`. Rules

- Each request gets a `Wire` in its scope. While a response is written to it the connection's further bytes are kept
  (reading stops at 64 KiB) and are parsed when it is over.
- A request that a lane knows, byte for byte, is answered from there: no parsing, no ASGI scope, no task.
- What it rests on inside uvicorn (the cycle's `response_started`, `response_complete`, `message_event`, `keep_alive`,
  `pipeline`, and the callbacks of the parser) is looked at once at start: `player.selfcheck` serves requests over a
  fake transport. When it fails, or with CHUNKTAPE_WIRE=0, the player answers through plain ASGI.
- A connection that comes, goes or asks lets the streams that are due go first: the loop may have found a thousand.
- A client that closes or resets is reported at once through `lost`, one that vanishes after 30 s where the platform can
  tell (`player.vanished`).
- Limits: a request head of 64 KiB (431), 10 s from a head's first byte to its last (408). Both close the connection,
  as bytes do that are no request (400); whole requests before them are answered first.
"""

import asyncio
import os
from collections.abc import Callable
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from cassettes.clock import SECOND, now_ns
from player.lane import Lane
from player.refused import refusal
from player.timers import portable
from player.vanished import closed, vanished, watch
from player.wire import EXTENSION, Wire

HEAD_LIMIT: Final = 64 << 10
HEAD_SECONDS: Final = 10.0
#: a request that is longer is not looked up, and bytes behind a request are kept up to here
WHOLE_LIMIT: Final = 64 << 10
_DIRECT: Final = os.name == "posix" and not portable()


class WireProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with the transport lent to the app, and limits on the request head."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        lane: Lane | None = None,
        catch_up: Callable[[int], None] = lambda _: None,
    ) -> None:
        """`catch_up`, with the time in ns: streams that are due come before a connection's work."""
        super().__init__(config, server_state, app_state, _loop)
        self._lane = lane
        self._catch_up = catch_up
        #: the request whose turn it is
        self.current: Wire | None = None
        #: the connection is lost
        self.over = False
        #: of the socket, where writing to it past the transport is possible; else -1
        self.descriptor = -1
        self._arriving: Wire | None = None
        self._raw: list[tuple[bytes, bytes]] = []
        self._read_at = 0
        self._held = b""
        self._in_head = False
        self._head_size = 0
        self._refused = False
        #: what is said behind the answers to the requests before what was refused
        self._last = b""
        #: no request is under way, or its head is; a request ended in this read; requests that began in it
        self._between, self._ended_one, self._begun = True, False, 0
        self._head_timer: asyncio.TimerHandle | None = None
        #: ns at which the connection was last used without the keep-alive timer being told; 0: never
        self._kept = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._catch_up(now_ns())
        super().connection_made(transport)
        raw = transport.get_extra_info("socket")
        watch(raw)
        if _DIRECT and raw is not None and self.scheme == "http":
            self.descriptor = raw.fileno()

    def look(self) -> None:
        """Called now and then: end the connection if its client vanished in the middle of an answer, or left while more
        of its bytes wait than are read.
        """
        if self.current is not None:
            raw = self.transport.get_extra_info("socket")
            if vanished(raw) or (len(self._held) > WHOLE_LIMIT and closed(raw)):
                self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.over, self.descriptor, self._held = True, -1, b""
        self._catch_up(now_ns())
        self._stop_head_timer()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        current, self.current = self.current, None
        if current is not None and current.lost is not None:
            current.lost()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.current is not None and self.current.writable is not None:
            self.current.writable()

    def data_received(self, data: bytes) -> None:
        if self._held or (self.current is not None and self.current.begun):
            self._held += data
            if len(self._held) > WHOLE_LIMIT:
                self.flow.pause_reading()
            return
        self._receive(data)

    def _receive(self, data: bytes) -> None:
        now = self._read_at = now_ns()
        self._catch_up(now)
        if self._refused:
            return
        alone = self._between and not self._in_head
        if alone and self._lane is not None and self._ready:
            asked = self._lane.find(data)
            if asked is not None:
                self._kept = now
                wire = self.current = Wire(self, asked.target, asked.headers, now)
                wire.begun = True  # what comes behind it is kept
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

    def _parse(self, data: bytes, *, alone: bool) -> None:
        """uvicorn's way. `alone`: no other request is under way."""
        was_in_head, self._ended_one, self._begun = self._in_head, not self._between, 0
        super().data_received(data)
        if not self._in_head:
            if alone and self._begun == 1 and self._between and self._arriving and not self.parser.should_upgrade():
                self._arriving.whole = data
            return
        # bytes of a head that is not complete: those of one header line are seen by nobody else yet. Where a request
        # before it ended in this read, nobody knows how many they are; the next read counts.
        self._head_size = (self._head_size if was_in_head else 0) + (0 if self._ended_one else len(data))
        if self._head_size > HEAD_LIMIT:
            self._refuse(refusal(431, "head-too-large", limit=HEAD_LIMIT))
        else:
            self._start_head_timer()

    @property
    def _ready(self) -> bool:
        """Whether no response is under way or waits for its turn."""
        return (self.cycle is None or self.cycle.response_complete) and not self.pipeline

    def begin(self, wire: Wire) -> None:
        """The response of `wire` is written from now on."""
        self.current = wire
        cycle, wire.cycle = wire.cycle, None
        if cycle is not None:  # for uvicorn it is over: its task may end now
            cycle.response_started = cycle.response_complete = True
            cycle.waiting_for_100_continue = False
            cycle.message_event.set()
        self._stop_head_timer()  # the rest of a next request's head is kept until this is over
        # a body of over 64 KiB leaves reading paused, and then nobody would see the client leave
        self.flow.resume_reading()

    def let_go(self, wire: Wire) -> None:
        """The response of `wire` is over."""
        if self.current is wire:
            self.current = None

    def answered(self) -> None:
        """The response is complete: whatever waits on this connection has its turn."""
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
        elif self._in_head:
            self._start_head_timer()
        if self._kept:
            self._kept = now_ns()
        if self.timeout_keep_alive_task is None:
            self._keep_alive(self.timeout_keep_alive)

    def on_response_complete(self) -> None:
        waits = bool(self.pipeline)
        super().on_response_complete()
        if not waits:
            self._say_last()

    def _go_on(self) -> None:
        data, self._held = self._held, b""
        if data and not self.over:
            self.flow.resume_reading()
            self.data_received(data)

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

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._begun += 1
        self._in_head = True
        self._head_size = 0
        self._raw = []

    def on_header(self, name: bytes, value: bytes) -> None:
        value = value.rstrip(b" \t")  # optional whitespace is no part of it (RFC 9110 section 5.5)
        self._raw.append((name, value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop_head_timer()
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self._raw) > HEAD_LIMIT:
            self._refuse(refusal(431, "head-too-large", limit=HEAD_LIMIT))
        if self._refused:
            return
        wire = Wire(self, self.url, self._raw)
        self._arriving = wire
        extensions: dict[str, Any] = {EXTENSION: wire}
        self.scope["extensions"] = extensions
        before = self.cycle
        super().on_headers_complete()  # raises for a target that it can't read: then nothing has begun
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
                wire.turn = now_ns()
        super()._start_asgi_task(cycle, app)

    def on_body(self, body: bytes) -> None:
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self._refused:
            return
        self._between = self._ended_one = True
        if self._arriving is not None:
            self._arriving.received = self._read_at
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        if not self._refused:
            self._refuse(refusal(400, "bad-request"))

    def _start_head_timer(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _too_slow(self) -> None:
        self._head_timer = None
        self._refuse(refusal(408, "head-too-slow", seconds=f"{HEAD_SECONDS:g}"))

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse(self, answer: bytes) -> None:
        """Answer what is no request of ours, and close; whole requests before it are answered first."""
        self._refused = True
        self._stop_head_timer()
        cycle = self.cycle
        if self.transport.is_closing():
            return
        if not self._between and cycle is not None:  # in the middle of a body
            if self.pipeline and self.pipeline[0][0] is cycle:
                self.pipeline.popleft()
            elif cycle.response_started:
                self.transport.close()
                return
            else:
                self._broken(cycle)
        self._last = answer
        if cycle is None or cycle.response_complete:
            self._say_last()

    def _broken(self, cycle: RequestResponseCycle) -> None:
        """The request whose body can't be read on gets no answer but the refusal."""
        if self._arriving is not None:
            self._arriving.refused = True
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()

    def _say_last(self) -> None:
        if self._last and not self.pipeline and not self.transport.is_closing():
            self.transport.write(self._last)
            self.transport.close()
