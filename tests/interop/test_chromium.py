"""Chromium against the player, from a page of another origin: fetch, EventSource, a preflighted POST, an abort."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, Queue
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from benchmarks.subjects.outside import process
from cassettes.clock import SECOND
from cassettes.model import Chunk, Chunks, Mark, Request
from tests.interop.sessions import made, playing
from tests.interop.stream import BODY, EVENTS, ONE, PIECES, TARGET, whole_events
from tests.support.patience import PATIENCE
from tests.support.waiting import wait_until

pytestmark = pytest.mark.wire

PAGE = Path(__file__).parent / "programs" / "page.html"
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-proxy-server")
ALONE = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage")

#: goes on for an hour behind its first piece
HELD = replace(
    ONE,
    number=3,
    request=Request("GET", f"{TARGET}/held".encode()),
    chunks=Chunks.of([next(iter(ONE.chunks)), Chunk(3600 * SECOND, 2, PIECES[1], Mark.END)]),
    ending=replace(ONE.ending, at=3600 * SECOND),
)


class _Handler(BaseHTTPRequestHandler):
    """Gives the page, and takes what the page saw."""

    def __init__(self, seen: "Queue[Any]", *arguments: Any) -> None:
        self.seen = seen
        super().__init__(*arguments)

    def do_GET(self) -> None:
        known = self.path.startswith("/page")
        self._answer(200 if known else 404, PAGE.read_bytes() if known else b"")

    def do_POST(self) -> None:
        self.seen.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._answer(200, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def pages(seen: "Queue[Any]") -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, seen)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/page"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def seen(require_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the page saw."""
    folder, found = tmp_path_factory.mktemp("chromium"), Queue[Any]()
    posted = replace(ONE, number=2, request=Request("POST", TARGET.encode()))
    with playing(made(folder / "made.cassette", [ONE, posted, HELD])) as player, pages(found) as page:
        profile = f"--user-data-dir={folder / 'profile'}"
        address = f"{page}?url={quote(player + TARGET, safe='')}"
        command = [require_tool("chromium"), *QUIET, *ALONE, profile, address]
        with process(command, folder, HOME=str(folder), XDG_CONFIG_HOME=str(folder), XDG_CACHE_HOME=str(folder)):
            try:
                result = found.get(timeout=PATIENCE)
            except Empty:
                printed = (folder / "output.txt").read_text("utf-8", "replace")[-2000:]
                pytest.fail(f"the page did not answer within {PATIENCE} s; Chromium printed:\n{printed}")
            assert "error" not in result, result
            result["left"] = left(player)
    return result


def left(player: str) -> list[int]:
    """The body bytes of every request whose client left, once the player has seen them all end."""

    def journal() -> Any:
        return httpx.get(f"{player}/@chunktape/journal", trust_env=False, timeout=PATIENCE).json()

    wait_until(lambda: not journal()["active"], journal)
    return [entry["bytes"] for entry in journal()["entries"] if entry["outcome"] == "client-left"]


def test_fetch_across_origins(seen: Any) -> None:
    assert (seen["fetch"]["status"], seen["fetch"]["id"]) == (200, "a")
    whole_events([base64.b64decode(piece) for piece in seen["fetch"]["pieces"]])


def test_event_source(seen: Any) -> None:
    assert [tuple(event) for event in seen["events"]] == list(EVENTS)


def test_a_post_that_needs_a_preflight(seen: Any) -> None:
    assert seen["post"] == {"status": 200, "text": BODY.decode()}


def test_an_abort_is_noticed(seen: Any) -> None:
    assert seen["aborted"] is True
    assert seen["left"] == [len(PIECES[0])]
