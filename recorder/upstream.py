"""Connections to the upstream, pooled. Rules

- The time of a read is that of its turn (`recorder.turn`), taken as the first statement of `data_received`.
- A connection has one user at a time, and none while it is idle; bytes that come then close it.
- A large read is the only one of its turn: uvloop reads a socket that has more again and again, up to 8 MiB, and all
  others would wait for the work of it.
- An upstream that vanished without a word is found by the system's keep-alive, which ends the connection (ETIMEDOUT);
  one that is only silent is waited for.
- `sent` is called when the last byte of a request was handed to the socket: the write buffer is empty. Under TLS that
  is the TLS layer's buffer.
"""

import asyncio
from typing import Final, Protocol, cast

from cassettes.clock import SECOND, now_ns
from network import sockets
from recorder.turn import Turn

#: idle connections that are kept, and for how long (ns): many servers close after 60 s or 75 s of silence
MAX_IDLE: Final = 100
MAX_IDLE_NS: Final = 55 * SECOND

#: bytes of a read behind which the others have their turn
LARGE: Final = 64 << 10


class User(Protocol):
    """Who uses a connection at the moment. Times are ns."""

    def upstream_sent(self, at_ns: int) -> None: ...
    def upstream_data(self, data: bytes, at_ns: int) -> None: ...
    def upstream_eof(self, at_ns: int) -> None: ...
    def upstream_lost(self, error: Exception | None, at_ns: int) -> None: ...


class Connection(asyncio.Protocol):
    """One connection; `reused` says whether it has served a request before."""

    def __init__(self, pool: "Pool") -> None:
        self.user: User | None = None
        self.reused = False
        self.idle_since = 0
        self.transport: asyncio.Transport
        self._made = False
        self._pool = pool
        self._sending = False
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        self._made = True
        transport.set_write_buffer_limits(high=0)  # so that resume_writing means: all was handed over
        sock = transport.get_extra_info("socket")
        sockets.no_delay(sock)
        sockets.keep_alive(sock)
        sockets.give_up(sock)

    def send(self, request: bytes) -> None:
        """Write a whole request; `user.upstream_sent` follows, maybe at once."""
        self._sending = True
        self.transport.write(request)
        if self.transport.get_write_buffer_size() == 0:
            self.resume_writing()

    def resume_writing(self) -> None:
        if self._sending:
            at = now_ns()
            self._sending = False
            if self.user is not None:
                self.user.upstream_sent(at)

    def data_received(self, data: bytes) -> None:
        at = self._pool.turn.now()
        if self.user is None:
            self.close()
            return
        if len(data) >= LARGE:
            self.transport.pause_reading()
            asyncio.get_running_loop().call_soon(self._read_on)
        self.user.upstream_data(data, at)

    def pause(self) -> None:
        """Read no more until `resume`."""
        self._paused = True
        self.transport.pause_reading()

    def resume(self) -> None:
        """Read again."""
        self._paused = False
        self._read_on()

    def _read_on(self) -> None:
        if not self._paused and not self.transport.is_closing():
            self.transport.resume_reading()

    def eof_received(self) -> None:
        at = now_ns()
        if self.user is not None:
            self.user.upstream_eof(at)

    def connection_lost(self, exc: Exception | None) -> None:
        at = now_ns()
        self._pool.forget(self)
        if self.user is not None:
            self.user.upstream_lost(exc, at)

    def close(self) -> None:
        """Leave the pool and close at once; nothing more is called."""
        self.user = None
        self._pool.forget(self)
        if self._made:
            self.transport.abort()


class Pool:
    """The idle connections, the one used last first; and all that are open, for the end."""

    def __init__(self) -> None:
        self.turn = Turn()
        self._idle: list[Connection] = []
        self._closed = False

    def take(self) -> Connection | None:
        """An idle connection that still seems to be open, or None."""
        while self._idle:
            connection = self._idle.pop()
            if now_ns() - connection.idle_since < MAX_IDLE_NS and not connection.transport.is_closing():
                connection.reused = True
                return connection
            connection.transport.abort()
        return None

    def give(self, connection: Connection) -> None:
        """Take back a connection that may serve another request."""
        connection.user = None
        connection.idle_since = now_ns()
        if self._closed or len(self._idle) >= MAX_IDLE or connection.transport.is_closing():
            connection.transport.abort()
            return
        connection.resume()
        self._idle.append(connection)

    def forget(self, connection: Connection) -> None:
        """The connection is closed."""
        if connection in self._idle:
            self._idle.remove(connection)

    def close(self) -> None:
        """Close what is idle; what is given back later is closed then."""
        self._closed = True
        for connection in self._idle[:]:
            connection.close()
