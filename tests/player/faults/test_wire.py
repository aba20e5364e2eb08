"""Faults of heads and bodies over real sockets, and under another server: what curl and `http.client` read."""

import asyncio
import http.client
import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue

import pytest

from cassettes.model import Interaction
from network.loops import loop_factory
from player.app import PlayerApp
from player.library.library import Library
from player.server.server import serving
from player.settings import Settings
from player.spec.perform import perform
from player.spec.scenario import Scenario, parse_scenario
from tests.support.asgi import ask
from tests.support.patience import PATIENCE
from tests.support.recordings import CHUNKED as CHUNKED_HEAD
from tests.support.recordings import END, NONE, cassette, interaction, made

pytestmark = [pytest.mark.wire, pytest.mark.portable]

EVENTS = [b"id: %d\ndata: %d\n\n" % (number, number) for number in range(1, 5)]
CHUNKED = interaction([(number, number, event, END) for number, event in enumerate(EVENTS, 1)], target=b"/chunked?a=1")
LENGTH = interaction(
    [(1, 1, b"".join(EVENTS), NONE)],
    target=b"/length",
    headers=((b"Content-Type", b"text/event-stream"), (b"Content-Length", b"%d" % len(b"".join(EVENTS)))),
)
CLOSE = interaction(
    [(1, 1, b"".join(EVENTS), NONE)], target=b"/close", headers=((b"Content-Type", b"text/event-stream"),)
)
WITHOUT_IDS = interaction(
    [(number, number, b"data: %d\n\n" % number, END) for number in range(1, 5)], target=b"/without-ids"
)
RECORDED = {"chunked?a=1": CHUNKED, "length": LENGTH, "close": CLOSE}
#: those that a client reads to their end
FAULTS = (
    "status",
    "status,code=429,retry-after=7",
    "status,code=502,as=html",
    "status,code=200",
    "status,code=529,as=event",
    "status,code=204",
    "status,code=500,as=empty",
    "redirect",
    "redirect,code=302,to=:v2",
    "content-type",
    "content-type,as=spelled",
    "double",
    "drop",
    "swap",
    "error",
    "error,then=rest",
    "heartbeat",
    "heartbeat,as=torn",
    "corrupt,seed=1",
    "bad-utf8",
    "no-blank",
    "retry",
    "resume,at=event:3",
    "truncate+status",
)


@contextmanager
def playing(play: str = "recorded") -> Iterator[str]:
    """A player of the recordings under the session's `play`: its address."""
    app = PlayerApp(
        Library([cassette(*RECORDED.values(), POSTED, WITHOUT_IDS)]), Settings(play=parse_scenario(play, Scenario()))
    )
    started, stop, address = threading.Event(), list[Callable[[], object]](), list[str]()

    async def serve() -> None:
        over = asyncio.Event()
        async with serving(app) as url:
            address.append(url)
            stop.append(lambda: loop.call_soon_threadsafe(over.set))
            loop = asyncio.get_running_loop()
            started.set()
            await over.wait()

    def run() -> None:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(serve())

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(PATIENCE)
    try:
        yield address[0]
    finally:
        stop[0]()
        thread.join(PATIENCE)


