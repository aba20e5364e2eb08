"""A reset ends a connection, and waits until what was written before it was taken."""

import asyncio
import socket
from typing import Any, cast

import pytest

from cassettes.clock import MS
from network import sockets
from network.reset import looks, reset_once_taken, reset_when_closed, when_taken
from network.sockets import TELLS
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.portable


@pytest.mark.wire
def test_a_connection_that_is_to_be_reset_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        accepted, _ = server.accept()
        reset_when_closed(accepted)
        accepted.close()
        client.settimeout(PATIENCE)
        with pytest.raises(ConnectionResetError):
            client.recv(1)


def test_a_socket_that_can_not_be_reset_stays_as_it_is() -> None:
    one, other = socket.socketpair()
    with one, other:
        reset_when_closed(one)
        reset_when_closed(None)
    reset_when_closed(one)  # closed


def test_it_is_looked_at_again_after_twice_as_long_until_all_was_taken() -> None:
    left = iter([9] * 9 + [0])
    assert [pause // MS for pause in looks(lambda: next(left))] == [1, 2, 4, 8, 16, 32, 64, 64, 64]
    assert list(looks(lambda: 0)) == []


def test_what_waits_for_nothing_is_called_at_once_and_anything_else_in_a_later_round() -> None:
    async def main() -> list[str]:
        calls: list[str] = []
        done = asyncio.Event()
        left = iter([5, 5, 0])

        def then() -> None:
            calls.append("later")
            done.set()

        when_taken(lambda: 0, lambda: calls.append("now"))
        when_taken(lambda: next(left), then)
        calls.append("between")
        await asyncio.wait_for(done.wait(), PATIENCE)
        return calls

    assert asyncio.run(main()) == ["now", "between", "later"]


class Transport:
    """A transport that has no socket, and what it was told."""

    def __init__(self) -> None:
        self.closed = 0
        self.told = asyncio.Event()

    def get_extra_info(self, name: str) -> None:
        return None

    def is_closing(self) -> bool:
        return self.closed > 0

    def close(self) -> None:
        self.closed += 1
        self.told.set()


def test_a_transport_that_closes_meanwhile_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "unacknowledged", lambda transport: 9)

    async def main() -> None:
        transport = Transport()
        reset_once_taken(cast(Any, transport))
        assert transport.closed == 0
        transport.close()
        transport.told.clear()
        await asyncio.wait_for(transport.told.wait(), PATIENCE)

    asyncio.run(main())


@pytest.mark.skipif(not TELLS, reason="only Linux tells what was acknowledged")
@pytest.mark.wire
def test_a_client_that_reads_late_gets_all_before_the_reset() -> None:
    size = 3 << 20

    async def main() -> bytes:
        accepted: asyncio.Future[asyncio.Transport] = asyncio.get_running_loop().create_future()

        class Server(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                accepted.set_result(cast(asyncio.Transport, transport))

        server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
        with socket.create_connection(server.sockets[0].getsockname()) as client:
            client.settimeout(PATIENCE)
            transport = await accepted
            transport.write(b"x" * size)
            reset_once_taken(transport)
            server.close()

            def read() -> bytes:
                got = bytearray()
                try:
                    while data := client.recv(1 << 16):
                        got += data
                except ConnectionResetError:
                    return bytes(got)
                raise AssertionError("closed without a reset")

            return await asyncio.to_thread(read)

    assert asyncio.run(main()) == b"x" * size
