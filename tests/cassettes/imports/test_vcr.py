"""`cassettes.imports.vcr`: what vcrpy writes, the real streams of the corpus, and files that must not be loaded."""

import gzip
import json
import threading
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import vcr
import yaml

from cassettes.errors import CassetteError
from cassettes.framing import frames_of
from cassettes.store import dumps, loads
from tests.corpus import FILES

Read = Callable[[str, bytes], Any]

EVENTS = 'data: {"t":"你好"}\n\n: ping\n\ndata: {"t":" there"}\n\ndata: [DONE]\n\n'.encode()
BODIES = {
    "/text": (EVENTS, ""),
    "/gzip": (gzip.compress(EVENTS, mtime=0), "gzip"),
    "/binary": (bytes(range(256)) * 3, ""),
    "/crlf": (EVENTS.replace(b"\n", b"\r\n"), ""),
}


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        body, coding = BODIES[self.path.partition("?")[0]]
        self.send_response(200)
        self.send_header("Content-Type", "application/octet-stream" if "binary" in self.path else "text/event-stream")
        if coding:
            self.send_header("Content-Encoding", coding)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.wire
# vcrpy's JSON serializer refuses bodies that are no text
@pytest.mark.parametrize(
    ("path", "serializer"), [*((path, "yaml") for path in BODIES), ("/text", "json"), ("/crlf", "json")]
)
def test_what_vcrpy_writes(path: str, serializer: str, url: str, tmp_path: Path, read_bytes: Read) -> None:
    file = tmp_path / "recorded"
    with vcr.VCR(record_mode=vcr.mode.ALL).use_cassette(str(file), serializer=serializer):
        headers = {"Authorization": "Bearer sk-secret", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{url}{path}?api_key=hidden&q=1", '{"q":"你"}'.encode(), headers)
        with urllib.request.urlopen(asked, timeout=60) as response:
            assert response.read() == BODIES[path][0]
    header, imported = read_bytes("vcr", file.read_bytes())
    (one,) = imported.interactions
    assert one.body == BODIES[path][0]
    assert one.framing == "length"
    assert one.request.method == "POST"
    assert one.request.body == '{"q":"你"}'.encode()
    assert one.request.target == path.encode() + b"?api_key=***&q=1"
    assert b"sk-secret" not in dumps(header, imported.interactions)
    assert len(one.chunks) == {"/text": 4, "/crlf": 4, "/binary": 1}.get(path, len(one.chunks))
    assert (header.origin.real_bytes, header.origin.real_times) == (True, False)


@pytest.mark.corpus
@pytest.mark.parametrize("file", FILES)
def test_every_response_of_the_corpus_comes_out_byte_for_byte(file: Path, read_bytes: Read) -> None:
    data = file.read_bytes()
    header, imported = read_bytes("vcr", data)
    bodies = [one["response"]["body"]["string"] for one in yaml.safe_load(data)["interactions"]]
    loaded = loads(dumps(header, imported.interactions))
    assert [one.body for one in loaded.interactions] == [body.encode() for body in bodies]
    for one in loaded.interactions:
        frames = [frame for frame in frames_of(one.body, "sse") if frame.kind != "blank"]
        assert len(one.chunks) == len(frames) > 1
    assert header.origin.note == "vcr; cadence: tps=30 ttft=800ms jitter=40% seed=0"


ENTRY = (
    "interactions:\n- request: {{method: GET, uri: 'http://h/'{asked}}}\n"
    "  response: {{status: {{code: 200, message: OK}}{got}}}\n"
)


@pytest.mark.parametrize(
    ("got", "body"),
    [
        ("", b""),
        (", body: null", b""),
        (", body: bare", b"bare"),
        (", body: {string: '你'}", "你".encode()),
        (", body: {string: !!binary /wA=}", b"\xff\0"),
        (", body: {base64_string: /wA=}", b"\xff\0"),
        (", content: old httpx", b"old httpx"),
        (", parsed_body: {a: [1, 你]}", '{"a":[1,"你"]}'.encode()),
    ],
)
def test_forms_of_a_body(got: str, body: bytes, read_bytes: Read) -> None:
    header, imported = read_bytes("vcr", ENTRY.format(asked="", got=got).encode())
    assert imported.interactions[0].body == body
    assert header.origin.real_bytes == ("parsed_body" not in got and body != b"")
    assert bool(imported.notes) == ("parsed_body" in got)


def test_forms_of_headers_and_status(read_bytes: Read) -> None:
    text = ENTRY.format(asked=", headers: [[A, b]], body: {string: x}", got=", headers: {X: [a, b], Y: 1}")
    one = read_bytes("vcr", text.encode())[1].interactions[0]
    assert (b"A", b"b") in one.request.headers
    assert one.request.body == b"x"
    assert one.head.headers[:3] == ((b"X", b"a"), (b"X", b"b"), (b"Y", b"1"))
    old = "interactions:\n- request: {method: GET, uri: 'http://h/'}\n  response: {status_code: 404}\n"
    assert read_bytes("vcr", old.encode())[1].interactions[0].head.status == 404


def test_a_plain_body_under_a_gzip_header_loses_the_header(read_bytes: Read) -> None:
    text = ENTRY.format(asked="", got=", headers: {Content-Encoding: [gzip]}, body: {string: plain}")
    one = read_bytes("vcr", text.encode())[1].interactions[0]
    assert (one.body, one.head.values(b"content-encoding")) == (b"plain", [])


@pytest.mark.core
@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system ['touch ran']", "!!python/name:os.system", "!custom x", "!!python/tuple [1]"],
)
def test_an_object_tag_is_refused_and_never_executed(
    tag: str, read_bytes: Read, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CassetteError, match=r"object tag at line 1 .* not executed"):
        read_bytes("vcr", f"interactions: {tag}\n".encode())
    assert not (tmp_path / "ran").exists()


