"""What the kernel is told to do about clients that vanish without a word, and what it says of them."""

import socket
import struct
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from player.wire.vanished import closed, vanished

linux = pytest.mark.skipif(sys.platform != "linux", reason="TCP_INFO is Linux's")


class Said:
    """A socket of which the kernel says this."""

    def __init__(self, retransmits: int, probes: int, last_ack_ms: int, size: int = 60) -> None:
        self._info = struct.pack("=BBBB4x48xI", 1, 0, retransmits, probes, last_ack_ms)[:size]

    def getsockopt(self, *_: Any) -> bytes:
        return self._info


@linux
@pytest.mark.parametrize(
    ("said", "gone"),
    [
        (Said(7, 0, 30_000), True),
        (Said(7, 0, 29_999), False),
        (Said(0, 2, 60_000), True),
        (Said(0, 0, 120_000), False),  # it reads nothing, and its system said so two minutes ago
        (Said(0, 1, 120_000), False),
        (Said(7, 0, 30_000, 40), False),  # an old kernel that tells less
    ],
)
def test_who_was_asked_again_and_again_and_is_silent_has_vanished(said: Any, gone: bool) -> None:
    assert vanished(said) is gone


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        ours, _ = server.accept()
        with ours:
            yield ours, client


@linux
def test_the_kernel_tells_when_the_client_answered_last(pair: tuple[socket.socket, socket.socket]) -> None:
    """The place of the field is the kernel's: a fresh answer is milliseconds ago."""
    ours, client = pair
    ours.sendall(b"x")
    client.recv(1)
    info = ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 60)
    assert int.from_bytes(info[56:60], sys.byteorder) < 20_000
    assert info[2] == info[3] == 0
    assert not vanished(ours)


@linux
@pytest.mark.parametrize("reset", [False, True])
def test_a_client_that_left_has_left_though_its_bytes_were_not_read(
    reset: bool, pair: tuple[socket.socket, socket.socket]
) -> None:
    ours, client = pair
    client.sendall(b"x" * 1000)
    assert not closed(ours)
    if reset:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    assert closed(ours)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")
def test_a_socket_that_has_no_such_options_stays_as_it_is() -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        assert not vanished(sock)
    assert not vanished(None)
    assert not closed(None)
