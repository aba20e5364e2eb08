"""sse-starlette, the usual SSE of Python backends: CRLF line ends and ping comments, recorded and played back."""

from pathlib import Path

import pytest

from benchmarks.session.curl import kept
from cassettes.framing import Frame, FrameScanner
from chunktape.client.process import running
from chunktape.samples.reader import read_response
from tests.interop.sessions import only, playing, recording

pytestmark = pytest.mark.wire

ROOT = Path(__file__).parents[2]
PING = b": ping\r\n\r\n"
EVENTS = [
    "id: 1\r\nevent: delta\r\ndata: 你好 👋\r\n\r\n".encode(),
    b"id: 2\r\nevent: delta\r\ndata: two\r\ndata: lines\r\n\r\n",
    b"data: [DONE]\r\n\r\n",
]


def frames(body: bytes) -> list[Frame]:
    scanner = FrameScanner("sse")
    return [*scanner.feed(body), *scanner.flush()]


def test_crlf_and_pings(tmp_path: Path) -> None:
    file = tmp_path / "sse.cassette"
    with (
        running("tests.interop.sse_app", env={"PYTHONPATH": str(ROOT)}) as upstream,
        recording(upstream.url, file) as recorder,
    ):
        live = read_response(recorder.url + "/events")
    recorded = only(file)
    assert recorded.body == live.body
    assert recorded.body.startswith(EVENTS[0] + PING)
    assert recorded.body.replace(PING, b"") == b"".join(EVENTS)
    pieces = [recorded.body[frame.start : frame.end] for frame in frames(recorded.body)]
    assert set(pieces) == {*EVENTS, PING}
    assert recorded.transfer_chunks() == [len(piece) for piece in pieces]
    with playing(file) as url:
        replayed = read_response(url + "/events")
    assert replayed.body == recorded.body
    assert replayed.transfer_chunks() == recorded.transfer_chunks()
    assert recorded.head is not None
    assert replayed.head is not None
    assert kept(replayed.head.headers) == kept(recorded.head.headers)
