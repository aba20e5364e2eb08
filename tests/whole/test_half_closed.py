"""Clients that close their sending side and read on, and clients that left: `record`, its replay and `play --upstream`
tell them apart, with the tools that people use.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.clock import MS, SECOND
from cassettes.model import EndKind
from player.app import PlayerApp
from player.library.library import Library
from player.server.server import serving
from tests.chunktape.forward.test_forwarder import entries, forwarding
from tests.recorder.conftest import Upstream, recording_session, run_with_upstream
from tests.support.patience import A_SECOND, PATIENCE
from tests.support.recordings import END, cassette, interaction
from tests.support.sockets import Client, connect
from tests.support.waiting import until

pytestmark = pytest.mark.wire

TELLS = sys.platform == "linux" and os.environ.get("CHUNKTAPE_PORTABLE") != "1"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
#: how an answer of 5 bytes ends for one who reads the bytes
ANSWER = (b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", b"abcde")

NODE = """
const [port, request] = process.argv.slice(1);
const socket = require('net').connect({port: +port, host: '127.0.0.1', allowHalfOpen: true});
socket.end(request);
socket.on('data', part => process.stdout.write(part));
socket.on('end', () => socket.destroy());
"""
PYTHON = """
import socket, sys
from tests.support.patience import PATIENCE
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
    s.sendall(sys.argv[2].encode()); s.shutdown(socket.SHUT_WR)
    while part := s.recv(65536): sys.stdout.buffer.write(part)
