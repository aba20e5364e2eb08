"""`python -m benchmarks.boundaries`: the share of planned boundaries that real clients see. Rules

- The player is ours, on loopback; Node `http`, Node `fetch` and Chromium ask it, each in a process of its own.
- Planned boundaries are those of the plan that the player names in `X-Chunktape-Plan`; a client's are the ends of what
  it got. Bytes must be equal, or the run ends.
- Boundaries that were not planned are counted. Without a gap there can be some: what is written at once is a burst, and
  TCP may hand a part of it to a client that looks meanwhile (seen at 4,096 bytes of a new connection).
- The table goes into docs/behaviour.md between its markers; medians of `RUNS` runs.
"""

import asyncio
import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from shutil import which
from statistics import median
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from benchmarks import machine
from cassettes.library import folder
from cassettes.model import Interaction
from cassettes.store import load
from network.loops import loop_factory
from player.app import PlayerApp
from player.library.library import Library
from player.server.server import serving
from player.spec.spec import parse_spec
from player.splits import Body, plan_for

RUNS: Final = 5
#: s for one client's whole list
PATIENCE: Final = 300
HERE: Final = Path(__file__).resolve().parent
DOCUMENT: Final = HERE.parent / "docs" / "behaviour.md"
MARKERS: Final = ("<!-- measured: boundaries -->", "<!-- end: boundaries -->")
TAPE: Final = folder() / "chat-openai.cassette"
CLIENTS: Final = ("Node http", "Node fetch", "Chromium fetch")
SPLITS: Final = ("event", "utf8", "utf8,all=1")
GAPS: Final = ("0", "5", "device", "assured")
CHROMIUM: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one client got for one request: lengths of the pieces, SHA-256 of the body, the plan's spec."""

    lengths: tuple[int, ...]
    digest: str
    spec: str

    @property
    def cuts(self) -> frozenset[int]:
        """The boundaries that it saw."""
        return frozenset(accumulate(length for length in self.lengths if length)) - {sum(self.lengths)}


def planned(source: Body, spec: str) -> frozenset[int]:
    """The cuts of the plan that a response named."""
    split = parse_spec(spec).split
    assert split is not None
    return frozenset(plan_for(source, split).cuts)


def share(source: Body, seen: Seen) -> float:
    """Seen of planned, 0 to 1. Raises AssertionError for other bytes."""
    assert seen.digest == sha256(source.data).hexdigest(), f"{seen.spec}: other bytes"
    wanted = planned(source, seen.spec)
    return len(seen.cuts & wanted) / len(wanted) if wanted else 1.0


def unplanned(source: Body, seen: Seen) -> list[int]:
    """The boundaries that were not planned."""
    return sorted(seen.cuts - planned(source, seen.spec))


async def node(kind: str, urls: Sequence[str]) -> list[Seen]:
    """One Node process asks for all `urls`; `kind`: `http` or `fetch`."""
    process = await asyncio.create_subprocess_exec(
        which("node") or "node",
        str(HERE / "pieces.mjs"),
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
        return HTMLResponse((HERE / "pieces.html").read_text(encoding="utf-8"))

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
    app.asgi.router.routes[:0] = routes
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            which("chromium") or "chromium",
            *CHROMIUM,
            f"--user-data-dir={profile}",
            f"{url}/@chunktape/page",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            answers = await asyncio.wait_for(result, PATIENCE)
        finally:
            del app.asgi.router.routes[: len(routes)]
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


def sample() -> Interaction:
    """The stream that is measured: a recorded chat with Chinese text, asked for with GET."""
    one = load(TAPE).interactions[0]
    return replace(one, request=replace(one.request, method="GET", target=b"/sample", body=b"", headers=()))


#: (client, split, gap)
Cell = tuple[str, str, str]


async def measure() -> tuple[dict[Cell, float], dict[str, int]]:
    """The median share of each cell, and per gap how many boundaries were not planned."""
    one = sample()
    app = PlayerApp(Library([replace(load(TAPE), interactions=(one,), path="")]))
    source = Body.of(one)
    shares: dict[Cell, list[float]] = {}
    others = dict.fromkeys(GAPS, 0)
    async with serving(app) as url:
        for client in CLIENTS:
            cells = [(client, split, gap) for split in SPLITS for gap in GAPS]
            urls = [f"{url}/@{split}+speed,x=max+gap,ms={gap}/sample" for _, split, gap in cells]
            for _ in range(RUNS):
                for cell, seen in zip(cells, await asked(client, app, url, urls), strict=True):
                    shares.setdefault(cell, []).append(share(source, seen))
                    others[cell[2]] += len(unplanned(source, seen))
    return {cell: median(found) for cell, found in shares.items()}, others


def table(shares: dict[Cell, float], others: dict[str, int]) -> str:
    """Markdown: a row per client and split, a column per gap."""
    lines = ["| client | split | " + " | ".join(f"gap `{gap}`" for gap in GAPS) + " |"]
    lines.append("| :-- | :-- |" + " --: |" * len(GAPS))
    for client in CLIENTS:
        for split in SPLITS:
            cells = (f"{shares[client, split, gap] * 100:.1f} %" for gap in GAPS)
            lines.append(f"| {client} | `{split}` | " + " | ".join(cells) + " |")
    lines.append("| not planned, all runs | | " + " | ".join(str(others[gap]) for gap in GAPS) + " |")
    return "\n".join(lines)


def versions() -> str:
    """Node's and Chromium's version."""
    found = []
    for name in ("node", "chromium"):
        done = subprocess.run([which(name) or name, "--version"], capture_output=True, text=True, check=True)
        found.append(" ".join(done.stdout.split()[:2]))
    return ", ".join(found).replace("v", "Node ", 1)


def write(document: Path, text: str) -> None:
    """Put `text` between the markers of `document`; they are added at its end where it has none."""
    first, last = MARKERS
    before = document.read_text(encoding="utf-8") if document.exists() else ""
    if first not in before:
        before += f"\n{first}\n{last}\n"
    ahead, _, rest = before.partition(first)
    document.write_text(f"{ahead}{first}\n{text}\n{last}{rest.partition(last)[2]}", encoding="utf-8", newline="\n")


def main() -> None:
    """Measure, and write the table."""
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        shares, others = runner.run(measure())
    now = datetime.now(UTC)
    head = f"{now:%Y-%m-%d %H:%M} UTC · {machine.describe()}; {RUNS} runs, medians  "
    text = f"{head}\n`python -m benchmarks.boundaries` · {versions()}\n\n{table(shares, others)}"
    write(DOCUMENT, text)
    print(text)


if __name__ == "__main__":
    main()
