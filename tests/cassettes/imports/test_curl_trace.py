"""`cassettes.imports.curl_trace`: traces that the installed curl writes, and those of other versions."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cassettes.errors import CassetteError
from cassettes.model import EndKind, Mark

Read = Callable[[str, bytes], Any]
EVENTS = [f'data: {{"t":"你好. {number}"}}\n\n'.encode() for number in range(3)] + [b"data: [DONE]\n\n"]


def block(title: str, data: bytes, time: str = "10:00:00.000000 ") -> str:
    """One block as `--trace` writes it."""
    lines = [f"{time}{title}, {len(data)} bytes (0x{len(data):x})"]
    for start in range(0, len(data), 16):
        part = data[start : start + 16]
        shown = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in part)
        lines.append(f"{start:04x}: {part.hex(' '):47} {shown}")
    return "\n".join(lines) + "\n"


def at(seconds: str, ids: str = "") -> str:
    return f"{seconds} {ids}"


SENT = b"POST /v1?q=1 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer s\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\n", b"Transfer-Encoding: chunked\r\n", b"\r\n"


def trace(*reads: tuple[str, bytes], ids: str = "", head: tuple[bytes, ...] = HEAD, sent: bytes = SENT) -> bytes:
    parts = ["10:00:00.000000 == Info: Connected to h (::1) port 80\n"]
    parts += [
        block("=> Send header", sent, at("23:59:59.000000", ids)),
        block("=> Send data", b"{}", at("23:59:59.500000", ids)),
    ]
    parts += [block("<= Recv SSL data", b"\x17\x03", at("23:59:59.600000", ids))]
    parts += [block("<= Recv header", line, at("23:59:59.750000", ids)) for line in head]
    parts += [block("<= Recv data", data, at(time, ids)) for time, data in reads]
    return "".join(parts).encode()


@pytest.mark.core
@pytest.mark.parametrize("ids", ["", "[0-0] ", "[0-x] "])
def test_boundaries_and_times_are_those_of_the_trace(ids: str, read_bytes: Read) -> None:
    data = trace(
        ("23:59:59.800000", b"5\r\nhello\r\n3\r\nab"),
        ("00:00:00.500000", b"c\r\n"),
        ("00:00:01.500000", b"0\r\n\r\n"),
        ids=ids,
    )
    header, imported = read_bytes("curl-trace", data)
    (one,) = imported.interactions
    assert [(chunk.at, chunk.read, chunk.data, chunk.mark) for chunk in one.chunks] == [
        (300_000_000, 1, b"hello", Mark.END),
        (300_000_000, 1, b"ab", Mark.NONE),
        (1_000_000_000, 2, b"c", Mark.END),
    ]
    assert one.head.at == 250_000_000
    assert (one.ending.kind, one.ending.at, one.ending.read) == (EndKind.COMPLETE, 2_000_000_000, 3)
    assert (one.request.target, one.request.body) == (b"/v1?q=1", b"{}")
    assert dict(one.request.headers)[b"Authorization"] == b"Bearer ***"
    assert (header.origin.real_bytes, header.origin.real_times) == (True, True)
    assert imported.notes == ()


def test_windows_line_ends(read_bytes: Read) -> None:
    data = trace(("23:59:59.800000", b"1\r\nx\r\n0\r\n\r\n")).replace(b"\n", b"\r\n")
    assert read_bytes("curl-trace", data)[1].interactions[0].body == b"x"


def test_a_version_that_traces_behind_the_framing(read_bytes: Read) -> None:
    one = read_bytes("curl-trace", trace(("23:59:59.800000", EVENTS[0]), ("23:59:59.900000", EVENTS[1])))[
        1
    ].interactions[0]
    assert [chunk.data for chunk in one.chunks] == EVENTS[:2]
    assert set(one.chunks.marks) == {Mark.END}


def test_http_2_is_replayed_as_http_1(read_bytes: Read) -> None:
    head = b"HTTP/2 200 \r\n", b"content-type: text/event-stream\r\n", b"\r\n"
    sent = b"GET / HTTP/2\r\nHost: h\r\n\r\n"
    one = read_bytes("curl-trace", trace(("23:59:59.8" + "0" * 5, EVENTS[0]), head=head, sent=sent))[1].interactions[0]
    assert (one.head.version, one.framing, one.body) == ("1.1", "chunked", EVENTS[0])


@pytest.mark.parametrize(
    ("head", "data", "kind"),
    [
        (HEAD, b"5\r\nhel", EndKind.TRUNCATED),
        ((HEAD[0], b"Content-Length: 5\r\n", HEAD[2]), b"hel", EndKind.TRUNCATED),
        ((HEAD[0], b"Content-Length: 3\r\n", HEAD[2]), b"hel", EndKind.COMPLETE),
        ((HEAD[0], HEAD[2]), b"hel", EndKind.COMPLETE),
    ],
)
def test_endings(head: tuple[bytes, ...], data: bytes, kind: EndKind, read_bytes: Read) -> None:
    one = read_bytes("curl-trace", trace(("23:59:59.900000", data), head=head))[1].interactions[0]
    assert (one.body, one.ending.kind) == (b"hel", kind)
    assert (one.ending.read == -1) == (kind is EndKind.TRUNCATED)


def test_interim_responses_and_redirects(read_bytes: Read) -> None:
    head = (b"HTTP/1.1 100 Continue\r\n", b"\r\n", b"HTTP/1.1 302 Found\r\n", b"Content-Length: 0\r\n", b"\r\n")
    found = read_bytes("curl-trace", trace(head=head) + trace(("23:59:59.800000", b"0\r\n\r\n")))[1].interactions
    assert [one.head.status for one in found] == [302, 200]
    assert [one.number for one in found] == [1, 2]


@pytest.mark.parametrize("lines", [1, 2, 4])
def test_a_trace_that_is_cut_off(lines: int, read_bytes: Read) -> None:
    whole = trace(("23:59:59.800000", b"40\r\n" + b"x" * 64 + b"\r\n0\r\n\r\n")).decode().splitlines()
    with pytest.raises(CassetteError, match=r"the block at line \d+ has \d+ of 75 bytes: the trace is cut off"):
        read_bytes("curl-trace", "\n".join(whole[:-lines]).encode())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (block("=> Send header", SENT).encode(), "holds no HTTP response"),
        (trace(head=(b"ICY 200 OK\r\n", b"\r\n")), "head of request or response 1 can't be read"),
    ],
)
def test_traces_without_an_answer(data: bytes, message: str, read_bytes: Read) -> None:
    with pytest.raises(CassetteError, match=message):
        read_bytes("curl-trace", data)


def test_ascii_traces_of_encoded_bodies_are_refused(read_bytes: Read) -> None:
    text = (
        "=> Send header, 18 bytes (0x12)\n0000: GET / HTTP/1.1\n0010: \n"
        "<= Recv header, 17 bytes (0x11)\n0000: HTTP/1.1 200 OK\n"
        "<= Recv header, 24 bytes (0x18)\n0000: Content-Encoding: gzip\n"
        "<= Recv header, 2 bytes (0x2)\n0000: \n"
        "<= Recv data, 4 bytes (0x4)\n0000: ....\n"
    )
    with pytest.raises(CassetteError, match="Content-Encoding gzip, which --trace-ascii does not keep"):
        read_bytes("curl-trace", text.encode())


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for event in EVENTS:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(event), event))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/chat"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.wire
@pytest.mark.parametrize("option", ["--trace", "--trace-ascii"])
@pytest.mark.parametrize("timed", [True, False])
def test_what_the_installed_curl_writes(
    option: str, timed: bool, url: str, tmp_path: Path, read_bytes: Read, require_tool: Callable[[str], str]
) -> None:
    curl, file = require_tool("curl"), tmp_path / "trace.txt"
    words = [
        curl,
        "-q",
        "-sN",
        "--noproxy",
        "*",
        option,
        str(file),
        *(["--trace-time"] if timed else []),
        "-d",
        "q=1",
        url,
    ]
    subprocess.run(words, check=True, timeout=60, stdout=subprocess.PIPE)
    header, imported = read_bytes("curl-trace", file.read_bytes())
    (one,) = imported.interactions
    exact = option == "--trace"
    expected = b"".join(EVENTS)
    if not exact:
        expected = bytes(byte if byte < 0x7F else 0x2E for byte in expected)
    assert one.body == expected
    assert one.transfer_chunks() == [len(event) for event in EVENTS]
    assert one.ending.kind is EndKind.COMPLETE
    assert (one.request.method, one.request.target, one.request.body) == ("POST", b"/chat", b"q=1")
    assert (header.origin.real_bytes, header.origin.real_times) == (exact, timed)
    assert bool(imported.notes) is not exact