"""


class Way:
    """A server that answers `/a` in two parts: the second once `go` is set."""

    def __init__(self, port: int, go: asyncio.Event, left: Callable[[], Any]) -> None:
        self.port, self.go, self.left = port, go, left


@asynccontextmanager
async def recorded(upstream: Upstream, path: Path) -> AsyncIterator[Way]:
    go = asyncio.Event()
    upstream.scripts["/a"] = [HEAD, go, b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n"]
    async with recording_session(f"http://127.0.0.1:{upstream.port}", path) as session:

        async def left() -> None:
            await asyncio.wait_for(upstream.left.wait(), PATIENCE)
            await until(lambda: store.load(path).interactions[-1].ending.kind is EndKind.CLIENT_ABORT)

        yield Way(session.port, go, left)


@asynccontextmanager
async def replayed(upstream: Upstream, path: Path) -> AsyncIterator[Way]:
    """The second part comes after 0.2 s, or never."""
    one = interaction([(200, 1, b"abc", END), (200, 2, b"de", END)], headers=())
    assert one.head is not None
    fields = ((b"Content-Type", b"text/plain"), (b"Transfer-Encoding", b"chunked"))
    one = replace(one, head=replace(one.head, headers=fields))
    never = replace(one, request=replace(one.request, target=b"/never"), ending=replace(one.ending, at=3_600_000 * MS))
    app = PlayerApp(Library([cassette(one, never)]))
    async with serving(app) as url:

        async def left() -> None:
            await until(lambda: any(entry.progress.outcome == "client-left" for entry in entries(app)))

        yield Way(int(url.rpartition(":")[2]), asyncio.Event(), left)


@asynccontextmanager
async def forwarded(upstream: Upstream, path: Path) -> AsyncIterator[Way]:
    go = asyncio.Event()
    upstream.scripts["/a"] = [HEAD, go, b"3\r\nabc\r\n", b"2\r\nde\r\n0\r\n\r\n"]
    async with forwarding(upstream) as (url, app):

        async def left() -> None:
            await asyncio.wait_for(upstream.left.wait(), PATIENCE)
            await until(lambda: any(entry.progress.outcome == "client-left" for entry in entries(app)))

        yield Way(int(url.rpartition(":")[2]), go, left)


WAYS = {"record": recorded, "replay": replayed, "play --upstream": forwarded}
FIELDS = {
    "1.1": "HTTP/1.1\r\nHost: 127.0.0.1",
    "1.0": "HTTP/1.0",
    "close": "HTTP/1.1\r\nHost: x.localhost\r\nConnection: close",
}


async def told(*command: str, stdin: bytes | None = None) -> bytes:
    # who reads no input may end before it can be written
    given = asyncio.subprocess.DEVNULL if stdin is None else asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=given, stdout=asyncio.subprocess.PIPE)
    out, _ = await asyncio.wait_for(process.communicate(stdin), PATIENCE)
    return out


@pytest.mark.portable
@pytest.mark.parametrize("way", WAYS)
def test_whoever_closes_the_sending_side_and_reads_on_gets_the_whole_answer(
    way: str, tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    nc, node, curl = (require_tool(name) for name in ("nc", "node", "curl"))
    answers: dict[str, bytes] = {}

    async def main(upstream: Upstream) -> None:
        async with WAYS[way](upstream, tmp_path / "a.cassette") as server:
            port = str(server.port)
            asking: dict[str, Any] = {"curl -0": told(curl, "-s0", f"http://127.0.0.1:{port}/a")}
            for version, words in FIELDS.items():
                # where nothing tells, a client that closes behind the head of an answer may have left
                if not TELLS and version == "1.1":
                    continue
                request = f"GET /a {words}\r\n\r\n"
                asking[f"nc {version}"] = told(nc, "-N", "127.0.0.1", port, stdin=request.encode())
                asking[f"node {version}"] = told(node, "-e", NODE, port, request)
                asking[f"python {version}"] = told(sys.executable, "-c", PYTHON, port, request)
            gathered = asyncio.gather(*asking.values())
            if way != "replay":
                await until(lambda: len(upstream.requests) == len(asking))
            server.go.set()
            answers.update(zip(asking, await gathered, strict=True))

    run_with_upstream(main)
    for name, answer in answers.items():
        body = (
            answer.rpartition(b"\r\n\r\n")[2]
            if name == "curl -0" or "1.0" in name
            else answer.partition(b"\r\n\r\n")[2]
        )
        assert body in ANSWER, f"{name}: {answer!r}"


@pytest.mark.parametrize("way", WAYS)
def test_a_side_that_is_closed_in_the_middle_changes_nothing(way: str, tmp_path: Path) -> None:
    if not TELLS:
        pytest.skip("this system does not tell")

    async def main(upstream: Upstream) -> None:
        async with WAYS[way](upstream, tmp_path / "a.cassette") as server:
            client = await connect(f"http://127.0.0.1:{server.port}")
            await client.send(b"GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            await client.until(b"\r\n\r\n")
            client.half_close()
            server.go.set()
            assert await client.rest() == (ANSWER[0], False)

    run_with_upstream(main)


#: what stands behind the last whole request of a client that sends no more
RESTS = {
    "nothing": b"",
    "empty line": b"\r\n",
    "half a line": b"GE",
    "half a head": b"GET /a HTTP/1.1\r\nHo",
    "half a body": b"POST /a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nabc",
    "half a chunk": b"POST /a HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("rest", RESTS)
def test_requests_that_were_sent_before_the_side_was_closed_are_answered(way: str, rest: str, tmp_path: Path) -> None:
    if not TELLS:
        pytest.skip("this system does not tell")

    async def main(upstream: Upstream) -> None:
        async with WAYS[way](upstream, tmp_path / "a.cassette") as server:
            server.go.set()
            client = await connect(f"http://127.0.0.1:{server.port}")
            ask = b"GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            await client.send(ask * 3 + RESTS[rest])
            client.half_close()
            answer, was_reset = await asyncio.wait_for(client.rest(), A_SECOND / SECOND)
            assert answer.count(ANSWER[0]) == answer.count(b"HTTP/1.1 ") == 3
            assert not was_reset

    run_with_upstream(main)


def test_a_request_in_part_behind_answers_of_the_players_own_ends_the_connection(tmp_path: Path) -> None:
    if not TELLS:
        pytest.skip("this system does not tell")

    async def main(upstream: Upstream) -> None:
        async with replayed(upstream, tmp_path / "a.cassette") as server:
            for rest in RESTS.values():
                client = await connect(f"http://127.0.0.1:{server.port}")
                # so many that the end of the sending side comes before the last answer
                await client.send(b"GET /nowhere HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20 + rest)
                client.half_close()
                answer, was_reset = await asyncio.wait_for(client.rest(), A_SECOND / SECOND)
                assert answer.count(b"HTTP/1.1 404 ") == answer.count(b"HTTP/1.1 ") == 20
                assert not was_reset

    run_with_upstream(main)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("how", ["close", "half-close, then close", "reset", "half-close, then reset", "killed nc"])
def test_a_client_that_left_is_noticed_while_nothing_is_written(
    way: str, how: str, tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    if not TELLS:
        pytest.skip("this system does not tell")
    nc = require_tool("nc")

    async def main(upstream: Upstream) -> None:
        async with WAYS[way](upstream, tmp_path / "a.cassette") as server:
            target = b"/never" if way == "replay" else b"/a"
            ask = b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" % target
            if how == "killed nc":
                process = await asyncio.create_subprocess_exec(
                    nc,
                    "-N",
                    "127.0.0.1",
                    str(server.port),
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                )
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(ask)
                process.stdin.close()
                await asyncio.wait_for(process.stdout.readuntil(b"\r\n\r\n"), PATIENCE)
                process.kill()
                await process.wait()
            else:
                client = await connect(f"http://127.0.0.1:{server.port}")
                await client.send(ask)
                await client.until(b"\r\n\r\n")
                if how.startswith("half"):
                    client.half_close()
                    for _ in range(5):
                        await asyncio.sleep(0)
                if how.endswith("reset"):
                    client.abort()
                else:
                    client.close()
            await server.left()

    run_with_upstream(main)


def teardown_module() -> None:
    Client.close_all()
