"""Node `http`, Node `fetch` and Chromium, each in a process of its own, and the pieces that each sees of a response."""

import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from shutil import which
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from player.app import PlayerApp

#: s for one client's whole list
PATIENCE: Final = 300
CLIENTS: Final = ("Node http", "Node fetch", "Chromium fetch")
_HERE: Final = Path(__file__).resolve().parent
_CHROMIUM: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One client's result for one request: lengths of the pieces, SHA-256 of the body, the plan's spec."""

    lengths: tuple[int, ...]
    digest: str
    spec: str

    @property
    def cuts(self) -> frozenset[int]:
        """The boundaries that the client saw."""
        return frozenset(accumulate(length for length in self.lengths if length)) - {sum(self.lengths)}


async def node(kind: str, urls: Sequence[str]) -> list[Seen]:
    """One Node process asks for all `urls`; `kind`: `http` or `fetch`."""
    process = await asyncio.create_subprocess_exec(
        which("node") or "node",
        str(_HERE / "pieces.mjs"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        question = json.dumps({"kind": kind, "urls": list(urls)}).encode()
        out, err = await asyncio.wait_for(process.communicate(question), PATIENCE)
        assert process.returncode == 0, err.decode()
        return _read(json.loads(out))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def chromium(app: PlayerApp, url: str, urls: Sequence[str]) -> list[Seen]:
    """A fresh Chromium opens a page of `app`, which is served at `url` and asks for all `urls` with `fetch`."""
    result: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    async def page(_: Request) -> Response:
        return HTMLResponse((_HERE / "pieces.html").read_text(encoding="utf-8"))

    async def wanted(_: Request) -> Response:
        return JSONResponse(list(urls))

    async def take(request: Request) -> Response:
        result.set_result(await request.json())
        return Response()

    routes = [
        Route("/@chunktape/page", page),
        Route("/@chunktape/urls", wanted),
        Route("/@chunktape/result", take, methods=["POST"]),
    ]
    app.control.routes[:0] = routes
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            which("chromium") or "chromium",
            *_CHROMIUM,
            f"--user-data-dir={profile}",
            f"{url}/@chunktape/page",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            answers = await asyncio.wait_for(result, PATIENCE)
        finally:
            del app.control.routes[: len(routes)]
            if process.returncode is None:
                process.terminate()
            await process.wait()
    assert isinstance(answers, list), answers
    return _read(answers)


def _read(answers: list[dict[str, Any]]) -> list[Seen]:
    return [
        Seen(tuple(one["lengths"]), one["digest"], one["headers"].get("x-chunktape-plan", "recorded"))
        for one in answers
    ]


async def asked(client: str, app: PlayerApp, url: str, urls: Sequence[str]) -> list[Seen]:
    """What `client`, one of `CLIENTS`, sees of `urls`."""
    if client == "Chromium fetch":
        return await chromium(app, url, urls)
    return await node(client.split()[1], urls)
