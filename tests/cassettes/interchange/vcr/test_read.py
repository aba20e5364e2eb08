"""What vcrpy and its kin write, the real streams of the corpus, files that must not be loaded.

`tests/data/vcr` holds what releases of vcrpy since 0.7 wrote; its `make.py` runs here with the installed one, too.
"""

import contextlib
import copy
import gzip
import json
import runpy
import subprocess
import threading
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import brotlicffi
import pytest
import urllib3
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cassettes.errors import CassetteError
from cassettes.framing import frames_of
from cassettes.interchange.vcr.read import read
from cassettes.model import Interaction
from cassettes.store import dumps, loads
from chunktape.client.process import running
from tests.support.corpus import FILES
from tests.support.patience import PATIENCE

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
    import vcr

    with vcr.VCR(record_mode=vcr.mode.ALL).use_cassette(str(file), serializer=serializer):
        headers = {"Authorization": "Bearer sk-secret", "Content-Type": "application/json"}
        asked = urllib.request.Request(f"{url}{path}?api_key=hidden&q=1", '{"q":"你"}'.encode(), headers)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as response:
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
    made = sum("parsed_body" in one["request"] for one in yaml.safe_load(data)["interactions"])
    note = f"bodies made from values: {made} of requests, 0 of responses; " if made else ""
    assert header.origin.note == f"vcr; {note}cadence: tps=30 ttft=800ms jitter=40% seed=0"
    assert header.origin.real_bytes == (not made)


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
        (", body: {base64_string: !!binary L3dBPQ==}", b"\xff\0"),
        (", body: {string: !!python/unicode 'é'}", "é".encode()),
        (", body: {string: !!python/str 'é'}", "é".encode()),
        (", body: !!python/unicode 'é'", "é".encode()),
        (", body: {string: 'é', encoding: iso-8859-1}", b"\xe9"),
        (", body: {string: '中', encoding: GBK}", "中".encode("gbk")),
        (", body: {string: '中', encoding: ASCII-8BIT}", "中".encode()),
        (", body: {string: '中', encoding: ascii}", "中".encode()),
        (", body: {string: '中', encoding: null}", "中".encode()),
        (", body: {string: null}", b""),
        (", body: {string: 5}", b"5"),
        (", body: {}", b""),
        (", body: [a, b]", b"ab"),
        (", body: {string: [a, !!binary /w==]}", b"a\xff"),
        (", body: !!python/tuple [a, b]", b"ab"),
        (", body: !!python/object/apply:builtins.iter {args: [[a, b]], state: 1}", b"ab"),
        (", body: {string: !!python/object/new:_io.BytesIO {state: !!python/tuple [!!binary /w==, 0, null]}}", b"\xff"),
        (', headers: {transfer-encoding: [chunked]}, body: {string: "3\\r\\nabc\\r\\n0\\r\\n\\r\\n"}', b"abc"),
        (', headers: {transfer-encoding: [chunked]}, body: {string: "3\\r\\nabc\\r\\n"}', b"3\r\nabc\r\n"),
        (', body: {string: "3\\r\\nabc\\r\\n0\\r\\n\\r\\n"}', b"3\r\nabc\r\n0\r\n\r\n"),
        (", content: old httpx", b"old httpx"),
        (", parsed_body: {a: [1, 你]}", '{"a":[1,"你"]}'.encode()),
    ],
)
def test_forms_of_a_body(got: str, body: bytes, read_bytes: Read) -> None:
    header, imported = read_bytes("vcr", ENTRY.format(asked="", got=got).encode())
    assert imported.interactions[0].body == body
    made = "parsed_body" in got or "string: 5" in got
    assert header.origin.real_bytes == (not made and body != b"")
    assert bool(imported.notes) == made


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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("interactions: []\n", "holds no HTTP response"),
        ("version: 2\ninteractions: []\n", "version 2"),
        ("version: [1]\ninteractions: []\n", r"version \[...\]"),
        ("interactions: [1]\n", "interaction 1 has no request"),
        ("interactions: [{request: {}, response: {}}]\n", "interaction 1 has no request, or no response with a status"),
        ("recorded: []\n", "no list `interactions`"),
        ("a: [\n", "line 2"),
        ("interactions: !!python/object/apply:os.system ['x']", "object tag at line 1 .* not executed"),
        ("[]", "no list `interactions`"),
        ("[{method: GET}]", "no list `interactions`"),
        ("just text", "no list `interactions`"),
        ("interactions: {a: 1}", "no list `interactions`"),
        ("interactions: null", "no list `interactions`"),
        (ENTRY.format(asked="", got=", body: {base64_string: a}"), r"\[0\].response.body is not valid base64"),
        (ENTRY.format(asked="", got=", body: {base64_string: 'é'}"), r"\[0\].response.body is not valid base64"),
        (ENTRY.format(asked="", got=", body: {base64_string: [1]}"), r"\[0\].response.body should be text"),
        (ENTRY.format(asked=", body: {1: {[]: 2}}", got=""), "unhashable key"),
        (ENTRY.format(asked=", parsed_body: {!!binary YQ==: 2}", got=""), r"\[0\].request.body should be text"),
        (ENTRY.format(asked=", headers: 5", got=""), r"\[0\].request.headers should be a mapping .* found 5"),
        (ENTRY.format(asked=", headers: [5]", got=""), r"\[0\].request.headers should be a mapping"),
        (ENTRY.format(asked=", headers: [no-colon]", got=""), r"\[0\].request.headers should be a mapping"),
        (ENTRY.format(asked=", headers: {a: {b: c}}", got=""), r"\[0\].request.headers.a should be text"),
        (ENTRY.format(asked=", headers: {a: [[b]]}", got=""), r"\[0\].request.headers.a should be text"),
        (ENTRY.format(asked=f", headers: {{a: 0x{'f' * 6000}}}", got=""), "found an integer of 24000 bits"),
        (ENTRY.format(asked="", got=", headers: .nan"), r"\[0\].response.headers should be a mapping"),
        (ENTRY.replace("GET", "5").format(asked="", got=""), r"\[0\].request.method should be text, found 5"),
        (ENTRY.replace("GET", "null").format(asked="", got=""), r"\[0\].request.method should be text, found nothing"),
        (ENTRY.replace("GET", "'a b'").format(asked="", got=""), r"\[0\].request has a request that is not valid"),
        (ENTRY.replace("'http://h/'", "[1]").format(asked="", got=""), r"\[0\].request.uri should be text"),
        (
            ENTRY.replace("'http://h/'", "null").format(asked="", got=""),
            r"\[0\].request.uri should be text, found nothing",
        ),
        (
            ENTRY.replace("'http://h/'", "'http://[x/'").format(asked="", got=""),
            r"\[0\].request has a request that is not valid",
        ),
        (ENTRY.replace("code: 200", "code: 100").format(asked="", got=""), r"\[0\].response.status .* found 100"),
        (ENTRY.replace("code: 200", "code: true").format(asked="", got=""), r"\[0\].response.status .* found True"),
        (ENTRY.replace("code: 200", "code: 1e400").format(asked="", got=""), r"\[0\].response.status"),
        (ENTRY.replace("message: OK", "message: [1]").format(asked="", got=""), r"status.message should be text"),
        (
            ENTRY.replace("message: OK", 'message: "a\\nb"').format(asked="", got=""),
            "can't hold",
        ),
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


