"""nginx between the upstream and the recorder: what is recorded is nginx's own fragmentation.

Where the boundaries depend on time, the upstream runs in lockstep with the client, so that none of this depends on how
busy the machine is. `fragmentation.md` 1.2 has the measured figures; docs/behaviour.md those of our recorder.
"""

import gzip
import http.client
import zlib
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from benchmarks.session.curl import kept
from benchmarks.subjects.outside import Lockstep, Writer, nginx
from cassettes.model import Interaction
from chunktape.samples.reader import read_response
from tests.interop.sessions import only, playing, recording
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

PIECES = [f"data: {number} {'中' * (number % 90)}\n\n".encode() for number in range(100)]
BODY = b"".join(PIECES)
BLOCK = 4096  # proxy_buffer_size and one of proxy_buffers, on x86 and ARM


@pytest.fixture
def require_nginx(require_tool: Callable[[str], str]) -> None:
    require_tool("nginx")


def pull(url: str, step: Lockstep) -> bytes:
    """The body as a client reads it that tells the upstream of every byte."""
    parts = urlsplit(url)
    link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        link.request("GET", "/")
        answer = link.getresponse()
        body = b""
        while data := answer.read1(1 << 16):
            step.got(len(data))
            body += data
    finally:
        link.close()
    return body


def inner(sizes: list[int]) -> list[int]:
    """The offsets between transfer chunks."""
    return list(accumulate(sizes))[:-1]


def plays_back(file: Path, recorded: Interaction) -> None:
    with playing(file, "--speed", "max") as url:
        replayed = read_response(url + "/")
    assert replayed.body == recorded.body
    assert replayed.transfer_chunks() == recorded.transfer_chunks()
    assert recorded.head is not None
    assert replayed.head is not None
    assert kept(replayed.head.headers) == kept(recorded.head.headers)


@pytest.mark.usefixtures("require_nginx")
@pytest.mark.parametrize(
    ("framing", "settings"),
    [
        ("chunked", "proxy_http_version 1.1;"),
        ("chunked", "proxy_http_version 1.1; proxy_buffering off;"),
        ("close", "proxy_buffering off;"),
    ],
    ids=["chunked, buffering on", "chunked, buffering off", "HTTP/1.0, buffering off"],
)
def test_with_a_gap_the_upstream_writes_are_the_chunks(tmp_path: Path, framing: str, settings: str) -> None:
    file, step = tmp_path / "gap.cassette", Lockstep(PIECES)
    with (
        Writer(PIECES, framing, step) as upstream,
        nginx(upstream.url, {"it": settings}) as servers,
        recording(servers["it"], file) as recorder,
    ):
        assert pull(recorder.url, step) == BODY
    recorded = only(file)
    assert recorded.body == BODY
    assert recorded.transfer_chunks() == [len(piece) for piece in PIECES]
    plays_back(file, recorded)


@pytest.mark.usefixtures("require_nginx")
def test_an_http_1_0_upstream_is_cut_into_blocks(tmp_path: Path) -> None:
    """Buffering on, no length known: only full buffers are passed on, the first shortened by the upstream's head."""
    file = tmp_path / "blocks.cassette"
    first = BLOCK - len(Writer([], "close").head)

    def passed_on(written: int) -> int:
        return first + (written - first - 1) // BLOCK * BLOCK if written > first else 0

    step = Lockstep(PIECES, passed_on)
    with (
        Writer(PIECES, "close", step) as upstream,
        nginx(upstream.url, {"it": ""}) as servers,
        recording(servers["it"], file) as recorder,
    ):
        assert pull(recorder.url, step) == BODY
    recorded = only(file)
    assert recorded.body == BODY
    assert recorded.framing == "chunked"
    assert inner(recorded.transfer_chunks()) == list(range(first, len(BODY), BLOCK))
    plays_back(file, recorded)


@pytest.mark.usefixtures("require_nginx")
def test_without_a_gap_events_share_chunks(tmp_path: Path) -> None:
    """A chunked upstream that writes at once: how it is cut depends on luck, that the bytes stay does not."""
    for settings in ("proxy_http_version 1.1;", "proxy_http_version 1.1; proxy_buffering off;"):
        file = tmp_path / f"{len(settings)}.cassette"
        with (
            Writer([BODY[: 1 << 13], *PIECES] * 4, "chunked") as upstream,
            nginx(upstream.url, {"it": settings}) as servers,
            recording(servers["it"], file) as recorder,
        ):
            live = read_response(recorder.url + "/")
        recorded = only(file)
        assert recorded.body == live.body == b"".join([BODY[: 1 << 13], *PIECES] * 4)
        plays_back(file, recorded)


@pytest.mark.usefixtures("require_nginx")
def test_gzip_by_nginx(tmp_path: Path) -> None:
    """A recorder asks for identity, so nginx leaves it; with --keep-encoding the encoded bytes are what is kept."""
    settings = "proxy_http_version 1.1; gzip on; gzip_types text/event-stream; gzip_min_length 0;"
    asks = ((b"Accept-Encoding", b"gzip"),)
    with Writer(PIECES, "chunked") as upstream, nginx(upstream.url, {"it": settings}) as servers:
        plain, encoded = tmp_path / "plain.cassette", tmp_path / "gzip.cassette"
        with recording(servers["it"], plain) as recorder:
            read_response(recorder.url + "/", headers=asks)
        with recording(servers["it"], encoded, "--keep-encoding") as recorder:
            live = read_response(recorder.url + "/", headers=asks)
    assert only(plain).body == BODY
    recorded = only(encoded)
    assert recorded.head is not None
    assert recorded.head.values(b"content-encoding") == [b"gzip"]
    assert recorded.body == live.body
    assert gzip.decompress(recorded.body) == BODY
    stream = zlib.decompressobj(31)  # as a client does, chunk by chunk
    assert b"".join(stream.decompress(chunk.data) for chunk in recorded.chunks) == BODY
    plays_back(encoded, recorded)
