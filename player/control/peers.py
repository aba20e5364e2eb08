"""What the other workers of one port know, asked by the worker that a client met (docs/control.md). Rules

- Each worker listens on loopback, beside the shared port, on a port of its own; `Settings.peers` has all of them.
- Requests are numbered across the workers: those of worker k of n are k, k + n, k + 2n. A number says whose it is.
- Whether a client may ask is decided before its question is passed on. It is passed on without an Origin, and the
  answer comes back without CORS headers.
- The events of all are one stream of whole events. They have no `id`: a reader that returns begins anew.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from cassettes.messages import say
from player.control.endpoints import Endpoint, number_in, refused
from player.player import Player
from player.web import answers

#: s before a worker is asked again that did not answer, or whose events ended
AGAIN: Final = 0.5
#: s in which a worker begins its answer, and then ends it. A busy one takes seconds for a long answer; one that is
#: stopped, or is being started again, accepts connections too, since the parent keeps its socket open
ANSWERED: Final = 10.0
#: parts of events that wait for one reader
WAITING: Final = 8
_ID: Final = re.compile(rb"^id: .*\n", re.MULTILINE)
#: headers of an answer that the worker which passes it on makes anew
_OWN: Final = frozenset({"connection", "content-length", "transfer-encoding"})
#: the errors of asking a worker that is gone, is silent, or leaves in the middle of its answer
_FAILED: Final = (OSError, EOFError, ValueError)


class _Answer:
    """The answer of another worker, as it comes. It is one of our own server: its body has a length, or comes chunked,
    and nothing stands behind it.
    """

    def __init__(self, reader: asyncio.StreamReader, head: bytes) -> None:
        self._reader = reader
        status, *lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
        self.status = int(status.split()[1])
        self.headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    async def parts(self, silence: float) -> AsyncIterator[bytes]:
        """Its body. Raises one of `_FAILED` where a part does not come within `silence` s."""
        if "content-length" in self.headers:
            async with asyncio.timeout(silence):
                whole = await self._reader.readexactly(int(self.headers["content-length"]))
            yield whole
            return
        while part := await self._part(silence):
            yield part

    async def _part(self, silence: float) -> bytes:
        async with asyncio.timeout(silence):
            size = int(await self._reader.readline(), 16)
            return (await self._reader.readexactly(size + len("\r\n")))[:size]


@asynccontextmanager
async def _asking(
    address: tuple[str, int], target: str, method: str = "GET", body: bytes = b"", language: str = ""
) -> AsyncIterator[_Answer]:
    """Ask the worker that listens at `address`. Raises one of `_FAILED`, also where no head comes in time."""
    limit = asyncio.get_running_loop().time() + ANSWERED
    async with asyncio.timeout_at(limit):
        reader, writer = await asyncio.open_connection(*address)
    try:
        lines = [f"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close", f"Content-Length: {len(body)}"]
        if language:
            lines.append(f"Accept-Language: {language}")
        writer.write("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        async with asyncio.timeout_at(limit):
            head = await reader.readuntil(b"\r\n\r\n")
        yield _Answer(reader, head)
    finally:
        writer.transport.abort()  # one that is silent takes no more of the body


async def asked(player: Player, worker: int, request: Request, body: bytes = b"") -> Response:
    """What `worker` answers to `request`."""
    target = quote(request.scope["path"], safe="/@") + (f"?{request.url.query}" if request.url.query else "")
    language = request.headers.get("accept-language", "")
    method = "GET" if request.method == "HEAD" else request.method  # the server leaves out the body
    try:
        async with _asking(player.settings.peers[worker - 1], target, method, body, language) as answer:
            content = b"".join([part async for part in answer.parts(ANSWERED)])
    except _FAILED:
        message = say("Worker {number} does not answer; ask again in a moment.", number=worker)
        return refused(player, request, 503, "no-worker", message)
    kept = ((name.encode(), value.encode("latin-1")) for name, value in answer.headers.items() if name not in _OWN)
    return answers.with_headers(Response(content, answer.status), (*kept, *answers.cors(request)))


def owner(player: Player, number: int) -> int | None:
    """The worker, other than this one, that has the request of this number."""
    found = (number - 1) % player.settings.workers + 1
    return found if player.settings.peers and number > 0 and found != player.settings.worker else None


def by_worker(player: Player, endpoint: Endpoint) -> Endpoint:
    """`endpoint`, asked of the worker that `?worker=` names."""

    async def answer(request: Request) -> Response:
        named = request.query_params.get("worker", "")
        count = player.settings.workers
        if not named or named == str(player.settings.worker or 1):
            return await endpoint(request)
        if named not in map(str, range(1, count + 1)) or not player.settings.peers:
            message = say(
                "There is no worker {name}; they are numbered from 1 to {count}.", name=named[:20], count=count
            )
            return refused(player, request, 404, "no-worker", message)
        return await asked(player, int(named), request)

    return answer


def by_number(player: Player, endpoint: Endpoint) -> Endpoint:
    """`endpoint`, asked of the worker that has the request which the path names by `number`."""

    async def answer(request: Request) -> Response:
        worker = owner(player, number_in(str(request.path_params["number"])) or 0)
        return await (asked(player, worker, request) if worker is not None else endpoint(request))

    return answer


async def merged(player: Player, own: AsyncIterator[bytes], silence: float) -> AsyncIterator[bytes]:
    """The events of all workers. `own`: those of this one, with which it ends; `silence`: s without a byte after which
    another worker is gone.
    """
    queue = asyncio.Queue[bytes | None](WAITING)

    async def take(parts: AsyncIterator[bytes]) -> None:
        rest = b""
        async with aclosing(parts):  # type: ignore[type-var]
            async for part in parts:
                whole, end, rest = (rest + part).rpartition(b"\n\n")
                if end:
                    await queue.put(_ID.sub(b"", whole + end))

    async def mine() -> None:
        await take(own)
        await queue.put(None)

    async def follow(worker: int) -> None:
        gone = _gone(worker, player.settings.workers)
        while True:
            try:
                async with _asking(player.settings.peers[worker - 1], "/@chunktape/journal/events") as answer:
                    if answer.status == 200:
                        await take(answer.parts(silence))
            except _FAILED:
                pass
            await queue.put(gone)
            await asyncio.sleep(AGAIN)

    others = (number for number in range(1, player.settings.workers + 1) if number != player.settings.worker)
    tasks = [asyncio.ensure_future(one) for one in (mine(), *map(follow, others))]
    try:
        while (part := await queue.get()) is not None:
            yield part
    finally:
        for task in tasks:
            task.cancel()


def _gone(worker: int, of: int) -> bytes:
    told = json.dumps({"worker": {"number": worker, "of": of}})
    return f"event: gone\ndata: {told}\n\n".encode()
