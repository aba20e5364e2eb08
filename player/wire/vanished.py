"""Finds clients that vanished without FIN or reset. Rules

- While no bytes are under way the kernel sends probes, and gives a client up after 30 s without an answer
  (`network.sockets`).
- While bytes are under way it sends them again, for a quarter of an hour. `vanished` reads its counters: a client whose
  system has answered nothing for 30 s is gone. A client that only reads nothing (a person at a breakpoint, an app in
  the background) has a system that answers, and is waited for. TCP_USER_TIMEOUT can't tell the two apart.
- The counters are Linux' (tcp(7), TCP_INFO); elsewhere the system's own time limit holds.
"""

import socket
import sys
from typing import Final

from network.sockets import VANISHED_SECONDS

_TCP_INFO: Final[int | None] = getattr(socket, "TCP_INFO", None) if sys.platform == "linux" else None
#: bytes of struct tcp_info up to and with tcpi_last_ack_recv (ms); the offsets of that, the state and the two counters
_SIZE: Final = 60
_STATE, _RETRANSMITS, _PROBES, _LAST_ACK = 0, 2, 3, 56
#: TCP_CLOSE, TCP_CLOSE_WAIT
_CLOSED: Final = (7, 8)
#: one lost probe of a client that reads nothing is no sign yet
_AGAIN: Final = 2


def vanished(sock: socket.socket | None) -> bool:
    """Whether bytes were sent again and again, and for 30 s nothing was answered."""
    info = _info(sock)
    if info[_RETRANSMITS] + info[_PROBES] < _AGAIN:
        return False
    return int.from_bytes(info[_LAST_ACK:_SIZE], sys.byteorder) >= VANISHED_SECONDS * 1000


def closed(sock: socket.socket | None) -> bool:
    """Whether the client closed or reset the connection, even if bytes that it sent before were not read yet."""
    return _info(sock)[_STATE] in _CLOSED


def _info(sock: socket.socket | None) -> bytes:
    """struct tcp_info; zeros where the system has none."""
    if sock is None or _TCP_INFO is None:
        return bytes(_SIZE)
    try:
        return sock.getsockopt(socket.IPPROTO_TCP, _TCP_INFO, _SIZE).ljust(_SIZE, b"\0")
    except OSError:
        return bytes(_SIZE)
