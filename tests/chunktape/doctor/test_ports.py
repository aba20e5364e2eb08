"""Who has a port: nobody, somebody else, a player or a recorder of ours."""

import errno
import os
import select
import socket
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, repeat
from pathlib import Path

import pytest

from cassettes.library import folder
from chunktape import __version__
from chunktape.client.process import running
from chunktape.doctor.facts import Port
from chunktape.doctor.ports import held, listening, look, with_holder
from network.listen import PortTaken
from tests.support.patience import PATIENCE

TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:225F 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 35120 1 0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1234 1 0
   2: 0100007F:225F 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 999 1 0
"""


def test_the_socket_that_listens_is_found() -> None:
    assert listening(TABLE, 8799) == {"35120"}
    assert listening(TABLE, 22) == {"1234"}
    assert listening(TABLE, 54321) == set()
    assert listening("", 1) == set()


@pytest.mark.parametrize(
    ("code", "system", "connects", "expected"),
    [
        (errno.EADDRINUSE, "posix", False, "other"),
        (errno.EADDRINUSE, "nt", False, "other"),
        (errno.EACCES, "nt", True, "other"),
        (errno.EACCES, "nt", False, "reserved"),
        (errno.EACCES, "posix", False, "reserved"),
    ],
)
def test_what_an_error_of_binding_says(code: int, system: str, connects: bool, expected: str) -> None:
    assert held(code, system, connects=connects) == expected


def _answering(parts: Sequence[bytes]) -> tuple[threading.Thread, int]:
    """A server that answers one request with `parts`, and the last one again and again until the client leaves."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(PATIENCE)

    def serve() -> None:
        with server, suppress(OSError):
            server.accept()[0].close()  # the look whether anybody listens
            connection = server.accept()[0]
        with connection, suppress(OSError):
            connection.recv(65536)
            for part in chain(parts, repeat(parts[-1])):
                connection.sendall(part)
                select.select([connection], [], [], 0.02)  # the pace of the stream

    thread = threading.Thread(target=serve)
    thread.start()
    return thread, server.getsockname()[1]


@pytest.mark.wire
@pytest.mark.parametrize(
    "parts",
    [
        [b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", b"data: a\n\n"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", b"[" * 60000, b"x"],
        [b"HTTP/1.1 200 OK\r\n\r\n", b" "],
    ],
    ids=["events", "nested", "blanks"],
)
def test_a_stream_of_another_server_is_not_waited_for(parts: list[bytes]) -> None:
    thread, number = _answering(parts)
    assert look(number).holder == "other"
    thread.join(PATIENCE)
    assert not thread.is_alive(), "the client has not left"


@pytest.mark.wire
def test_a_port_of_ours_and_of_others(free_url: str, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        number = other.getsockname()[1]
        other.listen()
        other.settimeout(0)
        found = look(number)
    assert found.holder == "other"
    if sys.platform == "linux":
        assert f"(pid {os.getpid()})" in found.who
    assert look(number) == Port(number)

    with running("chunktape", "play", str(folder() / "chat-openai.cassette"), "--port", "0") as player:
        number = int(player.url.rpartition(":")[2])
        assert look(number) == Port(number, "ours", f"chunktape {__version__}")
        said = str(with_holder(PortTaken("Port in use.", number)))
    assert said.splitlines()[0] == "Port in use."
    assert said.endswith(
        f"{number} is taken by chunktape {__version__}, perhaps a player or recorder of yours in another terminal."
    )
    assert str(with_holder(PortTaken("Port in use.", number))) == "Port in use."  # it is free by now
    file = tmp_path / "a.cassette"
    with running("chunktape", "record", free_url, "--port", "0", "--output", str(file)) as recorder:
        number = int(recorder.url.rpartition(":")[2])
        assert look(number) == Port(number, "ours", f"chunktape {__version__}")
        assert recorder.stop() == 0
        printed = recorder.output.read_text("utf-8")
    assert "health" not in printed
