"""The player's side of one connection: the only module that touches a transport. Rules

- `WireProtocol` is uvicorn's HttpToolsProtocol, given as `http=`. It puts a `Wire` into the ASGI scope's extensions;
  whoever answers through it writes the whole response as bytes and says how it ends. Whoever doesn't, answers through
  `send`.
- What it rests on inside uvicorn (the cycle's `response_started`, `response_complete`, `message_event`, `keep_alive`,
  `on_response`, `disconnected`, and the callbacks of the parser) is looked at once at start: `self_check` serves one
  request over a fake transport. When it fails, or with CHUNKTAPE_WIRE=0, the player answers through plain ASGI.
- A client that closes or resets is reported at once through `lost`. One that vanishes is found by the kernel after
  30 s where the platform can do that; so is one that reads nothing for that long while bytes wait for it.
- Limits: a request head of 64 KiB (431), 10 s from a head's first byte to its last (408). Both close the connection.
"""

import asyncio
import os
import socket
import struct
from collections.abc import Callable
from typing import Any, Final

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from cassettes.clock import now_ns

EXTENSION: Final = "chunktape.wire"
HEAD_LIMIT: Final = 64 << 10
HEAD_SECONDS: Final = 10.0
VANISHED_SECONDS: Final = 30


class Wire:
    """One request's connection. `received`: ns at which its last byte came (0: not yet); `turn`: at which it could
    begin.
    """

    __slots__ = ("_cycle", "_protocol", "headers", "lost", "received", "target", "turn", "writable")

    def __init__(self, protocol: "WireProtocol", target: bytes, headers: list[tuple[bytes, bytes]]) -> None:
        self._protocol = protocol
        self._cycle: RequestResponseCycle | None = None
        self.target = target
        #: as the client sent them, in case and order
        self.headers = headers
        self.received = 0
        self.turn = 0
        #: called once when the client is gone
        self.lost: Callable[[], None] | None = None
        #: called when a full buffer has room again
        self.writable: Callable[[], None] | None = None

    def join(self, cycle: RequestResponseCycle) -> None:
        """The request's cycle exists now (the protocol calls this)."""
        self._cycle = cycle

    @property
    def version(self) -> str:
        """The client's HTTP version."""
        assert self._cycle is not None
        return self._cycle.scope["http_version"]

    @property
    def keep_alive(self) -> bool:
        """Whether the client wants the connection to go on (and we are not stopping)."""
        assert self._cycle is not None
        return self._cycle.keep_alive

    @property
    def gone(self) -> bool:
        """Whether the client is gone."""
        assert self._cycle is not None
        return self._cycle.disconnected or self._protocol.transport.is_closing()

    @property
    def full(self) -> bool:
        """Whether more than the transport's high-water mark waits for the client: don't write now."""
        return self._protocol.flow.write_paused

    @property
    def waiting(self) -> int:
        """Bytes that the client's side has not taken from us yet."""
        return self._protocol.transport.get_write_buffer_size()

    def begin(self) -> None:
        """The response is ours from here on; nothing more may go through `send`."""
        assert self._cycle is not None
        self._cycle.response_started = True
        self._cycle.waiting_for_100_continue = False
        # a body of over 64 KiB leaves reading paused, and then nobody would see the client leave
        self._protocol.flow.resume_reading()

    def write(self, data: bytes) -> None:
        """Hand `data` to the system now."""
        self._protocol.transport.write(data)

    def finish(self, *, close: bool) -> None:
        """The response is complete: the connection goes on with its next request, or ends behind the last byte."""
        cycle = self._cycle
        assert cycle is not None
        self._let_go()
        cycle.response_complete = True
        cycle.message_event.set()
        if close or not cycle.keep_alive:
            self._protocol.transport.close()
        cycle.on_response()

    def close(self) -> None:
        """End the connection behind the bytes that were written: a response cut short."""
        self.finish(close=True)

    def reset(self) -> None:
        """End the connection with a TCP reset where the platform has one."""
        transport = self._protocol.transport
        raw = transport.get_extra_info("socket")
        if raw is not None:
            try:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
            except OSError:
                pass
        cycle = self._cycle
        assert cycle is not None
        self._let_go()
        cycle.response_complete = True
        cycle.message_event.set()
        transport.abort()

    def _let_go(self) -> None:
        self.lost = self.writable = None
        if self._protocol.current is self:
            self._protocol.current = None