def test_half_a_character_is_a_sentence_in_a_body_and_a_byte_in_a_header(read_bytes: Read) -> None:
    entry: dict[str, Any] = {
        "request": {"method": "GET", "uri": "http://h/", "headers": {"X": ["\udce9"]}, "body": None},
        "response": {"status": {"code": 200}, "headers": {}, "body": {"string": "ok"}},
    }
    (one,) = read_bytes("vcr", json.dumps({"interactions": [entry]}).encode())[1].interactions
    assert (b"X", b"\xe9") in one.request.headers
    for where, value in [("body", {"string": "\ud800"}), ("headers", {"X": "\ud800"}), ("headers", {"\ud800": "x"})]:
        bad = copy.deepcopy(entry)
        bad["response"][where] = value
        with pytest.raises(CassetteError, match=rf"interactions\[0\].response.{where}.* should be text"):
            read_bytes("vcr", json.dumps({"interactions": [bad]}).encode())
    entry["request"] = {**entry["request"], "parsed_body": {"q": "\ud800"}}
    (one,) = read_bytes("vcr", json.dumps({"interactions": [entry]}).encode())[1].interactions
    assert one.request.body == b'{"q":"\\ud800"}'


@pytest.mark.parametrize(
    ("asked", "body", "made"),
    [
        ("", b"", False),
        (", body: ''", b"", False),
        (", body: !!binary /w==", b"\xff", False),
        (", body: {string: a}", b"a", False),
        (", body: {string: a, encoding: utf-8}", b"a", False),
        (", body: {q: 1}", b'{"q": 1}', True),
        (", body: {string: a, more: 你}", b'{"string": "a", "more": "\\u4f60"}', True),
        (", body: {}", b"{}", True),
        (", body: [1, {a: null}]", b'[1, {"a": null}]', True),
        (", body: [a, b]", b'["a", "b"]', True),
        (", body: ['{\"a\"', ':1}']", b'{"a":1}', False),
        (", body: [!!binary YQ==, b]", b"ab", False),
        (", body: [a, b], headers: {Transfer-Encoding: chunked}", b"ab", False),
        (", body: 5", b"5", True),
        (", body: true", b"true", True),
        (", body: {q: 你}, headers: {content-type: application/x-www-form-urlencoded}", b"q=%E4%BD%A0", True),
        (", body: !!python/tuple [!!python/tuple [q, 1a], !!python/tuple [r, b c]]", b"q=1a&r=b+c", True),
        (", body: {f: !!binary /w==}", b'{"f": "\\\\xff"}', True),
        (", parsed_body: {a: [1, 你]}", '{"a":[1,"你"]}'.encode(), True),
        (", parsed_body: null, body: x", b"x", False),
        (", body: !!python/object/apply:builtins.iter {args: [[!!binary YQ==, b]], state: 0}", b"ab", False),
        (', headers: {Transfer-Encoding: [chunked]}, body: "1\\r\\na\\r\\n0\\r\\n\\r\\n"', b"a", False),
    ],
)
def test_forms_of_a_request_body(asked: str, body: bytes, made: bool, read_bytes: Read) -> None:
    header, imported = read_bytes("vcr", ENTRY.format(asked=asked, got=", body: {string: x}").encode())
    assert imported.interactions[0].request.body == body
    assert not (made and header.origin.real_bytes)
    assert bool(imported.notes) == made
    assert ("1 of requests" in header.origin.note) == made


