"""The player under other servers refuses what reaches it; what they refuse themselves never gets an answer of ours."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import hypercorn.asyncio
import hypercorn.config
import pytest
import uvicorn

from player.app import PlayerApp
from player.library.library import Library
from player.settings import Settings
from tests.network.doors import REFUSED, get
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction
from tests.support.sockets import Client, connect

pytestmark = pytest.mark.wire

Serving = Callable[[PlayerApp, socket.socket], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def under_uvicorn(app: PlayerApp, sock: socket.socket) -> AsyncIterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, http="h11", ws="none", log_config=None))
    task = asyncio.ensure_future(server._serve(sockets=[sock]))
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True
        await task


@asynccontextmanager
async def under_hypercorn(app: PlayerApp, sock: socket.socket) -> AsyncIterator[None]:
    config, over = hypercorn.config.Config(), asyncio.Event()
    config.bind, config.errorlog, config.graceful_timeout = [f"fd://{sock.detach()}"], None, 0
    trigger = over.wait
    task = asyncio.ensure_future(hypercorn.asyncio.serve(app, config, shutdown_trigger=trigger))  # type: ignore[arg-type]
    try:
        yield
    finally:
        over.set()
        await task


SERVERS: dict[str, Serving] = {
    "uvicorn": under_uvicorn,
    "hypercorn": under_hypercorn,
}


#: what h11, the parser of both, reads in one way, and so do we then
READ = {
    "a folded field",
    "a forbidden value",
    "an unknown method",
    "bare LFs",
    "equal lengths",
    "HTTP/1.2",
    "HTTP/2 in words",
}
#: for these h11 waits for more, or has other limits; hypercorn speaks HTTP/2
LEFT_OUT = {"HTTP/0.9", "SOCKS", "SSH", "TLS", "a long target", "a long raw target", "HTTP/2, prior knowledge"}


async def answer(url: str, sent: bytes) -> bytes:
    """What comes until the connection ends or, where the server keeps it, until a whole JSON stands there."""
    client = await connect(url)
    await client.send(sent)
    got = b""
    while part := await client.read():
        got += part
        if got.rstrip().endswith(b"}") or got.endswith(b"\r\n0\r\n\r\n"):
            break
    client.close()
    return got


@pytest.mark.parametrize("name", SERVERS)
def test_what_reaches_the_application_is_refused_there(name: str) -> None:
    app = PlayerApp(Library([cassette(interaction([(0, 0, b"x", END)]))]), Settings(match="any"))

    async def main() -> None:
        sock = socket.create_server(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{sock.getsockname()[1]}"
        async with SERVERS[name](app, sock):
            read = set()
            for label, one in REFUSED.items():
                if label in LEFT_OUT:
                    continue
                try:
                    got = await answer(url, one.sent)
                except ConnectionResetError:  # closed with bytes unread
                    got = b""
                if b" 200 " in got.partition(b"\r\n")[0]:
                    read.add(label)
                elif not one.before:
                    head, _, body = got.partition(b"\r\n\r\n")
                    assert head.split(b" ")[1] == b"%d" % one.status, label
                    assert json.loads(body)["error"]["code"] == one.code, label
            assert read == READ
            assert {entry.answer for entry in app.player.journal.entries} <= {"refused", "replay"}

            port = url.rpartition(":")[2].encode()
            for target in (b"/a", b"http://127.0.0.1:%b/a" % port):
                got = await answer(url, get(target, host=b"127.0.0.1:" + port))
                assert b" 200 " in got.partition(b"\r\n")[0], target
            control = await answer(url, get(b"http://127.0.0.1:%b/@chunktape/health" % port, host=b"127.0.0.1:" + port))
            assert b'"ok": true' in control
        sock.close()

    try:
        asyncio.run(asyncio.wait_for(main(), PATIENCE))
    finally:
        Client.close_all()
