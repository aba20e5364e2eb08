"""`cassettes.interchange.curl_trace.read`: traces that the installed curl writes, and those of other versions."""

import gzip
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from cassettes.errors import CassetteError
from cassettes.model import EndKind, Mark
from tests.support.patience import PATIENCE

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


OVER = "== Info: Connection #0 to host h left intact\n"
CLOSED = "== Info: Closing connection 0\n"


def trace(
    *reads: tuple[str, bytes], ids: str = "", head: tuple[bytes, ...] = HEAD, sent: bytes = SENT, said: str = OVER
) -> bytes:
    parts = ["10:00:00.000000 == Info: Connected to h (::1) port 80\n"]
    parts += [
        block("=> Send header", sent, at("23:59:59.000000", ids)),
        block("=> Send data", b"{}", at("23:59:59.500000", ids)),
    ]
    parts += [block("<= Recv SSL data", b"\x17\x03", at("23:59:59.600000", ids))]
    parts += [block("<= Recv header", line, at("23:59:59.750000", ids)) for line in head]
    parts += [block("<= Recv data", data, at(time, ids)) for time, data in reads]
    parts += [at("10:00:02.000000", ids) + said] if said else []
    return "".join(parts).encode()


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


@pytest.mark.parametrize("data", [b"hello", b"ad", b'{"a":1}', b"5", b"", b"no line end, and long"])
@pytest.mark.parametrize("version", [b"1.1", b"2", b"3"])
def test_a_body_without_a_line_end_is_a_body(data: bytes, version: bytes, read_bytes: Read) -> None:
    """Behind the framing, also where it looks like a size line: curl says that it is whole. HTTP/2 has no framing."""
    head = (b"HTTP/" + version + b" 200 \r\n", *HEAD[1:])
    (one,) = read_bytes("curl-trace", trace(("23:59:59.8" + "0" * 5, data), head=head))[1].interactions
    assert (one.body, one.framing) == (data, "chunked")
    assert one.ending.kind is EndKind.COMPLETE


@pytest.mark.parametrize("coded", [True, False])
def test_a_coding_that_the_traced_body_is_not_in_goes(coded: bool, read_bytes: Read) -> None:
    data = gzip.compress(EVENTS[0]) if coded else EVENTS[0]
    head = (HEAD[0], b"Content-Encoding: gzip\r\n", b"\r\n")
    (one,) = read_bytes("curl-trace", trace(("23:59:59.8" + "0" * 5, data), head=head))[1].interactions
    assert one.body == data
    assert one.head.headers == (((b"Content-Encoding", b"gzip"),) if coded else ())


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
    unsaid = read_bytes("curl-trace", trace(("23:59:59.900000", data), head=head, said=""))[1].interactions[0]
    whole = kind is EndKind.COMPLETE and len(head) > 2
    assert unsaid.ending.kind is (EndKind.COMPLETE if whole else EndKind.INTERRUPTED), "curl was killed"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Recv failure: Connection reset by peer", EndKind.RESET),
        ("Operation timed out after 1000 milliseconds with 3 bytes received", EndKind.CLIENT_ABORT),
        ("transfer closed with outstanding read data remaining", EndKind.TRUNCATED),
        ("HTTP/2 stream 1 was not closed cleanly: INTERNAL_ERROR (err 2)", EndKind.TRUNCATED),
        ("Failed writing body", EndKind.CLIENT_ABORT),
    ],
)
def test_what_curl_says_about_the_end(words: str, kind: EndKind, read_bytes: Read) -> None:
    said = f"== Info: {words}\n10:00:03.000000 == Info: Closing connection 0\n"
    for head in (HEAD, (HEAD[0], HEAD[2])):
        data = b"5\r\nhel" if head is HEAD else b"hel"
        one = read_bytes("curl-trace", trace(("23:59:59.900000", data), head=head, said=said))[1].interactions[0]
        assert (one.ending.kind, one.ending.note) == (kind, words)
        assert one.ending.at == (10 * 3600 + 2 + 1) * 1_000_000_000 - 500_000_000, "at the time of these words"


def test_interim_responses_and_redirects(read_bytes: Read) -> None:
    head = (b"HTTP/1.1 100 Continue\r\n", b"\r\n", b"HTTP/1.1 302 Found\r\n", b"Content-Length: 0\r\n", b"\r\n")
    found = read_bytes("curl-trace", trace(head=head) + trace(("23:59:59.800000", b"0\r\n\r\n")))[1].interactions
    assert [one.head.status for one in found] == [302, 200]
    assert [one.number for one in found] == [1, 2]


