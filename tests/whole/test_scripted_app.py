"""An app that does more than stream: new login code, signed queries, a history, another question in every run."""

import hashlib
import http.client
import http.server
import itertools
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cassettes import store
from chunktape.client.process import Running, running
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

SECRET = "app-secret"
ANSWERS = (["你好，", "我是", "第一轮。"], ["再次", "回答：", "第二轮 👍"])


def signature(path: str, moment: str) -> str:
    return hashlib.sha256(f"{SECRET}{path}{moment}".encode()).hexdigest()


class AppServer(http.server.BaseHTTPRequestHandler):
    """Takes each login code once, checks every signature and token, and answers a chat by the number of its turns."""

    protocol_version = "HTTP/1.1"
    server: "Backend"

    def do_GET(self) -> None:
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        self.server.asked.append(self.path)
        if query.get("sign") != [signature(path, query["timestamp"][0])] or not self._known():
            self._json(403, {"error": "bad signature"})
        else:
            self._json(200, {"name": "小明", "quota": 3})

    def do_POST(self) -> None:
        self.server.asked.append(self.path)
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/login":
            fresh = given["code"] not in self.server.codes
            self.server.codes.add(given["code"])
            token = f"token-{len(self.server.codes)}"
            self._json(200 if fresh else 401, {"token": token} if fresh else {"error": "code used"})
        elif not self._known():
            self._json(401, {"error": "who are you"})
        else:
            turn = sum(one["role"] == "user" for one in given["messages"])
            self._stream(ANSWERS[min(turn, len(ANSWERS)) - 1])

    def _known(self) -> bool:
        return self.headers.get("Authorization", "").startswith("Bearer token-")

    def _json(self, status: int, value: object) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, words: list[str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for word in [*words, None]:
            data = "[DONE]" if word is None else json.dumps({"text": word}, ensure_ascii=False)
            event = f"data: {data}\n\n".encode()
            self.wfile.write(b"%x\r\n%b\r\n" % (len(event), event))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base class
        pass


class Backend(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), AppServer)
        self.codes: set[str] = set()
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def backend() -> Iterator[Backend]:
    server = Backend()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


class App:
    """The app, one run of it: nothing that it sends is as it was in another run."""

    _runs = itertools.count(1)

    def __init__(self, base: str) -> None:
        self.run = next(self._runs)
        self._moments = itertools.count(self.run * 1000)
        self._authority = urlsplit(base).netloc
        self._token = ""

    def ask(self, method: str, target: str, value: object = None) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        body = None if value is None else json.dumps(value).encode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        with closing(http.client.HTTPConnection(self._authority, timeout=PATIENCE)) as connection:
            connection.request(method, target, body, headers)
            with connection.getresponse() as answer:
                return answer.status, answer.read()

    def login(self) -> tuple[int, bytes]:
        return self.ask("POST", "/login", {"code": f"code-{self.run}", "device": f"phone-{self.run}"})

    def profile(self) -> tuple[int, bytes]:
        moment = str(next(self._moments))
        return self.ask("GET", f"/profile?timestamp={moment}&sign={signature('/profile', moment)}")

    def chat(self, history: list[dict[str, str]], question: str) -> tuple[int, bytes]:
        return self.ask(
            "POST", "/chat", {"stream": True, "messages": [*history, {"role": "user", "content": question}]}
        )

    def session(self) -> list[str]:
        """Login, profile, two turns of a chat; gives the answers as the app shows them."""
        status, body = self.login()
        assert status == 200, body
        self._token = json.loads(body)["token"]
        status, body = self.profile()
        assert status == 200, body
        history: list[dict[str, str]] = []
        shown: list[str] = []
        for turn in range(2):
            question = f"问题 {self.run}.{turn}"
            status, body = self.chat(history, question)
            assert status == 200, body
            events = [part.removeprefix(b"data: ") for part in body.split(b"\n\n") if part]
            assert events.pop() == b"[DONE]"
            shown.append("".join(json.loads(event)["text"] for event in events))
            history += [{"role": "user", "content": question}, {"role": "assistant", "content": shown[-1]}]
        return shown


EXPECTED = ["".join(words) for words in ANSWERS]


def play(*arguments: str) -> Any:
    return running("chunktape", "play", *arguments, "--port", "0")


def journal(player: Running) -> list[dict[str, Any]]:
    status, body = App(player.url).ask("GET", "/@chunktape/journal")
    assert status == 200
    entries: list[dict[str, Any]] = json.loads(body)["entries"]
    return entries


def record(backend: Backend, path: Path, *options: str) -> None:
    with running("chunktape", "record", backend.url, "--port", "0", "--output", str(path), *options) as recorder:
        assert App(recorder.url).session() == EXPECTED
        recorder.stop()


def test_it_gets_to_its_answer_on_the_first_try_and_two_of_it_at_once(backend: Backend, tmp_path: Path) -> None:
    path = tmp_path / "app.cassette"
    with play(str(path), "--upstream", backend.url, "--record", "once") as player:
        assert App(player.url).session() == EXPECTED
        assert [entry["answer"] for entry in journal(player)] == ["recorded"] * 4
    assert len(store.load(path).interactions) == 4
    live = len(backend.asked)

    with play(str(path), "--upstream", backend.url, "--record", "once") as player:
        with ThreadPoolExecutor() as pool:
            runs = [pool.submit(App(player.url).session) for _ in range(2)]
            assert [run.result() for run in runs] == [EXPECTED, EXPECTED]
        assert [entry["answer"] for entry in journal(player)] == ["replay"] * 8
        assert len(backend.asked) == live, "all of it was replayed"
        status, _ = App(player.url).ask("GET", "/new?timestamp=1&sign=x")
        assert (status, backend.asked[live:]) == (403, ["/new?timestamp=1&sign=x"])
        player.stop()
        printed = player.output.read_text("utf-8")
    assert printed.count("replayed app.cassette #") == 8
    assert printed.count(" forwarded ") == 1
    assert len(store.load(path).interactions) == 4, "there was a recording, so once wrote no more"


def test_strict_rejects_each_with_the_field_that_differs(backend: Backend, tmp_path: Path) -> None:
    # With secrets kept: a code or signature that was redacted can't differ from any other.
    path = tmp_path / "app.cassette"
    record(backend, path, "--keep-secrets")
    with play(str(path), "--match", "strict") as player:
        app = App(player.url)
        asked = [
            app.login(),
            app.profile(),
            app.chat([], "另一个问题"),
            app.chat([{"role": "user", "content": "别的"}, {"role": "assistant", "content": EXPECTED[0]}], "问题 x"),
        ]
    assert [status for status, _ in asked] == [404] * 4
    nearest = [json.loads(body)["error"]["nearest"][0] for _, body in asked]
    differs = [[(one["in"], one["name"]) for one in near["differs"]] for near in nearest]
    assert differs == [
        [("body", "/code"), ("body", "/device")],
        [("query", "sign"), ("query", "timestamp")],
        [("body", "/messages/0/content")],
        [("body", "/messages/0/content"), ("body", "/messages/2/content")],
    ]


def test_strict_can_compare_what_is_not_redacted(backend: Backend, tmp_path: Path) -> None:
    path = tmp_path / "app.cassette"
    record(backend, path)
    with play(str(path), "--match", "strict") as player:
        app = App(player.url)
        asked = [app.login(), app.profile()]
    told = [json.loads(body)["error"]["nearest"][0] for _, body in asked]
    assert [[one["name"] for one in near["differs"]] for near in told] == [["/device"], ["timestamp"]]
    assert [near["option"] for near in told] == ["--ignore body:/device", "--ignore query:timestamp"]
