"""Measures whether every byte of responses over TLS arrives through the commands, and with which ending.

A cell is one response of one server to one client. `measure` runs any number of them at once against real `record`,
`play --upstream` and `capture` processes and compares, byte for byte, what the client got and what stands in the file
with what the server sent.
"""

import hashlib
import itertools
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from cassettes import store
from cassettes.model import EndKind, Interaction
from chunktape.client.process import Running, running
from tests.support.patience import PATIENCE
from tests.support.peers.scripted import Peer, scripted

SIZES = (300_000, 1_000_000, 4_000_000, 16_000_000)
FRAMINGS = ("chunked", "length", "close")
WAYS = ("record", "capture", "play")
LOOPS = ("uvloop", "portable")
#: how much later than its request a late client begins to read
LATE_SECONDS = 1.0


class Cell(NamedTuple):
    """`notify`: the server says close_notify before it closes; `late`: the client begins to read a second later."""

    size: int
    framing: str
    notify: bool
    late: bool
    way: str
    loop: str

    @property
    def target(self) -> str:
        return f"/{self.size}/{self.framing}/{self.notify:d}/{self.late:d}"

    @property
    def ending(self) -> EndKind:
        """The ending by RFC 9112 section 9.8."""
        return EndKind.COMPLETE if self.notify or self.framing != "close" else EndKind.TRUNCATED


class Outcome(NamedTuple):
    """Bytes that are missing or wrong, at the client and in the file; and the recorded ending."""

    client: int
    file: int
    ending: EndKind

    def right(self, cell: Cell) -> bool:
        return self == (0, 0, cell.ending)


def cells(sizes: Sequence[int] = SIZES, ways: Sequence[str] = WAYS, loops: Sequence[str] = LOOPS) -> list[Cell]:
    """The whole matrix of these."""
    return [Cell(*one) for one in itertools.product(sizes, FRAMINGS, (True, False), (False, True), ways, loops)]


def body_of(target: str) -> bytes:
    """Bytes in which no piece occurs twice."""
    return hashlib.shake_256(target.encode()).digest(int(target.split("/")[1]))


def framed(target: str) -> tuple[bytes, bytes]:
    """The head that the server sends, and what follows it."""
    framing, body = target.split("/")[2], body_of(target)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
    if framing == "length":
        return head + b"Content-Length: %d\r\n\r\n" % len(body), body
    if framing == "close":
        return head + b"Connection: close\r\n\r\n", body
    frames = (body[at : at + 10_000] for at in range(0, len(body), 10_000))
    return head + b"Transfer-Encoding: chunked\r\n\r\n", b"%b0\r\n\r\n" % b"".join(
        b"%x\r\n%b\r\n" % (len(frame), frame) for frame in frames
    )


def answer(peer: Peer) -> None:
    """The server: one request, its response, and at once the end."""
    request = peer.request()
    target = request.split(b" ")[1].decode() if request else ""
    if not target:
        return
    head, body = framed(target)
    peer.send(head + body)
    if target.split("/")[3] == "1":
        peer.close_notify()


def measure(matrix: Sequence[Cell], context: ssl.SSLContext, ca: str, folder: Path) -> dict[Cell, Outcome]:
    """All cells, as many at once as there is room for."""
    with ExitStack() as stack:
        server = stack.enter_context(scripted(answer, context))
        url = f"https://127.0.0.1:{server.port}"
        servers = {
            (way, loop): stack.enter_context(_serving(way, loop, url, ca, folder))
            for way, loop in {(cell.way, cell.loop) for cell in matrix if cell.way != "capture"}
        }
        pool = stack.enter_context(ThreadPoolExecutor(24))

        def run(cell: Cell) -> int:
            one = servers.get((cell.way, cell.loop))
            return _ask(cell, one.url) if one else _capture(cell, url, ca, folder)

        missing = dict(zip(matrix, pool.map(run, matrix), strict=True))
    stored = {key: _by_target(folder / f"{key[0]}-{key[1]}.cassette") for key in servers}
    outcomes = {}
    for cell in matrix:
        if cell.way == "capture":
            (one,) = store.load(_captured(cell, folder)).interactions
        else:
            one = stored[cell.way, cell.loop][cell.target]
        outcomes[cell] = Outcome(missing[cell], difference(one.body, body_of(cell.target)), one.ending.kind)
    return outcomes


def difference(found: bytes, expected: bytes) -> int:
    """Bytes that are missing or wrong."""
    if found == expected:
        return 0
    same = next((at for at, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(found), len(expected)) if same is None else same
    return max(len(found), len(expected)) - same


def _environment(loop: str) -> dict[str, str]:
    return {"CHUNKTAPE_PORTABLE": "1" if loop == "portable" else "0"}


def _serving(way: str, loop: str, url: str, ca: str, folder: Path) -> AbstractContextManager[Running]:
    file = str(folder / f"{way}-{loop}.cassette")
    words = ["record", url] if way == "record" else ["play", "--upstream", url, "--record", "new"]
    return running("chunktape", *words, "--ca", ca, "--port", "0", "--output", file, env=_environment(loop))


def _ask(cell: Cell, url: str) -> int:
    """How much of the answer is missing at a client over TCP."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as sock:
        sock.sendall(f"GET {cell.target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        if cell.late:
            time.sleep(LATE_SECONDS)  # what is tried here, not a way to wait for something
        got = bytearray()
        while data := sock.recv(1 << 20):
            got += data
    return difference(bytes(got).partition(b"\r\n\r\n")[2], framed(cell.target)[1])


def _captured(cell: Cell, folder: Path) -> Path:
    return folder / f"capture{cell.target.replace('/', '-')}-{cell.loop}.cassette"


def _capture(cell: Cell, url: str, ca: str, folder: Path) -> int:
    """How much of the body is missing in the pipe that the command writes to."""
    command = [sys.executable, "-P", "-m", "chunktape", "capture", url + cell.target, "--ca", ca]
    command += ["-o", str(_captured(cell, folder))]
    environment = {**os.environ, **_environment(cell.loop)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout is not None
        if cell.late:
            time.sleep(LATE_SECONDS)
        got = process.stdout.read()
    return difference(got, body_of(cell.target))


def _by_target(file: Path) -> dict[str, Interaction]:
    return {one.request.target.decode(): one for one in store.load(file).interactions}


def table(outcomes: dict[Cell, Outcome]) -> Iterator[str]:
    """Markdown: per way, loop and framing how many cells are right of how many."""
    yield "| way | loop | chunked | length | close |"
    yield "| :-- | :-- | --: | --: | --: |"
    for way, loop in sorted({(cell.way, cell.loop) for cell in outcomes}):
        counts = []
        for framing in FRAMINGS:
            mine = [(c, o) for c, o in outcomes.items() if (c.way, c.loop, c.framing) == (way, loop, framing)]
            counts.append(f"{sum(o.right(c) for c, o in mine)} of {len(mine)}")
        yield f"| {way} | {loop} | {' | '.join(counts)} |"
