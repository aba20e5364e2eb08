"""Whether a client that closed its sending side has left, or still reads. One rule for recorder and player. Rules

- Both clients send the same FIN: `close()` ends reading too, `shutdown(SHUT_WR)` does not (`nc -N`, HTTP/1.0 clients).
  So a client that closed its sending side is written to, unless there is a sign that it left.
- Two signs count at any time: a reset, which a closed client answers to the next bytes; and, for a client on this
  machine (Linux), its own socket, which the kernel shows as open or as closed (sock_diag(7)), also while nothing is
  written.
- Where there is neither sign (another machine, another system) the request decides. The client still reads if its
  request was to be the last (HTTP/1.0, `Connection: close`), or if the FIN came right behind the request, before a byte
  of the answer. Any other client has left.
- A client that still reads may leave later, so it is checked again and again while it is answered.
"""

import asyncio
import enum
import socket
import struct
import sys
from collections.abc import Callable
from typing import Final

from network.loops import portable

#: s between a request and a FIN that belongs to it
WITH_REQUEST: Final = 0.5
#: s until the second check (a client that is closing sends FIN first), and the longest pause between two checks
_SOON: Final = 0.01
_LATER: Final = 0.25

_LINUX: Final = sys.platform == "linux" and not portable()
_TCP_CLOSE: Final = 7
#: from linux/netlink.h, linux/sock_diag.h, linux/inet_diag.h
_NETLINK_SOCK_DIAG: Final = 4
_SOCK_DIAG_BY_FAMILY: Final = 20
_NLM_F_REQUEST: Final = 1
_HEADER: Final = struct.Struct("=IHHII")
_REQUEST: Final = struct.Struct("=BBBBI")
_NO_COOKIE: Final = struct.pack("=III", 0, 0xFFFFFFFF, 0xFFFFFFFF)
#: where struct inet_diag_msg has the inode of the socket; 0: no process has the socket open any more
_INODE: Final = 16 + 4 + 48 + 16


class Client(enum.Enum):
    """What the system knows of a client that closed its sending side."""

    READS = enum.auto()
    LEFT = enum.auto()
    UNKNOWN = enum.auto()


def has_left(known: Client, *, last: bool, since: float, answered: bool) -> bool:
    """Whether a client whose FIN comes now has left. `last`: its request was to be the last one; `since`: s since the
    request's last byte; `answered`: a byte of the answer was sent.
    """
    behind = since <= WITH_REQUEST and not answered
    return known is Client.LEFT or (known is Client.UNKNOWN and not last and not behind)


def look(sock: socket.socket | None) -> Client:
    """What the system knows of the client of this connection."""
    if sock is None or not _LINUX:
        return Client.UNKNOWN
    try:
        if sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == _TCP_CLOSE:
            return Client.LEFT
        return _on_this_machine(sock.family, sock.getsockname(), sock.getpeername())
    except (OSError, struct.error, IndexError):
        return Client.UNKNOWN


def _on_this_machine(family: int, ours: tuple[str, int], theirs: tuple[str, int]) -> Client:
    """Look up the other end of a connection whose two ends are here."""
    loopback = ("127.", "::1", "::ffff:127.")
    if ours[0] != theirs[0] and not (ours[0].startswith(loopback) and theirs[0].startswith(loopback)):
        return Client.UNKNOWN
    ends = b"".join(socket.inet_pton(family, end[0].partition("%")[0]).ljust(16, b"\0") for end in (theirs, ours))
    wanted = _REQUEST.pack(family, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF)
    wanted += struct.pack("!HH", theirs[1], ours[1]) + ends + _NO_COOKIE
    asked = _HEADER.pack(_HEADER.size + len(wanted), _SOCK_DIAG_BY_FAMILY, _NLM_F_REQUEST, 1, 0) + wanted
    with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, _NETLINK_SOCK_DIAG) as kernel:
        kernel.setblocking(False)
        kernel.send(asked)  # the kernel has answered when this returns
        told = kernel.recv(4096)
    if _HEADER.unpack_from(told)[1] != _SOCK_DIAG_BY_FAMILY:
        return Client.UNKNOWN
    (inode,) = struct.unpack_from("=I", told, _INODE)
    return Client.READS if inode else Client.LEFT


class HalfClosed:
    """Watches the client of a connection whose sending side is closed, until `stop`; calls `left` once it has left."""

    def __init__(self, sock: socket.socket | None, left: Callable[[], None]) -> None:
        self._sock, self._left = sock, left
        self._pause = _SOON
        self._timer = asyncio.get_running_loop().call_later(_SOON, self._again)

    def stop(self) -> None:
        """Stop watching."""
        self._timer.cancel()

    def _again(self) -> None:
        if look(self._sock) is Client.LEFT:
            self._left()
            return
        self._pause = min(2 * self._pause, _LATER)
        self._timer = asyncio.get_running_loop().call_later(self._pause, self._again)