#: as vcrpy 5.0 to 7.0 wrote what requests and aiohttp were given
_MULTIDICT = "!!python/object/apply:multidict._multidict.MultiDict [[!!python/tuple [name, a]]]"
_FORM = "!!python/object:aiohttp.formdata.FormData {_fields: [!!python/tuple [%s, {}, %s]], _is_multipart: %s}"
_ENCODE = "!!python/object/apply:builtins.getattr [!!python/name:builtins.str , encode]"


@pytest.mark.parametrize(
    "body",
    [
        f"!!python/object/apply:builtins.map [{_ENCODE}, !!python/object/apply:builtins.iter [[a]]]",
        "!!python/object/apply:itertools.chain []",
        "!!python/object/apply:_io.TextIOWrapper []",
        "!!python/object:requests_toolbelt.multipart.encoder.MultipartEncoder {boundary_value: x}",
        _FORM % (_MULTIDICT, "!!binary eHg=", "true"),
        _FORM % (_MULTIDICT, "5", "false"),
        _FORM % ("x", "b", "false"),
        "!!python/object:aiohttp.payload.BufferedReaderPayload {_size: 5}",
    ],
)
def test_a_request_whose_bytes_are_not_in_the_file_has_no_body_and_is_counted(body: str, read_bytes: Read) -> None:
    got = ", body: {string: x}"
    header, imported = read_bytes("vcr", ENTRY.format(asked=f", body: {body}", got=got).encode())
    assert imported.interactions[0].request.body == b""
    assert header.origin.real_bytes
    assert "not saved: 1." in imported.notes[0]
    for key in ("body", "content"):
        with pytest.raises(CassetteError, match=r"response\.body should .* found an object without its bytes\."):
            read_bytes("vcr", ENTRY.format(asked="", got=f", {key}: {body}").encode())
    for asked in (f"headers: {{x: {body}}}", f"headers: {body}"):
        with pytest.raises(CassetteError, match=r"found an object without its bytes\."):
            read_bytes("vcr", ENTRY.format(asked=f", {asked}", got=got).encode())