#: struct linger: two ints, two shorts on Windows
_LINGER: Final = "hh" if os.name == "nt" else "ii"


class WireProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with the transport lent to the app, and limits on the request head."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.current: Wire | None = None
        self._arriving: Wire | None = None
        self._raw: list[tuple[bytes, bytes]] = []
        self._read_at = 0
        self._in_head = False
        self._head_size = 0
        self._refused = False
        #: no request is under way, or its head is; a request ended in this read
        self._between, self._ended_one = True, False
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _watch(transport.get_extra_info("socket"))

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_head_timer()
        super().connection_lost(exc)
        current, self.current = self.current, None
        if current is not None and current.lost is not None:
            current.lost()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.current is not None and self.current.writable is not None:
            self.current.writable()

    def data_received(self, data: bytes) -> None:
        self._read_at = now_ns()
        if self._refused:
            return
        was_in_head, self._ended_one = self._in_head, not self._between
        super().data_received(data)
        if not self._in_head:
            return
        # bytes of a head that is not complete: those of one header line are seen by nobody else yet. Where a request
        # before it ended in this read, nobody knows how many they are; the next read counts.
        self._head_size = (self._head_size if was_in_head else 0) + (0 if self._ended_one else len(data))
        if self._head_size > HEAD_LIMIT:
            self._refuse(b"431 Request Header Fields Too Large", _TOO_LARGE)
        elif self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head = True
        self._head_size = 0
        self._raw = []

    def on_header(self, name: bytes, value: bytes) -> None:
        value = value.rstrip(b" \t")  # optional whitespace is no part of it (RFC 9110 section 5.5)
        self._raw.append((name, value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._in_head = self._between = False
        self._stop_head_timer()
        if len(self.url) + sum(len(name) + len(value) + 4 for name, value in self._raw) > HEAD_LIMIT:
            self._refuse(b"431 Request Header Fields Too Large", _TOO_LARGE)
        if self._refused:
            return
        wire = Wire(self, self.url, self._raw)
        self._arriving = wire
        extensions: dict[str, Any] = {EXTENSION: wire}
        self.scope["extensions"] = extensions
        before = self.cycle
        super().on_headers_complete()
        if self.cycle is not before:
            wire.join(self.cycle)

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
            self._refuse(b"400 Bad Request", _BAD)

    def _too_slow(self) -> None:
        self._head_timer = None
        self._refuse(b"408 Request Timeout", _SLOW)

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse(self, status: bytes, body: bytes) -> None:
        """Answer what is no request of ours, and close. An answer that is under way is cut short by it."""
        self._refused = True
        self._stop_head_timer()
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(
                b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b"
                % (status, len(body), body)
            )
        self.transport.close()


_TOO_LARGE: Final = b'{"error":{"code":"head-too-large","message":"the request head is over 64 KiB"}}\n'
_SLOW: Final = b'{"error":{"code":"head-too-slow","message":"the request head was not complete after 10 s"}}\n'
_BAD: Final = (
    b'{"error":{"code":"bad-request","message":"this is no HTTP/1.1 request; '
    b'characters outside ASCII in a target must be percent-encoded"}}\n'
)


def _watch(sock: socket.socket | None) -> None:
    """Let the kernel look for clients that vanished without a word, where it can."""
    if sock is None:
        return
    options = [
        (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
        (socket.IPPROTO_TCP, "TCP_KEEPIDLE", VANISHED_SECONDS // 2),
        (socket.IPPROTO_TCP, "TCP_KEEPINTVL", VANISHED_SECONDS // 6),
        (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
        (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", VANISHED_SECONDS * 1000),
    ]
    for level, name, value in options:
        option = getattr(socket, name, None)
        if option is not None:
            try:
                sock.setsockopt(level, option, value)
            except OSError:
                pass
