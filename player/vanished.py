"""Lets the kernel look for clients that vanished without a word, where it can."""

import socket
from typing import Final

VANISHED_SECONDS: Final = 30

_OPTIONS: Final = tuple(
    (level, option, value)
    for level, name, value in (
        (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
        (socket.IPPROTO_TCP, "TCP_KEEPIDLE", VANISHED_SECONDS // 2),
        (socket.IPPROTO_TCP, "TCP_KEEPINTVL", VANISHED_SECONDS // 6),
        (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
        (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", VANISHED_SECONDS * 1000),
    )
    if (option := getattr(socket, name, None)) is not None
)


def watch(sock: socket.socket | None) -> None:
    """Set what this platform has; a socket that refuses (a Unix one) stays as it is."""
    if sock is None:
        return
    for level, option, value in _OPTIONS:
        try:
            sock.setsockopt(level, option, value)
        except OSError:
            pass
