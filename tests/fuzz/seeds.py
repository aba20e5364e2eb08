"""The valid files that fuzzing begins with: what our exporters write, and small files of each tool's shape.

Every file is of our own making, after the public shape of each tool's output; nothing is copied.
"""

import base64
import gzip
from dataclasses import replace
from functools import cache
from typing import Any

from cassettes.interchange import export
from cassettes.model import Cassette, Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead
from cassettes.providers import SHAPES
from cassettes.providers.make import make_header, make_interaction
from cassettes.store import dumps, loads

TEXT = "你好 hi"


@cache
def cassettes() -> tuple[Cassette, ...]:
    """Made streams, one of them with everything that a recording can have."""
    made = [(make_interaction(TEXT, shape),) for shape in SHAPES]
    return tuple(loads(dumps(make_header("openai", "chunktape 0", 1), found)) for found in [*made, _odd()])


def _odd() -> tuple[Interaction, ...]:
    body = [Chunk(5, 0, b"data: \xe4\xbd", Mark.NONE), Chunk(9, 1, b"\xa0\n\n", Mark.END), Chunk(9, 2, b"", Mark.END)]
    head = ResponseHead(5, 200, b"OK", ((b"Transfer-Encoding", b"chunked"), (b"Set-Cookie", b"a=1")))
    asked = Request("POST", b"/v1?q=1", ((b"Host", b"h"), (b"Content-Type", b"application/json")), b'{"q":1}')
    ending = Ending(EndKind.COMPLETE, 10, 3, ((b"X-T", b"v"),))
    one = Interaction(1, asked, head, Chunks.of(body), ending)
    lost = Interaction(2, replace(asked, at=7), None, Chunks(), Ending(EndKind.UNREACHABLE, 3, note="no route"))
    raw = Interaction(3, asked, None, Chunks.of([Chunk(1, 0, b"ICY", Mark.UNPARSED)]), Ending(EndKind.RESET, 4))
    zipped = gzip.compress(b"data: a\n\ndata: b\n\n", mtime=0)
    coded = replace(head, headers=((b"Content-Encoding", b"gzip"), (b"Content-Length", b"%d" % len(zipped))))
    packed = Interaction(4, asked, coded, Chunks.of([Chunk(7, 1, zipped)]), Ending(EndKind.COMPLETE, 7, 1))
    return (one, lost, raw, packed)


def exports(form: str) -> list[bytes]:
    """What `chunktape export` writes of the cassettes above."""
    return [export(one, form) for one in cassettes()]


def _har_entry(request: dict[str, Any], response: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "startedDateTime": "2026-01-01T00:00:00.500Z",
        "time": 100,
        "request": {"method": "POST", "url": "https://h/v1?q=1", "httpVersion": "h2", "headers": [], **request},
        "response": {"status": 200, "statusText": "", "httpVersion": "h2", "headers": [], **response},
        "timings": {"blocked": 1, "dns": -1, "connect": -1, "send": 0.5, "wait": 50.125, "receive": 40},
        **more,
    }


def har_documents() -> list[Any]:
    """Entries of every shape that `cassettes.interchange.har.read` knows, in one log each and all together."""
    fields = [{"name": ":status", "value": "200"}, {"name": "content-type", "value": "text/event-stream"}]
    cookies = [{"name": "set-cookie", "value": "a=1; Path=/\nb=2"}, {"name": "content-encoding", "value": "gzip"}]
    packed = base64.b64encode(gzip.compress(b"data: a\n\n", mtime=0)).decode()
    message = {"type": "message", "time": 1767225600.56, "eventName": "e", "eventId": "1", "data": "a\nb"}
    form = {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "q", "value": "hi there"}]}
    upload = {
        "mimeType": "multipart/form-data; boundary=X",
        "params": [{"name": "f", "fileName": "x", "contentType": "text/plain", "value": "v"}],
    }
    entries = [
        _har_entry({}, {"headers": fields, "content": {"size": 9, "mimeType": "x", "text": "data: 你\n\n"}}),
        _har_entry({"postData": form}, {"headers": cookies, "content": {"text": packed, "encoding": "base64"}}),
        _har_entry({"postData": upload}, {"content": {"size": 0}}, _eventSourceMessages=[message, message]),
        _har_entry({"method": "GET"}, {"status": 304, "content": {"size": -1}, "redirectURL": ""}),
        _har_entry(
            {"postData": {"mimeType": "text/plain; charset=gbk", "text": "你"}},
            {
                "headers": [
                    {"name": "content-type", "value": "text/plain; charset=gbk"},
                    {"name": "transfer-encoding", "value": "chunked"},
                ],
                "content": {"text": "5\r\nhello\r\n0\r\n\r\n"},
            },
        ),
        _har_entry({"url": "wss://h/"}, {"status": 101}, _webSocketMessages=[{"data": "x"}]),
        _har_entry({}, {"content": {"size": 3, "text": "abc"}, "_error": "net::ERR_ABORTED"}),
    ]
    logs = [[entry] for entry in entries] + [entries]
    return [{"log": {"version": "1.2", "creator": {"name": "x"}, "pages": [], "entries": log}} for log in logs]


