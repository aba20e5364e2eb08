"""Options of TCP sockets, and the shorter way to them past asyncio's transport. Rules

- What a platform has not is left out; a socket that refuses (a Unix one, a closed one) stays as it is.
- Bytes go straight to the socket only where nothing of ours waits before them in the transport; what the system does
  not take is the transport's, which also finds and reports errors. Under TLS there is no such way.
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

#: s after which a peer that answers nothing is given up
VANISHED_SECONDS: Final = 30
#: ms, for bytes that are never acknowledged; Linux
USER_TIMEOUT: Final = VANISHED_SECONDS * 1000

#: whether a socket's descriptor can be written to here
_DIRECT: Final = os.name == "posix" and not portable()
#: whether `unacknowledged` can tell what the other side has not acknowledged
TELLS: Final = sys.platform == "linux" and not portable()
#: probes from half the time on, three of them in the other half
_KEEP_ALIVE: Final = (
    (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
    (socket.IPPROTO_TCP, "TCP_KEEPIDLE", VANISHED_SECONDS // 2),
    (socket.IPPROTO_TCP, "TCP_KEEPALIVE", VANISHED_SECONDS // 2),  # macOS' name for it
    (socket.IPPROTO_TCP, "TCP_KEEPINTVL", VANISHED_SECONDS // 6),
    (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
)


def keep_alive(sock: socket.socket | None) -> None:
    """Find a peer that vanished without a word while nothing is under way: after `VANISHED_SECONDS`."""
    for level, name, value in _KEEP_ALIVE:
        _set(sock, level, name, value)


def give_up(sock: socket.socket | None) -> None:
    """End the connection when bytes of ours are not acknowledged for as long. A peer that reads nothing is one, too."""
    _set(sock, socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", USER_TIMEOUT)


def no_delay(sock: socket.socket | None) -> None:
    """Send small writes at once (Nagle's algorithm off)."""
    _set(sock, socket.IPPROTO_TCP, "TCP_NODELAY", 1)


def unacknowledged(transport: asyncio.Transport) -> int:
    """Bytes of ours that the next hop has not acknowledged (SIOCOUTQ, Linux tcp(7)). Where `TELLS` is false: those that
    wait in the transport. A connection that is gone has none.
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


def put(transport: asyncio.Transport, descriptor: int, data: bytes) -> None:
    """Write `data` now; nothing may wait in the transport, and the connection must be open."""
    try:
        sent = os.write(descriptor, data)
    except OSError:  # no room, or an error that the transport finds and reports
        sent = 0
    if sent < len(data):
        transport.write(memoryview(data)[sent:] if sent else data)
