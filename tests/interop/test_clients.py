"""Node, curl, httpx and aiohttp against the player: bytes, header case, and the boundaries that each can see.

node:http, httpx and aiohttp's iter_chunks hand out transfer chunks as such, whatever the time between them; fetch
joins what comes close together, so of it only is asked that it never sees a cut that was not recorded.
"""

import asyncio
import base64
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import pytest

from cassettes import store
from tests.interop.sessions import made, playing, run
from tests.interop.stream import BODY, HEADERS, ONE, PIECES, TARGET, whole_events
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with playing(made(tmp_path_factory.mktemp("clients") / "made.cassette", [ONE])) as found:
        yield found + TARGET


@pytest.fixture(scope="module")
def in_node(url: str, require_tool: Callable[[str], str]) -> Any:
    return json.loads(run(require_tool("node"), str(HERE / "programs" / "clients.mjs"), url))


def test_node_http(in_node: Any) -> None:
    seen = in_node["http"]
    assert seen["status"] == 200
    flat = [text.decode() for pair in HEADERS for text in pair]
    assert seen["headers"][2 : 2 + len(flat)] == flat
    assert [base64.b64decode(piece) for piece in seen["pieces"]] == PIECES


def test_node_fetch(in_node: Any) -> None:
    seen = in_node["fetch"]
    assert seen["status"] == 200
    assert "x-request-id" in seen["headers"]
    whole_events([base64.b64decode(piece) for piece in seen["pieces"]])


def test_httpx(url: str) -> None:
    with httpx.stream("GET", url, trust_env=False, timeout=PATIENCE) as answer:
        assert [pair for pair in answer.headers.raw if pair in HEADERS] == list(HEADERS)
        assert list(answer.iter_raw()) == PIECES


def test_aiohttp(url: str) -> None:
    async def read() -> tuple[list[tuple[bytes, bytes]], list[bytes]]:
        pieces, pending = [], b""
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            async for data, ended in answer.content.iter_chunks():
                pending += data
                if ended:
                    pieces.append(pending)
                    pending = b""
            return list(answer.raw_headers), pieces

    headers, pieces = asyncio.run(read())
    assert [pair for pair in headers if pair in HEADERS] == list(HEADERS)
    assert pieces == PIECES


def test_curl(url: str, tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    """Its output is the body; its trace with times becomes a cassette that has the body, the headers and the pace."""
    body, trace, file = tmp_path / "body", tmp_path / "trace.txt", tmp_path / "trace.cassette"
    words = ["-sS", "-N", "--noproxy", "*", "--trace", str(trace), "--trace-time", "-o", str(body), url]
    run(require_tool("curl"), *words)
    assert body.read_bytes() == BODY
    run(sys.executable, "-P", "-m", "chunktape", "import", "curl-trace", str(trace), "--output", str(file))
    (imported,) = store.load(file).interactions
    assert imported.body == BODY
    assert imported.head is not None
    assert [pair for pair in imported.head.headers if pair in HEADERS] == list(HEADERS[:2])  # cookies are secrets
    assert ONE.ending.at // 2 < imported.ending.at