def vcr_documents() -> list[Any]:
    """The body forms that vcrpy and pytest-recording write."""
    bodies: list[Any] = [
        {"body": {"string": "data: 你\n\n"}},
        {"body": {"string": gzip.compress(b"data: a\n\n", mtime=0)}},
        {"body": {"base64_string": "ZGF0YTogYQoK"}},
        {"body": "data: a\n\n"},
        {"parsed_body": {"a": [1, 2.5, None]}},
        {"content": "data: a\n\n"},
    ]
    request = {"method": "POST", "uri": "https://h/v1?q=1", "headers": {"Accept": ["*/*"]}, "body": '{"q":1}'}
    return [
        {
            "version": 1,
            "interactions": [
                {
                    "request": request,
                    "response": {"status": {"code": 200, "message": "OK"}, "headers": {"A": ["1", "2"]}, **body},
                }
            ],
        }
        for body in bodies
    ]


def traces() -> list[list[list[Any]]]:
    """curl traces as rows: [title, bytes]; None for what curl says itself."""
    sent = b"POST /v1?q=1 HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n"
    ok = [b"HTTP/1.1 200 OK\r\n", b"Transfer-Encoding: chunked\r\n", b"\r\n"]
    two = [b"HTTP/2 200 \r\n", b"content-type: text/event-stream\r\n", b"\r\n"]
    over = ["== Info: Connection #0 to host h left intact", None]
    chunked: list[list[Any]] = [
        ["== Info: Connected to h", None],
        ["=> Send header", sent],
        ["<= Recv header", b"HTTP/1.1 100 Continue\r\n"],
        ["=> Send data", b'{"q":1}'],
        *(["<= Recv header", line] for line in ok),
        ["<= Recv data", b"9\r\ndata: a\n\n\r\n6\r\ndata:"],
        ["<= Recv data", b" \r\n0\r\nX-T: v\r\n\r\n"],
        over,
    ]
    second: list[list[Any]] = [
        ["=> Send header", b"GET /2 HTTP/2\r\nHost: h\r\n\r\n"],
        *(["<= Recv header", line] for line in two),
        ["<= Recv data", "data: 你\n\n".encode()],
        ["<= Recv SSL data", b"\x17\x03"],
        ["<= Recv header", b"x-t: v\r\n"],
        over,
    ]
    tunnel: list[list[Any]] = [
        ["=> Send header", b"CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"],
        ["<= Recv header", b"HTTP/1.1 200 Connection established\r\n"],
        ["<= Recv header", b"\r\n"],
    ]
    old: list[list[Any]] = [
        ["=> Send header", b"GET / HTTP/1.0\r\nHost: h\r\n\r\n"],
        ["<= Recv header", b"HTTP/1.0 200 OK\r\n"],
        ["<= Recv header", b"Content-Length: 4\r\n"],
        ["<= Recv header", b"\r\n"],
        ["<= Recv data", b"abcd"],
        ["== Info: Recv failure: Connection reset by peer", None],
    ]
    return [chunked, chunked + second, tunnel + chunked, old, second + old]


def streams() -> list[list[bytes]]:
    """SSE files as parts."""
    head = [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nX-A: b\r\n\r\n"]
    events = [b"data: a\n\n", b": ping\n\n", 'id: 1\nevent: e\ndata: {"t":"你"}\n\n'.encode(), b"data: [DONE]\n\n"]
    return [
        events,
        head + events,
        [b"HTTP/2 200 \r\ncontent-encoding: gzip\r\n\r\n", *events],
        [b"\xef\xbb\xbf", *events],
    ]
