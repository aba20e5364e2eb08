"""What the kernel is told to do about clients that vanish without a word."""

import socket
import sys

import pytest

from player.vanished import VANISHED_SECONDS, watch


@pytest.mark.core
def test_the_kernel_looks_for_a_silent_client() -> None:
    with socket.socket() as sock:
        watch(sock)

        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0


@pytest.mark.skipif(sys.platform != "linux", reason="TCP_USER_TIMEOUT is Linux's")
def test_on_linux_it_gives_up_after_thirty_seconds() -> None:
    with socket.socket() as sock:
        watch(sock)

        assert sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == VANISHED_SECONDS * 1000
        idle = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
        probes = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL) * sock.getsockopt(
            socket.IPPROTO_TCP, socket.TCP_KEEPCNT
        )
        assert idle + probes == VANISHED_SECONDS


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")
def test_a_socket_that_has_no_such_options_stays_as_it_is() -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        watch(sock)
    watch(None)