def bomb(levels: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join([*lines, f"interactions: *a{levels - 1}"])


@pytest.mark.parametrize(
    "text", [bomb(9), bomb(60), "[" * 65 + "]" * 65, '{"a":' * 65 + "1" + "}" * 65, "- " * 3000 + "a"]
)
def test_alias_bombs_and_deep_files_are_refused_at_once(text: str, read_bytes: Read) -> None:
    with pytest.raises(CassetteError):
        read_bytes("vcr", text.encode())


def test_the_bomb_is_named_and_honest_aliases_are_read(read_bytes: Read) -> None:
    with pytest.raises(CassetteError, match="would grow beyond 2000000 values"):
        read_bytes("vcr", bomb(9).encode())
    text = ENTRY.format(asked=", headers: &h {A: [b]}", got=", headers: *h")
    one = read_bytes("vcr", text.encode())[1].interactions[0]
    assert one.head.headers[0] == (b"A", b"b")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("interactions: []\n", "holds no HTTP response"),
        ("version: 2\ninteractions: []\n", "version 2"),
        ("interactions: [1]\n", "interaction 1 has no request"),
        ("interactions: [{request: {}, response: {}}]\n", "interaction 1 has no request, or no response with a status"),
        ("recorded: []\n", "no list `interactions`"),
        ("a: [\n", "line 2"),
        (ENTRY.format(asked="", got=", body: {base64_string: a}"), "not valid base64"),
    ],
)
def test_bad_files_are_named(text: str, message: str, read_bytes: Read) -> None:
    with pytest.raises(CassetteError, match=message):
        read_bytes("vcr", text.encode())


def test_json_with_escapes_of_two_halves(read_bytes: Read) -> None:
    entry = {
        "request": {"method": "GET", "uri": "http://h/", "headers": {}, "body": None},
        "response": {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": {"string": "😀"}},
    }
    data = json.dumps({"version": 1, "interactions": [entry]}).encode()
    assert read_bytes("vcr", data)[1].interactions[0].body == "😀".encode()