def test_a_lost_body_under_content_is_counted_too(read_bytes: Read) -> None:
    asked, got = ", content: !!python/object/apply:itertools.chain []", ", body: {string: x}"
    _, imported = read_bytes("vcr", ENTRY.format(asked=asked, got=got).encode())
    assert imported.interactions[0].request.body == b""
    assert "not saved: 1." in imported.notes[0]


@pytest.mark.parametrize(
    ("body", "expected", "made"),
    [
        (_FORM % (_MULTIDICT, "你 b", "false"), b"a=%E4%BD%A0+b", True),
        ("!!python/object:aiohttp.payload.JsonPayload {_value: !!binary eyJwIjoxfQ==, _size: 7}", b'{"p":1}', False),
        ("!!python/object:aiohttp.payload.StringPayload {_value: !!binary YQ==}", b"a", False),
    ],
)
def test_a_body_that_aiohttp_was_given_as_an_object(body: str, expected: bytes, made: bool, read_bytes: Read) -> None:
    header, imported = read_bytes("vcr", ENTRY.format(asked=f", body: {body}", got=", body: {string: x}").encode())
    assert imported.interactions[0].request.body == expected
    assert header.origin.real_bytes is not made


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ("{X: a}", [(b"X", b"a")]),
        ("{X: [a, b]}", [(b"X", b"a"), (b"X", b"b")]),
        ("{X: !!python/tuple [a, b]}", [(b"X", b"a"), (b"X", b"b")]),
        ("{X: 1, Y: true, Z: null, W: 1.5}", [(b"X", b"1"), (b"Y", b"true"), (b"Z", b""), (b"W", b"1.5")]),
        ("{X: !!binary YQ==, !!binary WQ==: b}", [(b"X", b"a"), (b"Y", b"b")]),
        ("[[X, a], [X, [b, c]]]", [(b"X", b"a"), (b"X", b"b"), (b"X", b"c")]),
        ("[!!python/tuple [X, a]]", [(b"X", b"a")]),
        ('["X: a\\r\\n", "Y: b:c"]', [(b"X", b"a"), (b"Y", b"b:c")]),
        ("[[[X, a], [Y, b]]]", [(b"X", b"a"), (b"Y", b"b")]),
        ("{2026: a}", [(b"2026", b"a")]),
        ("{Date: 2026-11-28}", [(b"Date", b"2026-11-28")]),
        ("{}", []),
        ("null", []),
        ("[]", []),
    ],
)
def test_forms_of_headers(headers: str, expected: list[tuple[bytes, bytes]], read_bytes: Read) -> None:
    (one,) = read_bytes("vcr", ENTRY.format(asked="", got=f", headers: {headers}").encode())[1].interactions
    assert [pair for pair in one.head.headers if pair[0] != b"Transfer-Encoding"] == expected


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        ("status: {code: 404, message: Not Found}", (404, b"Not Found")),
        ("status: {code: '404', message: null}", (404, b"")),
        ("status: {code: !!python/object/apply:http.HTTPStatus [404]}", (404, b"")),
        ("status: 404", (404, b"")),
        ("status_code: 404", (404, b"")),
        ("status: 404 Not Found, code: 404", (404, b"Not Found")),
        ("status: {code: 999, message: !!binary Tm8=}", (999, b"No")),
    ],
)
def test_forms_of_a_status(got: str, expected: tuple[int, bytes], read_bytes: Read) -> None:
    text = f"interactions: [{{request: {{method: GET, uri: 'http://h/'}}, response: {{{got}}}}}]"
    (one,) = read_bytes("vcr", text.encode())[1].interactions
    assert (one.head.status, one.head.reason) == expected


