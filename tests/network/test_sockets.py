"""What the kernel is told to do with a connection, and the shorter way to its socket."""

import os
import socket
import sys
from typing import Any, cast

import pytest

from network.loops import portable
from network.sockets import VANISHED_SECONDS, direct, give_up, keep_alive, no_delay, put, taken

pytestmark = pytest.mark.portable
linux = pytest.mark.skipif(sys.platform != "linux", reason="TCP_KEEPIDLE and TCP_USER_TIMEOUT are Linux's")


def test_the_kernel_looks_for_a_silent_client() -> None:
    with socket.socket() as sock:
        keep_alive(sock)

        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0


@linux
def test_on_linux_it_gives_up_after_thirty_seconds_of_silence_but_waits_for_who_reads_nothing() -> None:
    with socket.socket() as sock:
        keep_alive(sock)

        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 0
        idle = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
        probes = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL) * sock.getsockopt(
            socket.IPPROTO_TCP, socket.TCP_KEEPCNT
        )
        assert idle + probes == VANISHED_SECONDS


def test_what_a_socket_does_not_have_is_left_out() -> None:
    one, other = socket.socketpair()
    with one, other:
        for option in (keep_alive, give_up, no_delay):
            option(one)
            option(None)
    for option in (keep_alive, give_up, no_delay):
        option(one)  # closed
    assert direct(None) == -1


class Transport:
    """Keeps what the system did not take."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> None:
        self.data += data


@pytest.mark.skipif(os.name != "posix" or portable(), reason="not on this platform")
def test_what_the_system_does_not_take_is_the_transports() -> None:
    one, other = socket.socketpair()
    with one, other:
        one.setblocking(False)
        transport, data = Transport(), bytes(range(256)) * 40_000
        put(cast(Any, transport), one.fileno(), data)
        assert 0 < len(transport.data) < len(data)
        one.shutdown(socket.SHUT_WR)
        got = b"".join(iter(lambda: other.recv(1 << 20), b""))
    assert got + transport.data == data
    assert (taken(999_999, b"abc"), taken(999_999, b"abc", b"head")) == (0, 0)
    late = Transport()
    put(cast(Any, late), 999_999, b"abc")
    assert late.data == b"abc"
