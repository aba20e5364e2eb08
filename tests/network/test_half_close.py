"""Who closed the sending side reads on, until something says otherwise."""

import asyncio
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator

import pytest

from network import half_close
from network.half_close import WITH_REQUEST, Client, HalfClosed, has_left, look
from tests.support.patience import PATIENCE
from tests.support.waiting import until

tells = pytest.mark.skipif(
    sys.platform != "linux" or os.environ.get("CHUNKTAPE_PORTABLE") == "1", reason="this system does not tell"
)


@pytest.mark.portable
@pytest.mark.parametrize(
    ("known", "last", "since", "answered", "left"),
    [
        (Client.LEFT, True, 0.0, False, True),
        (Client.READS, False, 60.0, True, False),
        (Client.UNKNOWN, True, 60.0, True, False),  # HTTP/1.0 or `Connection: close`
        (Client.UNKNOWN, False, WITH_REQUEST, False, False),  # right behind the request
        (Client.UNKNOWN, False, WITH_REQUEST + 0.01, False, True),
        (Client.UNKNOWN, False, 0.0, True, True),
    ],
)
def test_what_a_fin_means(known: Client, last: bool, since: float, answered: bool, left: bool) -> None:
    assert has_left(known, last=last, since=since, answered=answered) is left


Pair = tuple[socket.socket, socket.socket]


@pytest.fixture(params=["127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1"])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    """A connection's two ends: client and server."""
    address = request.param
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    dual = address.startswith("::ffff")
    try:
        listener = socket.create_server(("::" if dual else address, 0), family=family, dualstack_ipv6=dual)
    except OSError:
        pytest.skip(f"no {address} here")
    with listener:
        client = socket.create_connection((address.removeprefix("::ffff:"), listener.getsockname()[1]), PATIENCE)
        server, _ = listener.accept()
    server.settimeout(PATIENCE)
    with client, server:
        yield client, server


@tells
@pytest.mark.wire
def test_the_kernel_tells_a_half_closed_client_from_one_that_left(pair: Pair) -> None:
    client, server = pair
    assert look(server) is Client.READS
    client.shutdown(socket.SHUT_WR)
    assert server.recv(1) == b""
    assert look(server) is Client.READS
    client.close()
    assert look(server) is Client.LEFT


@tells
@pytest.mark.wire
def test_a_client_that_closed_has_left_and_one_that_was_reset_too(pair: Pair) -> None:
    client, server = pair
    client.close()
    assert server.recv(1) == b""
    assert look(server) is Client.LEFT
    with pytest.raises(OSError, match=r"Broken pipe|reset"):  # noqa: PT012 - the first one is answered with the reset
        while True:
            server.sendall(b"x")
    assert look(server) is Client.LEFT


@tells
@pytest.mark.wire
def test_a_reset_says_that_the_client_left(pair: Pair) -> None:
    client, server = pair
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    assert look(server) is Client.LEFT


@tells
@pytest.mark.wire
def test_a_client_that_another_process_still_holds_reads_on(pair: Pair) -> None:
    client, server = pair
    client.shutdown(socket.SHUT_WR)
    holder = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(holder, stdin=subprocess.PIPE, pass_fds=[client.fileno()]) as process:
        client.close()
        assert look(server) is Client.READS
        assert process.stdin is not None
        process.stdin.close()
        process.wait(PATIENCE)
    assert look(server) is Client.LEFT


@pytest.mark.portable
def test_nothing_is_known_where_nothing_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    assert look(None) is Client.UNKNOWN
    left, right = socket.socketpair()
    with left, right:
        assert look(left) is Client.UNKNOWN  # no TCP
    with socket.socket() as alone:
        assert look(alone) in (Client.UNKNOWN, Client.LEFT)  # connected to nobody
    monkeypatch.setattr(half_close, "_LINUX", False)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        assert look(listener) is Client.UNKNOWN


def test_ends_on_two_machines_tell_nothing() -> None:
    assert half_close._on_this_machine(socket.AF_INET, ("10.0.0.1", 1), ("10.0.0.2", 2)) is Client.UNKNOWN
    assert half_close._on_this_machine(socket.AF_INET, ("127.0.0.1", 1), ("10.0.0.2", 2)) is Client.UNKNOWN


@tells
@pytest.mark.wire
def test_a_connection_that_the_kernel_does_not_know_tells_nothing() -> None:
    ends = ("127.0.0.1", 1), ("127.0.0.1", 2)
    assert half_close._on_this_machine(socket.AF_INET, *ends) is Client.UNKNOWN


@tells
@pytest.mark.wire
def test_a_client_is_watched_until_it_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = list[Client]()

    def noted(sock: socket.socket | None) -> Client:
        looks.append(look(sock))
        return looks[-1]

    monkeypatch.setattr(half_close, "look", noted)

    async def main() -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            client = socket.create_connection(listener.getsockname(), PATIENCE)
            server, _ = listener.accept()
        with client, server:
            client.shutdown(socket.SHUT_WR)
            left = asyncio.Event()
            watch = HalfClosed(server, left.set)
            other = HalfClosed(server, lambda: pytest.fail("it was stopped"))
            other.stop()
            await until(lambda: len(looks) >= 2)
            assert set(looks) == {Client.READS}
            assert not left.is_set()
            client.close()
            await asyncio.wait_for(left.wait(), PATIENCE)
            assert looks[-1] is Client.LEFT
            watch.stop()

    asyncio.run(main())