@pytest.mark.parametrize(
    ("asked", "target", "host"),
    [
        ("uri: 'http://h:8/a?b=c#d'", b"/a?b=c", b"h:8"),
        ("uri: !!binary aHR0cDovL2gv", b"/", b"h"),
        (
            "uri: !!python/object/new:yarl.URL {state: !!python/tuple [!!python/tuple [http, h, /a, b=c, '']]}",
            b"/a?b=c",
            b"h",
        ),
        ("url: 'http://h/a b'", b"/a%20b", b"h"),
        ("uri: 'http://h/你'", b"/%E4%BD%A0", b"h"),
        ("protocol: https, host: h, port: 443, path: /a", b"/a", b"h"),
        ("protocol: http, host: h, port: 8080, path: /a", b"/a", b"h:8080"),
    ],
)
def test_forms_of_a_url(asked: str, target: bytes, host: bytes, read_bytes: Read) -> None:
    text = f"interactions: [{{request: {{method: GET, {asked}}}, response: {{status: {{code: 200}}}}}}]"
    (one,) = read_bytes("vcr", text.encode())[1].interactions
    assert (one.request.target, one.request.headers) == (target, ((b"Host", host),))


RUBY = """\
---
http_interactions:
- request:
    method: post
    uri: http://h/a
    body:
      encoding: UTF-8
      string: '{"q":1}'
    headers:
      Accept: ["*/*"]
  response:
    status: {code: 200, message: OK}
    headers:
      Content-Type: [text/event-stream]
    body:
      encoding: ASCII-8BIT
      string: !binary |-
        ZGF0YTogYQoK
    http_version: '1.1'
  recorded_at: Sat, 28 Nov 2026 10:00:00 GMT
recorded_with: VCR 6.1.0
"""
GO = """\
---
version: 2
interactions:
- id: 0
  request:
    proto: HTTP/1.1
    body: '{"q":1}'
    form: {}
    headers: {Accept: ["*/*"]}
    url: http://h/a
    method: POST
  response:
    proto: HTTP/1.1
    uncompressed: false
    body: "data: a\\n\\n"
    headers: {Content-Type: [text/event-stream]}
    status: 200 OK
    code: 200
    duration: 53.8ms
"""


@pytest.mark.parametrize("text", [RUBY, GO])
def test_other_tools_of_the_name(text: str, read_bytes: Read) -> None:
    header, imported = read_bytes("vcr", text.encode())
    (one,) = imported.interactions
    assert (one.request.method, one.request.target, one.request.body) == ("POST", b"/a", b'{"q":1}')
    assert (one.head.status, one.head.reason, one.body) == (200, b"OK", b"data: a\n\n")
    assert header.origin.real_bytes


CODINGS = {
    "gzip": gzip.compress(EVENTS, mtime=0),
    "x-gzip": gzip.compress(EVENTS, mtime=0),
    "deflate": zlib.compress(EVENTS),
    "br": brotlicffi.compress(EVENTS),
}


@pytest.mark.parametrize("coding", [*CODINGS, "zstd", "GZIP", "gzip, br"])
def test_a_coding_goes_with_its_length_where_the_body_is_not_in_it(coding: str, read_bytes: Read) -> None:
    headers = f", headers: {{Content-Encoding: ['{coding}'], Content-Length: ['40'], X: y}}"
    data = json.dumps(EVENTS.decode())
    (one,) = read_bytes("vcr", ENTRY.format(asked="", got=f"{headers}, body: {{string: {data}}}").encode())[
        1
    ].interactions
    assert one.body == EVENTS
    assert one.head.headers == ((b"X", b"y"), (b"Transfer-Encoding", b"chunked"))
    assert len(one.chunks) == 4


