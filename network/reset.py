"""TCP resets: how one is sent, and when it may go so that it takes no byte with it. Rules

- A reset throws away bytes that the client's side has not acknowledged, wherever they wait. So it is sent once all
  bytes before it are acknowledged, where the system tells that (`sockets.unacknowledged`); elsewhere once the transport
  has handed over all bytes.
- That is checked again after 1 ms, and each time after twice as long, 64 ms at most: a client that reads slowly keeps a
  reset waiting, as it keeps bytes waiting.
"""

import asyncio
import os
import socket
import struct
from collections.abc import Callable, Iterator
from typing import Final

from cassettes.clock import MS, SECOND
from network import sockets

_LONGEST: Final = 64 * MS
#: struct linger, on for 0 s: two ints, two shorts on Windows
_LINGER: Final = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


def reset_when_closed(sock: socket.socket | None) -> None:
    """Make the end of this connection a TCP reset where the platform has one; what was not sent yet is lost with it."""
    if sock is None:
        return
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER)
    except OSError:
        pass


def looks(untaken: Callable[[], int]) -> Iterator[int]:
    """The ns to wait before each further call of `untaken`, which gives the number of bytes that a reset would throw
    away. Ends when the reset may be sent.
    """
    pause = MS
    while untaken():
        yield pause
        pause = min(2 * pause, _LONGEST)


def when_taken(untaken: Callable[[], int], then: Callable[[], None]) -> None:
    """Call `then` once `untaken` gives 0: now, or in a later round of the running loop."""
    again = looks(untaken)

    def look() -> None:
        pause = next(again, None)
        if pause is None:
            then()
        else:
            asyncio.get_running_loop().call_later(pause / SECOND, look)

    look()


def reset_once_taken(transport: asyncio.Transport) -> None:
    """Reset the connection once its client has what was written before. Closing it meanwhile resets it, too."""
    reset_when_closed(transport.get_extra_info("socket"))
    when_taken(lambda: 0 if transport.is_closing() else sockets.unacknowledged(transport), transport.close)
