"""Connections to the upstream, pooled. Rules

- The time of a read is that of its round of the loop (`recorder.upstream.read_clock`), taken as the first statement of
  `data_received`.
- A connection has one user at a time, and none while it is idle; bytes that come then close it.
- A large read is the only one of its round of the loop: uvloop reads a socket that has more again and again, up to 8
  MiB, and all other connections would wait meanwhile.
- An upstream that vanished without a word is found by the system's keep-alive, which ends the connection (ETIMEDOUT);
  one that is only silent is waited for.
- `sent` is called when the last byte of a request, encrypted where it is to be, was handed to the socket: the write
  buffer is empty.
- TLS is ours (`recorder.upstream.tls`) over plain TCP: a transport of uvloop that does TLS drops what it still holds
  when the end of file finds it paused.
- An end is `whole` unless TLS says otherwise: there only close_notify is one.
"""

import asyncio
import socket
import ssl
from typing import Final, Protocol, cast

from cassettes.clock import SECOND, now_ns
from cassettes.messages import say
from network import sockets
from recorder.upstream.race import reason_of
from recorder.upstream.read_clock import ReadClock
from recorder.upstream.tls import Tls

#: idle connections that are kept, and for how long (ns): many servers close after 60 s or 75 s of silence
MAX_IDLE: Final = 100
MAX_IDLE_NS: Final = 55 * SECOND

#: bytes of a read after which other connections are read first
LARGE: Final = 64 << 10


class User(Protocol):
    """The present user of a connection, as the connection calls it. Times are ns."""

    def upstream_sent(self, at_ns: int) -> None: ...
    def upstream_data(self, data: bytes, at_ns: int) -> None: ...
    def upstream_eof(self, at_ns: int, *, whole: bool) -> None: ...
    def upstream_lost(self, error: Exception, at_ns: int) -> None: ...