@pytest.mark.parametrize("interim", [b"HTTP/1.1 100 Continue\r\n", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n"])
@pytest.mark.parametrize("blank", [b"", b"\r\n"])
def test_interim_heads_are_not_the_response(interim: bytes, blank: bytes, read_bytes: Read) -> None:
    """curl 7.88 leaves out the blank line behind them."""
    lines = [line + b"\r\n" for line in interim.split(b"\r\n")[:-1]]
    head = (*lines, *([blank] if blank else []), *lines, *HEAD)
    data = trace(("23:59:59.800000", b"1\r\nx\r\n0\r\n\r\n"), head=head)
    (one,) = read_bytes("curl-trace", data)[1].interactions
    assert (one.head.status, one.head.reason, one.body) == (200, b"OK", b"x")
    assert one.head.headers == ((b"Transfer-Encoding", b"chunked"),)


def test_the_answer_of_a_proxy_is_not_the_response(read_bytes: Read) -> None:
    sent = b"CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n"
    head = (b"HTTP/1.1 200 Connection established\r\n", b"X-Proxy: 1\r\n", b"\r\n")
    parts = [block("=> Send header", sent), *(block("<= Recv header", line) for line in head)]
    data = "".join(parts).encode() + trace(("23:59:59.800000", b"1\r\nx\r\n0\r\n\r\n"))
    (one,) = read_bytes("curl-trace", data)[1].interactions
    assert (one.request.method, one.head.reason, one.body) == ("POST", b"OK", b"x")
    with pytest.raises(CassetteError, match="holds no HTTP response"):
        read_bytes("curl-trace", "".join(parts).encode())


def test_a_proxy_without_a_tunnel_gets_absolute_targets(read_bytes: Read) -> None:
    sent = b"GET http://other/v1?q=1 HTTP/1.1\r\nHost: other\r\n\r\n"
    (one,) = read_bytes("curl-trace", trace(("23:59:59.8" + "0" * 5, b"0\r\n\r\n"), sent=sent))[1].interactions
    assert (one.request.target, dict(one.request.headers)[b"Host"]) == (b"/v1?q=1", b"other")


def test_request_heads_and_bodies_in_pieces(read_bytes: Read) -> None:
    sent = b"POST /v1 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    parts = [block("=> Send header", sent[:30]), block("=> Send header", sent[30:])]
    parts += [block("=> Send data", piece) for piece in (b"3\r\nabc\r\n2\r", b"\nde\r\n0\r\n", b"\r\n")]
    parts += [block("<= Recv header", line) for line in (HEAD[0], b"Content-Length: 0\r\n", HEAD[2])]
    (one,) = read_bytes("curl-trace", "".join(parts).encode())[1].interactions
    assert (one.request.target, one.request.body) == (b"/v1", b"abcde")


def test_trailers(read_bytes: Read) -> None:
    """In the framing, and of a version that shows the body behind it: as header blocks."""
    inside = trace(("23:59:59.8" + "0" * 5, b"1\r\nx\r\n0\r\nX-T: v\r\n\r\n"))
    behind = trace(("23:59:59.8" + "0" * 5, b"data: x\n\n"), said="") + block("<= Recv header", b"X-T: v\r\n").encode()
    for data in (inside, behind + OVER.encode()):
        (one,) = read_bytes("curl-trace", data)[1].interactions
        assert one.ending.trailers == ((b"X-T", b"v"),)
        assert one.head.headers == ((b"Transfer-Encoding", b"chunked"),)


def test_several_transfers_at_once(read_bytes: Read) -> None:
    """With `--trace-ids` they are told apart; without it, nobody knows whose bytes came."""
    requests = [b"GET /%d HTTP/1.1\r\nHost: h\r\n\r\n" % number for number in range(2)]
    body = b"1\r\n%d\r\n0\r\n\r\n"

    def both(ids: tuple[str, str]) -> bytes:
        parts = [block("=> Send header", sent, name) for sent, name in zip(requests, ids, strict=True)]
        parts += [block("<= Recv header", line, name) for line in HEAD for name in reversed(ids)]
        parts += [block("<= Recv data", body % number, ids[number]) for number in (1, 0)]
        return "".join(parts).encode()

    found = read_bytes("curl-trace", both(("[0-0] ", "[1-1] ")))[1].interactions
    assert [(one.request.target, one.body) for one in found] == [(b"/0", b"0"), (b"/1", b"1")]
    with pytest.raises(CassetteError, match=r"at line \d+ a second transfer .*--trace-ids"):
        read_bytes("curl-trace", both(("", "")))


def test_a_retry_on_a_fresh_connection_is_one_request(read_bytes: Read) -> None:
    data = block("=> Send header", SENT).encode() + trace(("23:59:59.8" + "0" * 5, b"0\r\n\r\n"))
    _, imported = read_bytes("curl-trace", data)
    assert (len(imported.interactions), imported.notes) == (1, ())


@pytest.mark.parametrize("lines", [1, 2, 4])
def test_a_trace_that_is_cut_off(lines: int, read_bytes: Read) -> None:
    """The block that the cut goes through is left out; what came before it is there, and said to be interrupted."""
    reads = ("23:59:59.800000", b"1\r\nx\r\n"), ("23:59:59.9" + "0" * 5, b"40\r\n" + b"y" * 64 + b"\r\n0\r\n\r\n")
    whole = trace(*reads, said="").decode().splitlines()
    for text in ("\n".join(whole[:-lines]), "\n".join(whole[:-lines])[:-3]):
        _, imported = read_bytes("curl-trace", text.encode())
        (one,) = imported.interactions
        assert (one.body, one.ending.kind) == (b"x", EndKind.INTERRUPTED)
        assert "The trace is cut off: the block at line" in imported.notes[0]
    with pytest.raises(CassetteError, match=r"the block at line \d+ has \d+ of 75 bytes, and others follow"):
        read_bytes("curl-trace", "\n".join([*whole[:-lines], OVER]).encode())


def test_a_response_head_that_is_cut_off_is_none(read_bytes: Read) -> None:
    whole = trace(("23:59:59.8" + "0" * 5, b"0\r\n\r\n")) + block("=> Send header", SENT).encode()
    _, imported = read_bytes("curl-trace", whole + block("<= Recv header", HEAD[0]).encode()[:-30])
    assert len(imported.interactions) == 1
    assert "Requests without a response, left out: 1 (the first at line" in imported.notes[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_a_trace_that_a_shell_wrote_in_another_encoding(encoding: str, read_bytes: Read) -> None:
    text = trace(("23:59:59.8" + "0" * 5, b"1\r\nx\r\n0\r\n\r\n")).decode().replace("\n", "\r\n")
    assert read_bytes("curl-trace", text.encode(encoding))[1].interactions[0].body == b"x"


def test_a_body_that_was_written_between_the_blocks(read_bytes: Read) -> None:
    """`--trace -` mixes the trace and the response: lines that look like none, and a title behind the body's end."""
    data = (
        trace(("23:59:59.8" + "0" * 5, b"1\r\nx\r\n0\r\n\r\n"), said="")
        + b"data: x\n0000: no\nhello10:00:05.000000 "
        + OVER.encode()
    )
    (one,) = read_bytes("curl-trace", data)[1].interactions
    assert (one.body, one.ending.kind) == (b"x", EndKind.COMPLETE)


@pytest.mark.parametrize("number", [204, 304])
def test_http_2_without_a_body(number: int, read_bytes: Read) -> None:
    head = (b"HTTP/2 %d \r\n" % number, b"etag: x\r\n", b"\r\n")
    (one,) = read_bytes("curl-trace", trace(head=head, sent=b"GET / HTTP/2\r\nHost: h\r\n\r\n"))[1].interactions
    assert (one.framing, one.head.headers, one.ending.kind) == ("none", ((b"etag", b"x"),), EndKind.COMPLETE)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (block("=> Send header", SENT).encode(), "holds no HTTP response"),
        (trace(head=(b"ICY 200 OK\r\n", b"\r\n")), r"the head of the response at line \d+ is not HTTP"),
        (
            trace(("23:59:59.8" + "0" * 5, b"1\r\nx\r\nmore\r\n")),
            r"response to line \d+ has other bytes than its framing",
        ),
        (b"* Connected\n> GET / HTTP/1.1\n>\n< HTTP/1.1 200 OK\n", "is what `curl -v` writes"),
        (b"hello", "is not a trace of curl"),
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
    subprocess.run(words, check=True, timeout=PATIENCE, stdout=subprocess.PIPE)
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


@pytest.mark.parametrize(("said", "ending"), [("", EndKind.INTERRUPTED), (CLOSED, EndKind.TRUNCATED)])
@pytest.mark.parametrize("data", [b"", b"0", b"0\r", b"0\r\n", b"5", b"5;a=b"])
def test_framing_that_was_cut_off_before_the_first_byte_is_no_body(
    data: bytes, said: str, ending: EndKind, read_bytes: Read
) -> None:
    reads = [("23:59:59.800000", data)] if data else []
    _, imported = read_bytes("curl-trace", trace(*reads, said=said))
    (one,) = imported.interactions
    assert (one.body, one.ending.kind) == (b"", ending)