@pytest.mark.parametrize("coding", CODINGS)
def test_a_coding_that_the_body_is_in_stays(coding: str, read_bytes: Read) -> None:
    entry = yaml.safe_load(ENTRY.format(asked="", got=""))
    body = CODINGS[coding]
    headers = {"Content-Encoding": [coding], "Content-Length": [str(len(body))]}
    entry["interactions"][0]["response"] |= {"headers": headers, "body": {"string": body}}
    (one,) = read_bytes("vcr", yaml.safe_dump(entry).encode())[1].interactions
    assert one.body == body
    assert set(one.head.headers) == {
        (b"Content-Encoding", coding.encode()),
        (b"Content-Length", headers["Content-Length"][0].encode()),
    }


@pytest.mark.parametrize(("method", "code"), [("HEAD", 200), ("GET", 204), ("GET", 304)])
def test_a_response_without_a_body_keeps_its_headers(method: str, code: int, read_bytes: Read) -> None:
    headers = ", headers: {Content-Encoding: [gzip], Content-Length: ['40']}"
    text = ENTRY.replace("GET", method).replace("200", str(code)).format(asked="", got=headers)
    (one,) = read_bytes("vcr", text.encode())[1].interactions
    assert one.head.values(b"content-encoding") == [b"gzip"]
    assert one.head.values(b"content-length") == [b"40"]


# ------------------------------------------------------------------------------ files that the tools themselves wrote

SAMPLES = Path(__file__).parents[3] / "data/vcr"
MADE = runpy.run_path(str(SAMPLES / "make.py"))
#: what a release of vcrpy did not put into the file, so that nobody can read it there
LOST = {
    ("4.4.0-httpx.yaml", "/binary"),  # bytes that are no UTF-8
    ("1.13.0-aiohttp.yaml", "json"),
    ("2.1.1-aiohttp.yaml", "json"),
    ("4.4.0-aiohttp.yaml", "json"),  # what `json=` was given
    ("7.0.0-aiohttp.yaml", "json"),
}


def decoded(one: Interaction) -> bytes:
    assert one.head is not None
    (coding,) = one.head.values(b"content-encoding") or [b""]
    window = 15 if one.body[:1] == b"x" else -15
    how: dict[bytes, Callable[[bytes], bytes]] = {
        b"": bytes,
        b"gzip": lambda body: zlib.decompress(body, 31),
        b"deflate": lambda body: zlib.decompress(body, window),
        b"br": brotlicffi.decompress,
    }
    return how[coding](one.body)


def check(name: str, interactions: tuple[Interaction, ...]) -> None:
    """Every interaction of a file that `make.py` wrote is what its path and query say."""
    for one in interactions:
        path, _, query = one.request.target.decode().partition("?body=")
        if (name, path) not in LOST:
            assert decoded(one) == MADE["BODIES"][path], (name, path)
        given = one.request.body
        if (name, query) in LOST:
            assert given == b""
        elif query in ("json", "httpx-json"):
            assert json.loads(given) == MADE["VALUE"], name
        elif query == "form":
            assert sorted(parse_qsl(given.decode())) == [("n", "1"), ("q", "你")], name
        else:
            assert given == MADE["ASKED"][query], (name, query)
        assert b"sk-secret" not in b"".join(value for _, value in one.request.headers)


@pytest.mark.parametrize("file", sorted(SAMPLES.glob("[0-9]*")), ids=lambda file: file.name)
def test_files_of_many_releases(file: Path, read_bytes: Read) -> None:
    _, imported = read_bytes("vcr", file.read_bytes())
    assert len(imported.interactions) in (1, 3, 4, 6, 12)
    check(file.name, imported.interactions)


