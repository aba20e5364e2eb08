"""What the kernel is told to do with a connection, and the shorter way to its socket."""

import asyncio
import os
import socket
import struct
import sys
from collections.abc import Callable
from typing import Any, cast

import pytest

from network.loops import loop_factory, portable
from network.sockets import VANISHED_SECONDS, direct, give_up, keep_alive, no_delay, put, write_now
from tests.support.patience import PATIENCE

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


past_the_transport = pytest.mark.skipif(os.name != "posix" or portable(), reason="not on this platform")


@past_the_transport
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
    assert (write_now(999_999, b"abc"), write_now(999_999, b"abc", b"head")) == (0, 0)
    late = Transport()
    put(cast(Any, late), 999_999, b"abc")
    assert late.data == b"abc"


class Kept(asyncio.Protocol):
    """Whether the descriptor is still the connection's own when the connection is lost."""

    def __init__(self, begun: Callable[[asyncio.Transport], None]) -> None:
        self._begun = begun
        self.kept = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._descriptor = direct(transport.get_extra_info("socket"))
        self._inode = os.fstat(self._descriptor).st_ino
        self._begun(cast(asyncio.Transport, transport))

    def connection_lost(self, exc: Exception | None) -> None:
        self.kept.set_result(os.fstat(self._descriptor).st_ino == self._inode)


def aborted(transport: asyncio.Transport) -> None:
    transport.write(bytes(16 << 20))  # more than the system takes
    transport.abort()


@past_the_transport
@pytest.mark.wire
@pytest.mark.parametrize("loop", [asyncio.new_event_loop, loop_factory()], ids=("asyncio", "ours"))
@pytest.mark.parametrize("end", ["closed", "aborted", "client leaves", "client resets"])
def test_a_descriptor_stays_the_connections_until_the_connection_is_lost(
    end: str, loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    """Else bytes that go past the transport could reach another client."""
    begun = {"closed": lambda transport: transport.close(), "aborted": aborted}.get(end, lambda transport: None)

    async def main() -> bool:
        made: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()

        def accept() -> Kept:
            made.set_result(Kept(begun))
            return made.result()

        server = await asyncio.get_running_loop().create_server(accept, "127.0.0.1", 0)
        async with server:
            with socket.create_connection(server.sockets[0].getsockname(), PATIENCE) as client:
                one = await asyncio.wait_for(made, PATIENCE)
                if end == "client resets":
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                if end.startswith("client"):
                    client.close()
                return await asyncio.wait_for(one.kept, PATIENCE)

    with asyncio.Runner(loop_factory=loop) as runner:
        assert runner.run(main())
