"""A recorder and a player that run before an upstream that tells what came."""

import asyncio
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.model import Header, Origin
from cassettes.redaction.redact import Redaction
from chunktape.forward.forwarder import Forwarder
from chunktape.forward.taping import NoWriter
from network.loops import loop_factory
from player.app import PlayerApp
from player.library.library import Library
from player.server.server import serving
from player.settings import Settings as PlayerSettings
from player.wire.protocol import WireProtocol
from player.wire.selfcheck import self_check
from recorder.client import ClientConnection
from recorder.server import Recorder
from recorder.session import Session
from recorder.settings import Settings, parse_upstream
from recorder.upstream.dial import Dialer
from tests.support.patience import PATIENCE
from tests.support.sockets import Client

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Bodies:
    """An upstream that reads any body and answers every request with `OK`; `requests`: (head, body without chunks)."""

    def __init__(self) -> None:
        self.requests: list[tuple[bytes, bytes]] = []

    async def start(self) -> "Bodies":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                body = b""
                length = re.search(rb"(?i)content-length: (\d+)", head)
                if length is not None:
                    body = await reader.readexactly(int(length[1]))
                size = 1 if b"chunked" in head else 0
                while size:
                    size = int(await reader.readline(), 16)
                    body += (await reader.readexactly(size + 2))[:size]
                self.requests.append((head, body))
                writer.write(OK)
        except (asyncio.IncompleteReadError, ConnectionError):  # the connection is over
            writer.close()

    def stop(self) -> None:
        self._server.close()


class Reads:
    """The sizes of what our servers read, by their client's port, for as long as `patch` lasts."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.sizes = defaultdict[int, list[int]](list)
        self._over = set[int]()
        self._news = asyncio.Event()
        ports = dict[object, int]()

        def made(connection: object, transport: asyncio.Transport) -> None:
            peer = transport.get_extra_info("peername")
            ports[connection] = peer[1] if peer else 0  # a transport of the self-check has none

        def read(connection: object, data: bytes) -> None:
            self.sizes[ports[connection]].append(len(data))

        def lost(connection: object, error: Exception | None) -> None:
            self._over.add(ports[connection])

        for protocol in (WireProtocol, ClientConnection):
            for name, note in (("connection_made", made), ("data_received", read), ("connection_lost", lost)):
                self._before(patch, protocol, name, note)

    def _before(self, patch: pytest.MonkeyPatch, protocol: type, name: str, note: Callable[[Any, Any], None]) -> None:
        call = getattr(protocol, name)

        def noted(connection: Any, given: Any) -> None:
            note(connection, given)
            self._news.set()
            call(connection, given)

        patch.setattr(protocol, name, noted)

    async def come(self, port: int, count: int) -> None:
        """Wait until so many bytes have come from `port`, or its connection is over."""
        while sum(self.sizes[port]) < count and port not in self._over:
            self._news.clear()
            await self._news.wait()


class Server:
    """One of ours that runs: its URL, what its console said, the requests that its upstream got, what it read."""

    reads: Reads

    def __init__(self, url: str, upstream: Bodies) -> None:
        self.url, self.upstream = url, upstream
        self.lines: list[str] = []

    async def take(self, client: Client, data: bytes, step: int = 0) -> None:
        """Send `data` as `client`; with a step so many bytes at a time, each part once the one before was read."""
        for start in range(0, len(data), step or len(data)):
            await client.send(data[start : start + (step or len(data))])
            if step:
                await self.reads.come(client.port, min(start + step, len(data)))


Running = Callable[[Bodies, Path], AbstractAsyncContextManager[Server]]


@asynccontextmanager
async def recorder(upstream: Bodies, path: Path) -> AsyncIterator[Server]:
    origin = f"http://127.0.0.1:{upstream.port}"
    one = Recorder(Settings(parse_upstream(origin), port=0))
    await one.bind()
    server = Server(one.url, upstream)
    redaction = Redaction.default()
    writer = store.CassetteWriter(path, Header("test", 0, Origin("recorded", origin), redaction.rules), "overwrite")
    await one.serve(Session(writer, redaction, on_failure=server.lines.append), tell=server.lines.append)
    try:
        yield server
    finally:
        await one.stop()


@asynccontextmanager
async def player(upstream: Bodies, path: Path) -> AsyncIterator[Server]:
    """With an upstream, to which nothing that is refused may go."""
    settings = Settings(parse_upstream(f"http://127.0.0.1:{upstream.port}"))
    forwarder = Forwarder(settings, Dialer(settings), Session(NoWriter(), Redaction.none(), on_failure=print))
    app = PlayerApp(Library([]), PlayerSettings(), on_miss=forwarder, on_stop=forwarder.close)
    async with serving(app) as url:
        assert self_check() is None
        server = Server(url, upstream)
        app.player.journal.listen(lambda entry: server.lines.append(f"{entry.answer} {entry.remark}{entry.note}"))
        yield server


SERVERS: dict[str, Running] = {"recorder": recorder, "player": player}


def on_each(name: str, path: Path, scenario: Callable[[Server], Any]) -> None:
    async def main() -> None:
        upstream = await Bodies().start()
        try:
            with pytest.MonkeyPatch.context() as patch:
                reads = Reads(patch)
                async with SERVERS[name](upstream, path) as server:
                    server.reads = reads
                    await scenario(server)
        finally:
            upstream.stop()

    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(asyncio.wait_for(main(), PATIENCE))
    finally:
        Client.close_all()