@pytest.mark.wire
@pytest.mark.parametrize("client", ["requests", "urllib3", "httpx", "httpx2", "aiohttp", "json"])
def test_what_the_installed_vcrpy_writes(client: str, tmp_path: Path, read_bytes: Read) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), MADE["Handler"])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        MADE["record"](tmp_path, client, f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    (file,) = tmp_path.glob("*-*")
    check(file.name, read_bytes("vcr", file.read_bytes())[1].interactions)


def _by_httpx(url: str, body: bytes) -> bytes:
    import httpx

    return httpx.post(url, content=body, headers=MADE["HEADERS"], timeout=PATIENCE).content


def _by_requests(url: str, body: bytes) -> bytes:
    import requests

    answer: bytes = requests.post(url, data=body, headers=MADE["HEADERS"], timeout=PATIENCE).content
    return answer


def _by_urllib3(url: str, body: bytes) -> bytes:
    return urllib3.PoolManager().request("POST", url, body=body, headers=MADE["HEADERS"], timeout=PATIENCE).data


def _by_curl(url: str, body: bytes) -> bytes:
    command = [
        "curl",
        "-sS",
        "--fail",
        "--compressed",
        "--data-binary",
        "@-",
        "-H",
        "Content-Type: application/json",
        url,
    ]
    return subprocess.run(command, input=body, capture_output=True, check=True, timeout=PATIENCE).stdout


@pytest.mark.wire
@pytest.mark.parametrize(
    "name", ["1.13.0-aiohttp.yaml", "4.4.0-httpx.yaml", "9.4.2-requests.yaml", "9.4.2-aiohttp.yaml"]
)
def test_clients_read_the_right_body_from_the_player(
    name: str, tmp_path: Path, read_bytes: Read, require_tool: Callable[[str], str]
) -> None:
    require_tool("curl")
    header, imported = read_bytes("vcr", (SAMPLES / name).read_bytes())
    (tmp_path / "a.cassette").write_bytes(dumps(header, imported.interactions))
    wanted = [path for path in MADE["BODIES"] if (name, path) not in LOST]
    with running("chunktape", "play", str(tmp_path / "a.cassette"), "--port", "0", "--speed", "max") as player:
        for path in wanted:
            for by in (_by_httpx, _by_requests, _by_urllib3, _by_curl):
                assert by(f"{player.url}{path}?body=none", b"") == MADE["BODIES"][path], (path, by.__name__)


# ------------------------------------------------------------------------------------------------------ wrong values

ODD = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.just(1 << 70),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(
            [
                "\ud800",
                "\udce9",
                "gzip",
                "chunked",
                "5\r\nhello\r\n0\r\n\r\n",
                "http://[",
                "http://h/\ud800",
                "http://\ud800/",
                "\0",
                "\r\nX: y",
            ]
        ),
        st.binary(max_size=8),
        st.dates(),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=6,
)
WHOLE: dict[str, Any] = {
    "version": 1,
    "interactions": [
        {
            "request": {"method": "POST", "uri": "http://h/", "headers": {"A": ["b"]}, "body": "x"},
            "response": {
                "status": {"code": 200, "message": "OK"},
                "headers": {
                    "Content-Encoding": ["br"],
                    "Transfer-Encoding": ["chunked"],
                    "Content-Type": ["text/plain"],
                },
                "body": {"string": "y", "encoding": "utf-8"},
            },
        }
    ],
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


@given(data=st.data(), as_json=st.booleans())
def test_a_wrong_value_anywhere_is_an_interaction_or_one_sentence(data: st.DataObject, as_json: bool) -> None:
    whole = copy.deepcopy(WHOLE)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(list(places(whole))))
        if not path:
            continue
        *outer, last = path
        holder = whole
        for key in outer:
            holder = holder[key]
        action = data.draw(st.sampled_from(["set", "set", "remove"]))
        if action == "remove":
            del holder[last]
        else:
            holder[last] = data.draw(ODD)
    try:
        text = (json.dumps(whole, default=str) if as_json else yaml.safe_dump(whole)).encode("utf-8", "surrogatepass")
    except (TypeError, yaml.YAMLError):  # keys of two kinds can't be sorted
        return
    with contextlib.suppress(CassetteError):
        imported = read(text, "f")
        assert imported.interactions
