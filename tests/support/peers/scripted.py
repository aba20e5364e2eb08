"""An upstream that follows a test's script exactly, down to TLS alerts and TCP flags.

Each connection has a thread of its own and blocking sockets, so that it is independent of the event loop under test.
TLS is done by hand, since a socket of `ssl` decides by itself when close_notify goes out.
"""

import contextlib
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.support.patience import PATIENCE
from tests.support.waiting import wait_until

if sys.platform == "linux":
    import fcntl
    import termios


class Peer:
    """One connection, from the server's side. It is closed when the script returns."""

    def __init__(self, sock: socket.socket, context: ssl.SSLContext | None) -> None:
        self.sock = sock
        self._received = bytearray()
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = None if context is None else context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        if self.tls is not None:
            self._until(self.tls.do_handshake)

    def request(self) -> bytes:
        """The next request, head and body; empty when the client has closed."""
        while b"\r\n\r\n" not in self._received:
            if not self._read():
                return b""
        head, _, _ = self._received.partition(b"\r\n\r\n")
        lengths = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        size = len(head) + 4 + (int(lengths[0]) if lengths else 0)
        while len(self._received) < size:
            if not self._read():
                return b""
        found = bytes(self._received[:size])
        del self._received[:size]
        return found

    def send(self, content: bytes) -> None:
        """Content, encrypted where that is asked for."""
        if self.tls is None:
            self.raw(content)
            return
        view = memoryview(content)
        while view:
            view = view[self.tls.write(view[:16384]) :]
            self.raw(self._outgoing.read())

    def encrypted(self, content: bytes) -> bytes:
        """The records that `send` would send."""
        assert self.tls is not None
        self.tls.write(content)
        return self._outgoing.read()

    def raw(self, data: bytes) -> None:
        """These bytes, as they are."""
        self.sock.sendall(data)

    def close_notify(self) -> None:
        """The end of the content (RFC 8446 section 6.1); TCP stays open."""
        assert self.tls is not None
        with contextlib.suppress(ssl.SSLError):
            self.tls.unwrap()
        self.raw(self._outgoing.read())

    def fin(self) -> None:
        """The end of our side of the TCP connection."""
        self.sock.shutdown(socket.SHUT_WR)

    def acknowledged(self) -> None:
        """Wait until the client's system has all that was sent (Linux; elsewhere it has, on loopback, at once)."""
        if sys.platform == "linux":
            wait_until(lambda: not any(fcntl.ioctl(self.sock.fileno(), termios.TIOCOUTQ, bytes(4))))

    def reset(self) -> None:
        """A TCP reset, now."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def until_closed(self) -> None:
        """Wait until the client has gone."""
        with contextlib.suppress(OSError):
            while self.sock.recv(65536):
                pass

    def _read(self) -> bool:
        tls = self.tls
        data = self.sock.recv(65536) if tls is None else self._until(lambda: tls.read(65536))
        self._received += data or b""
        return bool(data)

    def _until(self, step: Callable[[], bytes | None]) -> bytes | None:
        while True:
            try:
                return step()
            except ssl.SSLWantReadError:
                pass
            finally:
                if self._outgoing.pending:
                    self.raw(self._outgoing.read())
            data = self.sock.recv(65536)
            if not data:
                return None
            self._incoming.write(data)


Script = Callable[[Peer], None]


class Scripted:
    """The running server: where it listens, how many connections came, and what went wrong in scripts."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.connections = 0
        self.requests: list[bytes] = []
        self.errors: list[BaseException] = []
        self.peers: set[socket.socket] = set()


@contextmanager
def scripted(script: Script, context: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Scripted]:
    """Runs `script` for each connection that comes in; clients that leave early are no error."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family, backlog=512) as listener:
        server = Scripted(listener.getsockname()[1])

        def serve(sock: socket.socket) -> None:
            server.peers.add(sock)
            sock.settimeout(PATIENCE)
            try:
                with sock:
                    script(Peer(sock, context))
            except (OSError, ssl.SSLError):
                pass
            except BaseException as error:
                server.errors.append(error)
            finally:
                server.peers.discard(sock)

        def accept() -> None:
            while True:
                try:
                    sock, _ = listener.accept()
                except OSError:
                    return
                server.connections += 1
                threading.Thread(target=serve, args=(sock,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield server
        finally:
            with contextlib.suppress(OSError):  # the call that wakes `accept` on Linux is an error elsewhere
                listener.shutdown(socket.SHUT_RDWR)
            for sock in list(server.peers):
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        assert not server.errors, server.errors
