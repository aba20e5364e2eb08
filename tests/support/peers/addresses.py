"""Addresses of this machine that answer, refuse, or are silent; and the open descriptors of this process."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from recorder.upstream.race import Address


def v4(host: str, port: int) -> Address:
    return Address(socket.AF_INET, (host, port))


def v6(port: int) -> Address:
    return Address(socket.AF_INET6, ("::1", port, 0, 0))


@contextmanager
def listening(host: str = "127.0.0.1", backlog: int = 16) -> Iterator[socket.socket]:
    """A socket whose connections are made by the system and never accepted."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as sock:
        try:
            sock.bind((host, 0))
        except OSError as error:
            pytest.skip(f"{host} is no address of this machine: {error}")
        sock.listen(backlog)
        yield sock


@contextmanager
def silent(host: str = "127.0.0.2") -> Iterator[int]:
    """A silent port: the queue of its socket is full, and the system drops connection requests (Linux)."""
    if sys.platform != "linux":
        pytest.skip("a full queue is silent on Linux")
    with ExitStack() as stack:
        full = stack.enter_context(listening(host, backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket(full.family))
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname()[:2])
        yield full.getsockname()[1]


@contextmanager
def refusing(host: str = "127.0.0.1") -> Iterator[int]:
    """A port that is bound and does not listen, so that it refuses connections."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as sock:
        sock.bind((host, 0))
        yield sock.getsockname()[1]


def descriptors() -> set[str]:
    """The open sockets of this process."""
    found = set()
    for name in os.listdir("/proc/self/fd"):
        try:
            what = os.readlink(f"/proc/self/fd/{name}")
        except OSError:
            continue
        if what.startswith("socket:"):
            found.add(what)
    return found