POSTED = interaction(
    [(1, 1, b"".join(EVENTS), END)],
    target=b"/posted",
    method="POST",
    headers=CHUNKED_HEAD,
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with playing() as address:
        yield address


@pytest.mark.parametrize("path", list(RECORDED))
def test_a_client_that_is_not_ours_reads_what_was_performed(url: str, path: str) -> None:
    """Status, reason, length and body, one request behind the other on a connection that stays where it may."""
    host, connections = url.partition("//")[2], set[object]()
    with closing(http.client.HTTPConnection(host, timeout=PATIENCE)) as connection:
        _read_all(connection, path, connections)
    if path != "close":
        assert len(connections) == 1


def _read_all(connection: http.client.HTTPConnection, path: str, connections: set[object]) -> None:
    for split in ("recorded", "utf8,seed=1", "crlf"):
        for fault in FAULTS:
            spec = f"{split}+{fault}"
            wanted = perform(RECORDED[path], spec)
            connection.request("GET", f"/@{spec}/{path}")
            connections.add(connection.sock)
            with connection.getresponse() as got:
                body = got.read()
                assert wanted.head is not None
                assert (spec, got.status, got.reason.encode(), body) == (
                    spec,
                    wanted.head.status,
                    wanted.head.reason,
                    wanted.body,
                )
                assert got.headers.get_all("Content-Type", []) == [
                    value.decode() for value in wanted.head.values(b"content-type")
                ]
                length, coding = got.headers.get_all("Content-Length", []), got.headers.get_all("Transfer-Encoding", [])
                assert len(length) + len(coding) <= 1
                assert length in ([], [str(len(wanted.body))])
                assert got.headers["X-Chunktape-Plan"].startswith("utf8" if split.startswith("utf8") else "recorded")
                for name in ("Retry-After", "Server"):
                    assert got.headers.get_all(name, []) == [
                        value.decode() for value in wanted.head.values(name.lower().encode())
                    ]


def curl(*args: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["curl", "-s", "--noproxy", "*", *args], capture_output=True, check=False, timeout=PATIENCE)


def test_curl_runs_in_a_loop_and_finds_out_of_one_that_heals(require_tool: Callable[[str], str]) -> None:
    require_tool("curl")
    with playing() as url:
        loop = curl("-L", "--max-redirs", "5", f"{url}/@redirect/chunked?a=1")
        assert loop.returncode == 47  # too many redirects
        healed = curl("-L", "-w", "%{num_redirects} %{url_effective}", f"{url}/@redirect,times=1/chunked?a=1")
        assert healed.stdout == CHUNKED.body + f"1 {url}/@redirect,times=1/chunked?a=1".encode()
        away = curl(
            "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", f"{url}/@redirect,code=302,to=:v2:x/length"
        )
        assert away.stdout == f"302 {url}/@redirect,code=302,to=:v2:x/v2/x".encode()


def test_curl_that_retries_meets_two_failures_and_a_success(require_tool: Callable[[str], str]) -> None:
    require_tool("curl")
    with playing("recorded+status,code=503,retry-after=1,times=2") as url:
        few = curl("--retry", "1", "-w", "%{http_code}", f"{url}/chunked?a=1")
        rest = curl("--retry", "1", "-w", "%{http_code}", f"{url}/chunked?a=1")
    assert few.stdout.endswith(b"503")
    assert rest.stdout == CHUNKED.body + b"200"


def test_an_old_client_meets_no_fault_of_transfer_chunks(url: str, require_tool: Callable[[str], str]) -> None:
    """Neither head nor plan says that there was one."""
    require_tool("curl")
    for fault in ("trailers", "torn-size", "bad-size", "packed-chunks", "no-last-chunk", "chunk-extension"):
        got = curl("--http1.0", "-i", f"{url}/@recorded+{fault}/chunked?a=1")
        head, _, body = got.stdout.partition(b"\r\n\r\n")
        assert (got.returncode, body) == (0, CHUNKED.body)
        assert b"Trailer" not in head
        assert fault.encode() not in head
        new = curl("-i", f"{url}/@recorded+{fault}/chunked?a=1")
        assert b"X-Chunktape-Plan: recorded+" + fault.encode() in new.stdout


def event_source(url: str, path: str, last_id: str = "", method: str = "GET") -> tuple[int, bytes, str]:
    """One request of an EventSource: its status, its body, and its plan."""
    connection = http.client.HTTPConnection(url.partition("//")[2], timeout=PATIENCE)
    connection.request(method, path, headers={"Last-Event-ID": last_id} if last_id else {})
    with connection.getresponse() as got:
        found = got.status, got.read(), got.headers.get("X-Chunktape-Plan", "")
    connection.close()
    return found


@pytest.mark.parametrize("path", list(RECORDED))
def test_an_event_source_that_returns_gets_the_rest(url: str, path: str) -> None:
    plan = "recorded+resume,at=event:3,v=1"
    for _ in range(3):  # nor is what the request says forgotten by the fast lane
        assert event_source(url, f"/{path}") == (200, b"".join(EVENTS), "")
        assert event_source(url, f"/{path}", "2") == (
            200,
            EVENTS[2] + EVENTS[3],
            "recorded+resume,at=event:3,v=1",
        )
        assert event_source(url, f"/{path}", "4")[:2] == (204, b"")
        assert event_source(url, f"/{path}", "unknown")[:2] == (200, b"".join(EVENTS))
    status, body, plan = event_source(url, f"/@utf8,seed=1/{path}", "3")
    assert (status, body) == (200, EVENTS[3])
    assert "+resume,at=event:4,v=1" in plan


def test_a_post_that_is_asked_again_starts_from_the_beginning(url: str) -> None:
    assert event_source(url, "/posted", "2", "POST")[:2] == (200, b"".join(EVENTS))


def test_a_server_that_ends_on_purpose_is_asked_until_nothing_is_left() -> None:
    with playing("recorded+retry,at=event:3,ms=10") as url:
        assert event_source(url, "/length")[1] == EVENTS[0] + EVENTS[1] + b"retry: 10\n\n"
        assert event_source(url, "/length", "2")[1] == EVENTS[2] + EVENTS[3]
        assert event_source(url, "/length", "4")[0] == 204


PAGE = """<!doctype html><script type="module">
const got = [], source = new EventSource("{url}")
source.onmessage = (event) => got.push(event.data)
source.onerror = () => source.readyState === 2 && fetch("/", {{method: "POST", body: JSON.stringify(got)}})
</script>"""


@pytest.mark.parametrize(
    ("path", "spec"),
    [
        ("chunked?a=1", "utf8,seed=1+retry,at=event:3,ms=10"),
        ("without-ids", "recorded+retry,at=event:3,ms=10"),
        ("without-ids", "recorded+retry,at=event:3,ms=10,times=1"),  # it heals, and its numbers go on
    ],
)
def test_chromium_returns_until_nothing_is_left(
    path: str, spec: str, require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    """Its EventSource gets every event once, and takes 204 for the end (WHATWG HTML 9.2.3)."""
    seen = Queue[list[str]]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(page if self.path == "/" else b"")

        def do_POST(self) -> None:
            seen.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.answer(b"")

        def answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None: ...

    with playing() as url, ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        page = PAGE.format(url=f"{url}/@{spec}/{path}").encode()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        chromium = subprocess.Popen(
            [
                *(require_tool("chromium"), "--headless", "--no-sandbox", "--disable-gpu", "--no-proxy-server"),
                *("--no-first-run", "--disable-background-networking", "--disable-dev-shm-usage"),
                *(f"--user-data-dir={tmp_path}", f"http://127.0.0.1:{server.server_port}/"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"HOME": str(tmp_path)},
        )
        try:
            assert seen.get(timeout=PATIENCE) == ["1", "2", "3", "4"]
        finally:
            chromium.terminate()
            chromium.wait(PATIENCE)
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("path", list(RECORDED))
def test_under_another_server_it_is_the_same(path: str) -> None:
    app = PlayerApp(Library([cassette(*RECORDED.values())]), Settings())

    async def main() -> None:
        for fault in FAULTS:
            wanted = perform(RECORDED[path], f"recorded+{fault}")
            got = await ask(app, f"/@recorded+{fault}/{path}")
            assert wanted.head is not None
            assert (fault, got.status, got.body, got.complete) == (fault, wanted.head.status, wanted.body, True)
        again = await ask(app, f"/{path}", headers={"last-event-id": "3"})
        assert again.body == EVENTS[3]

    asyncio.run(main())


def test_what_a_body_cannot_have_is_a_400_and_left_alone_for_the_session() -> None:
    one: Interaction = made("gemini")
    target = one.request.target.decode()
    app = PlayerApp(Library([cassette(one)]), Settings())

    async def main() -> None:
        got = await ask(app, "/@done" + target, "POST", one.request.body, {"content-type": "application/json"})
        assert (got.status, got.json()["error"]["code"]) == (400, "spec")
        assert "needs an event such as [DONE]" in got.json()["error"]["message"]

    asyncio.run(main())