class Connection(asyncio.Protocol):
    """One connection; `reused` says whether it has served a request before."""

    def __init__(self, pool: "Pool") -> None:
        self.user: User | None = None
        self.reused = False
        self.idle_since = 0
        self.transport: asyncio.Transport
        self._pool = pool
        self._sock: socket.socket | None = None
        self._tls: Tls | None = None
        #: resolved when the handshake is over
        self._secured: asyncio.Future[None] | None = None
        self._made = False
        self._sending = False
        self._paused = False

    async def open(self, sock: socket.socket, tls: Tls | None = None) -> None:
        """Run over `sock`, a connected socket that this connection owns from now on; with `tls`, return when the
        handshake is over. Raises OSError (ssl.SSLError is a kind of it).
        """
        loop = asyncio.get_running_loop()
        self._sock, self._tls = sock, tls
        if tls is not None:
            self._secured = loop.create_future()
        try:
            await loop.create_connection(lambda: self, sock=sock)
            if self._secured is not None:
                await self._secured
        except BaseException:
            if self._secured is not None:
                self._secured.cancel()
            self.close()
            if not self._made:
                sock.close()
            raise

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        self._made = True
        transport.set_write_buffer_limits(high=0)  # so that resume_writing means: all was handed over
        sock = transport.get_extra_info("socket")
        sockets.no_delay(sock)
        sockets.keep_alive(sock)
        sockets.give_up(sock)
        self._flush()

    # ---------------------------------------------------------------------------------------- writing

    def send(self, request: bytes) -> None:
        """Write a whole request; `user.upstream_sent` follows, maybe at once."""
        self._sending = True
        if self._tls is None:
            self.transport.write(request)
        else:
            self._tls.send(request)
            self._flush()
        self.resume_writing()

    def resume_writing(self) -> None:
        unsent = self._tls is not None and self._tls.unsent
        if self._sending and not unsent and self.transport.get_write_buffer_size() == 0:
            at = now_ns()
            self._sending = False
            if self.user is not None:
                self.user.upstream_sent(at)

    def _flush(self) -> None:
        if self._tls is not None and (data := self._tls.outgoing()) and not self.transport.is_closing():
            self.transport.write(data)

    # ---------------------------------------------------------------------------------------- reading

    def data_received(self, data: bytes) -> None:
        at = self._pool.read_clock.now()
        if len(data) >= LARGE:
            self.transport.pause_reading()
            asyncio.get_running_loop().call_soon(self._read_on)
        tls = self._tls
        if tls is not None:
            data = tls.receive(data)
            self._flush()
            if self._sending:
                self.resume_writing()
        if data:
            if self.user is not None:
                self.user.upstream_data(data, at)
            else:
                self.close()
        if tls is None:
            return
        if self._secured is not None:
            self._handshake_is_over(tls)
        if tls.error is not None:
            self._lost(tls.error, at)
        elif tls.closed:
            self._ended(at, whole=True)

    def _handshake_is_over(self, tls: Tls) -> None:
        """Resolve the future of the handshake once the handshake is over."""
        if self._secured is not None and not self._secured.done():
            if tls.error is not None:
                self._secured.set_exception(tls.error)
            elif tls.established:
                self._secured.set_result(None)

    def pause(self) -> None:
        """Stop reading until `resume`."""
        self._paused = True
        self.transport.pause_reading()

    def resume(self) -> None:
        """Read again."""
        self._paused = False
        self._read_on()

    def _read_on(self) -> None:
        if not self._paused and not self.transport.is_closing():
            self.transport.resume_reading()

    # ---------------------------------------------------------------------------------------- the end

    def eof_received(self) -> None:
        self._ended(now_ns(), whole=self._tls is None)

    def connection_lost(self, exc: Exception | None) -> None:
        at = now_ns()
        self._pool.forget(self)
        if exc is None:
            self._ended(at, whole=self._tls is None)
        else:
            self._lost(exc, at)

    def _ended(self, at_ns: int, *, whole: bool) -> None:
        if self.user is not None:
            self.user.upstream_eof(at_ns, whole=whole)
        else:
            self._never_secured(ssl.SSLEOFError(ssl.SSL_ERROR_EOF, say("it was closed in the handshake")))
            self.close()

    def _lost(self, error: Exception, at_ns: int) -> None:
        if self.user is not None:
            self.user.upstream_lost(error, at_ns)
        else:
            if isinstance(error, OSError) and not isinstance(error, ssl.SSLError):
                # the server was reached: an end in the handshake is said as one, by a reset as by a FIN
                error = ssl.SSLError(ssl.SSL_ERROR_SYSCALL, reason_of(error))
            self._never_secured(error)
            self.close()

    def _never_secured(self, error: Exception) -> None:
        if self._secured is not None and not self._secured.done():
            self._secured.set_exception(error)

    @property
    def stale(self) -> bool:
        """Whether an idle connection can't be used: its end, an error, or bytes that belong to no request wait to be
        read. It checks the socket itself, since the loop may not have reported them yet.
        """
        assert self._sock is not None
        if self.transport.is_closing():
            return True
        try:
            self._sock.recv(1, socket.MSG_PEEK)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            return True
        return True

    def close(self) -> None:
        """Leave the pool and close at once; the user is not called any more."""
        self.user = None
        self._pool.forget(self)
        if not self._made or self.transport.is_closing():
            return
        if self._tls is not None and not self.transport.get_write_buffer_size():
            self._tls.close()
            self._flush()
            if not self.transport.get_write_buffer_size():
                self.transport.close()
                return
        self.transport.abort()


class Pool:
    """The idle connections, the one used last first."""

    def __init__(self) -> None:
        self.read_clock = ReadClock()
        self._idle: list[Connection] = []
        self._closed = False

    def take(self) -> Connection | None:
        """An idle connection that is open at this moment, or None."""
        while self._idle:
            connection = self._idle.pop()
            if now_ns() - connection.idle_since < MAX_IDLE_NS and not connection.stale:
                connection.reused = True
                return connection
            connection.close()
        return None

    def give(self, connection: Connection) -> None:
        """Take back a connection that may serve another request."""
        connection.user = None
        connection.idle_since = now_ns()
        if self._closed or len(self._idle) >= MAX_IDLE or connection.transport.is_closing():
            connection.close()
            return
        connection.resume()
        self._idle.append(connection)

    def forget(self, connection: Connection) -> None:
        """The connection is closed."""
        if connection in self._idle:
            self._idle.remove(connection)

    def close(self) -> None:
        """Close the idle connections; those that are given back later are closed then."""
        self._closed = True
        for connection in self._idle[:]:
            connection.close()
