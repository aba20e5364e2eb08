"""Options of TCP sockets, and the shorter way to them past asyncio's transport. Rules

- An option that the platform lacks is left out; a socket that refuses one (a Unix socket, a closed one) stays as it is.
- Bytes go straight to the socket only while none wait before them in the transport. Those that the system does not take
  go through the transport, which also finds and reports errors. Under TLS all bytes go through it.
"""

import asyncio
import os
import socket
import sys
from typing import Final

from network.loops import portable

if sys.platform == "linux":
    import fcntl
    import termios

#: s of silence after which a peer counts as gone
VANISHED_SECONDS: Final = 30
#: the same in ms, for bytes that are never acknowledged (TCP_USER_TIMEOUT, Linux)
USER_TIMEOUT: Final = VANISHED_SECONDS * 1000

#: whether a socket's descriptor can be written to here
_DIRECT: Final = os.name == "posix" and not portable()
#: whether `unacknowledged` can tell what the other side has not acknowledged
TELLS: Final = sys.platform == "linux" and not portable()
#: probes begin after half the time; three of them fill the other half
_KEEP_ALIVE: Final = (
    (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
    (socket.IPPROTO_TCP, "TCP_KEEPIDLE", VANISHED_SECONDS // 2),
    (socket.IPPROTO_TCP, "TCP_KEEPALIVE", VANISHED_SECONDS // 2),  # macOS' name for it
    (socket.IPPROTO_TCP, "TCP_KEEPINTVL", VANISHED_SECONDS // 6),
    (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
)


def keep_alive(sock: socket.socket | None) -> None:
    """Have the system find, after `VANISHED_SECONDS`, a peer that vanished while no bytes are under way."""
    for level, name, value in _KEEP_ALIVE:
        _set(sock, level, name, value)


def give_up(sock: socket.socket | None) -> None:
    """Have the system end the connection when bytes of ours are not acknowledged for `VANISHED_SECONDS`; this also hits
    a peer that is there and reads nothing.
    """
    _set(sock, socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", USER_TIMEOUT)


def no_delay(sock: socket.socket | None) -> None:
    """Send small writes at once (Nagle's algorithm off)."""
    _set(sock, socket.IPPROTO_TCP, "TCP_NODELAY", 1)


def unacknowledged(transport: asyncio.Transport) -> int:
    """Bytes of ours that the next hop has not acknowledged (SIOCOUTQ, Linux tcp(7)); where `TELLS` is false, the bytes
    that wait in the transport. 0 for a connection that is gone.
    """
    waiting = transport.get_write_buffer_size()
    if not TELLS:
        return waiting
    try:
        queued = fcntl.ioctl(transport.get_extra_info("socket").fileno(), termios.TIOCOUTQ, bytes(4))
    except (OSError, ValueError, AttributeError):
        return 0
    return waiting + int.from_bytes(queued, sys.byteorder)


def _set(sock: socket.socket | None, level: int, name: str, value: int) -> None:
    option = getattr(socket, name, None)
    if sock is None or option is None:
        return
    try:
        sock.setsockopt(level, option, value)
    except OSError:
        pass


def direct(sock: socket.socket | None) -> int:
    """The descriptor to write to past the transport, or -1 where that is not possible."""
    return sock.fileno() if sock is not None and _DIRECT else -1


def write_now(descriptor: int, data: bytes, head: bytes = b"") -> int:
    """Write `data` now, past the transport, `head` before it without a copy; returns how many bytes the system took. 0
    also stands for an error, which the transport finds and reports when it gets the bytes.
    """
    try:
        return os.writev(descriptor, (head, data)) if head else os.write(descriptor, data)
    except OSError:
        return 0


def put(transport: asyncio.Transport, descriptor: int, data: bytes) -> None:
    """Write `data` now; nothing may wait in the transport, and the connection must be open."""
    sent = write_now(descriptor, data)
    if sent < len(data):
        transport.write(memoryview(data)[sent:] if sent else data)
