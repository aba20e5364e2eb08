"""What the recorder's wire tests share: an upstream that does exactly what a test says, and a recorder in front."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.model import Cassette, Header, Interaction, Origin
from cassettes.redaction.redact import Redaction
from network.loops import loop_factory
from recorder.server import Recorder
from recorder.session import Session, Writer
from recorder.settings import Settings, parse_upstream
from tests.support.patience import PATIENCE
from tests.support.waiting import until

CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
#: bytes to write, an event to wait for, or "EOF" / "RST"
Step = bytes | asyncio.Event | str


class Upstream:
    """Answers the target of a request with the steps in `scripts`; `requests` are the raw bytes that came."""

    def __init__(self) -> None:
        self.scripts: dict[str, list[Step]] = {}
        self.requests: list[bytes] = []
        self.connections = 0
        self.left = asyncio.Event()  # a connection of ours was closed by the recorder
        self.port = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, context: ssl.SSLContext | None = None) -> "Upstream":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._writers.add(writer)
        self.connections += 1
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
                self.requests.append(head + (await reader.readexactly(int(length[0])) if length else b""))
                if not await self._play(self.scripts[head.split()[1].decode()], reader, writer):
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            self.left.set()
        finally:
            self._writers.discard(writer)
            self._tasks.discard(task)
            writer.close()

    async def _play(self, steps: list[Step], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        for step in steps:
            if isinstance(step, asyncio.Event):
                gone = asyncio.ensure_future(reader.read(1))  # a client that leaves ends the wait
                waited = asyncio.ensure_future(step.wait())
                await asyncio.wait((gone, waited), return_when=asyncio.FIRST_COMPLETED)
                waited.cancel()
                if gone.done():
                    self.left.set()
                    gone.exception()
                    return False
                gone.cancel()
                await asyncio.gather(gone, return_exceptions=True)
            elif step == "RST":
                sock = writer.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
                return False
            elif step == "EOF":
                return False
            else:
                assert isinstance(step, bytes)
                writer.write(step)
                await writer.drain()
        return True


class Running:
    """A recorder that runs, its file, and clients for it."""

    def __init__(self, recorder: Recorder, session: Session, path: Path) -> None:
        self.recorder, self.session, self.path = recorder, session, path
        self.failures: list[str] = []
        self._writers: list[asyncio.StreamWriter] = []

    @property
    def port(self) -> int:
        return self.recorder.settings.port

    def cassette(self) -> Cassette:
        return store.load(self.path)

    def only(self) -> Interaction:
        (one,) = self.cassette().interactions
        return one

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._writers.append(writer)
        return reader, writer

    async def ask(self, request: bytes) -> bytes:
        """All bytes of the answer, on a connection of its own that the recorder must close."""
        reader, writer = await self.connect()
        writer.write(request)
        return await asyncio.wait_for(reader.read(), PATIENCE)

    async def get(self, target: str, *fields: bytes, method: str = "GET") -> bytes:
        """All bytes of the answer to a request that closes its connection."""
        lines = [f"{method} {target} HTTP/1.1".encode(), b"Host: localhost", b"Connection: close", *fields]
        return await self.ask(b"\r\n".join([*lines, b"", b""]))

    def close_clients(self) -> None:
        for writer in self._writers:
            writer.transport.abort()


@asynccontextmanager
async def recording_session(
    url: str, path: Path, *, writer: Writer | None = None, redaction: Redaction | None = None, **settings: Any
) -> AsyncIterator[Running]:
    recorder = Recorder(Settings(parse_upstream(url), **{"port": 0, **settings}))
    await recorder.bind()
    redaction = redaction or Redaction.default()
    if writer is None:
        writer = store.CassetteWriter(path, Header("test", 0, Origin("recorded", url), redaction.rules), "overwrite")
    failures: list[str] = []
    session = Session(writer, redaction, on_failure=failures.append)
    running = Running(recorder, session, path)
    running.failures = failures
    await recorder.serve(session)
    try:
        yield running
    finally:
        await recorder.stop()
        running.close_clients()


Scenario = Callable[[Upstream], Awaitable[None]]


def run_with_upstream(scenario: Scenario, context: ssl.SSLContext | None = None) -> None:
    async def main() -> None:
        upstream = await Upstream().start(context)
        try:
            await asyncio.wait_for(scenario(upstream), PATIENCE)
        finally:
            await upstream.stop()

    run_alone(main())


def run_alone(main: Coroutine[Any, Any, None]) -> None:
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(main)


@pytest.fixture
def run() -> Callable[..., None]:
    """`run(scenario)`: an async function that gets a fresh Upstream; on the loop that the command would use."""
    return run_with_upstream


@pytest.fixture
def alone() -> Callable[..., None]:
    """`alone(coroutine)`: the same loop, no upstream."""
    return run_alone


@pytest.fixture
def session() -> Callable[..., Any]:
    """`async with session(url, path, **settings) as s`: a recorder; the file is complete behind the block."""
    return recording_session


@pytest.fixture
def eventually() -> Callable[..., Any]:
    """`await eventually(condition)`: wait for what no event tells of."""
    return until
