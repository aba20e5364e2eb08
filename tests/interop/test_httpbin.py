"""httpbin under gunicorn, recorded with curl through the recorder and played back: the session of every first try."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.session.curl import kept
from cassettes import store
from cassettes.model import EndKind, Interaction
from chunktape.samples.reader import read_response
from tests.interop.sessions import only, playing, recording, run

pytestmark = pytest.mark.wire

TARGETS = ("/stream/20", "/stream-bytes/5000?seed=7&chunk_size=700", "/drip?numbytes=8&duration=0.8&delay=0")


def test_a_session_with_curl_plays_back(httpbin: str, tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    curl, file = require_tool("curl"), tmp_path / "session.cassette"

    def ask(url: str, folder: Path) -> list[bytes]:
        folder.mkdir()
        for number, target in enumerate(TARGETS):
            run(curl, "-sS", "-N", "--noproxy", "*", "-o", str(folder / str(number)), url + target)
        return [(folder / str(number)).read_bytes() for number in range(len(TARGETS))]

    with recording(httpbin, file) as recorder:
        live = ask(recorder.url, tmp_path / "live")
    recorded = store.load(file).interactions
    assert [one.request.target.decode() for one in recorded] == list(TARGETS)
    assert [one.body for one in recorded] == live
    assert [one.framing for one in recorded] == ["chunked", "chunked", "length"]
    assert len(recorded[0].transfer_chunks()) == 20
    assert recorded[1].transfer_chunks() == [700] * 7 + [100]
    with playing(file) as url:
        assert ask(url, tmp_path / "replayed") == live
        for one, target in zip(recorded, TARGETS, strict=True):
            replayed = read_response(url + target)
            same(one, replayed)
        # /drip, the slow one: what an idle machine takes is measured elsewhere (python -m benchmarks.session)
        assert replayed.ending.at > recorded[-1].ending.at // 2


def same(recorded: Interaction, replayed: Interaction) -> None:
    assert recorded.head is not None
    assert replayed.head is not None
    assert (replayed.head.status, replayed.head.reason) == (recorded.head.status, recorded.head.reason)
    assert kept(replayed.head.headers) == kept(recorded.head.headers)
    assert replayed.body == recorded.body
    assert replayed.framing == recorded.framing
    assert replayed.transfer_chunks() == recorded.transfer_chunks()
    assert replayed.ending.kind is EndKind.COMPLETE


def test_an_encoded_body_stays_encoded(httpbin: str, tmp_path: Path) -> None:
    file = tmp_path / "gzip.cassette"
    asks = ((b"Accept-Encoding", b"gzip"),)
    with recording(httpbin, file, "--keep-encoding") as recorder:
        live = read_response(recorder.url + "/gzip", headers=asks)
    recorded = only(file)
    assert recorded.body == live.body
    assert json.loads(gzip.decompress(recorded.body))["gzipped"] is True
    with playing(file) as url:
        same(recorded, read_response(url + "/gzip", headers=asks))


@pytest.mark.parametrize(
    ("target", "status"), [("/status/418", 418), ("/status/204", 204), ("/status/503", 503), ("/bytes/0", 200)]
)
def test_answers_that_are_no_stream(httpbin: str, tmp_path: Path, target: str, status: int) -> None:
    file = tmp_path / "status.cassette"
    with recording(httpbin, file) as recorder:
        live = read_response(recorder.url + target)
    recorded = only(file)
    assert recorded.head is not None
    assert recorded.head.status == status
    assert recorded.body == live.body
    with playing(file) as url:
        replayed = read_response(url + target)
    same(recorded, replayed)


def test_a_redirect_stays_with_whom_was_asked(httpbin: str, tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    """Absolute and relative, followed by curl: through the recorder and, with httpbin out of the way, by the player."""
    curl, file = require_tool("curl"), tmp_path / "redirect.cassette"
    targets = ("/absolute-redirect/2", "/relative-redirect/1")

    def follow(url: str) -> list[str]:
        written = "%{num_redirects} %{url_effective}\n"
        words = (curl, "-sS", "-L", "--noproxy", "*", "-o", str(tmp_path / "body"), "-w", written)
        return [run(*words, url + target).strip().replace(url, "") for target in targets]

    with recording(httpbin, file) as recorder:
        assert follow(recorder.url) == ["2 /get", "1 /get"]
    recorded = store.load(file).interactions
    assert [one.head.status for one in recorded if one.head] == [302, 302, 200, 302, 200]
    stored = recorded[0].head
    assert stored is not None
    (location,) = stored.values(b"location")
    assert location.startswith(b"http://")  # as it was sent
    with playing(file) as url:
        assert follow(url) == ["2 /get", "1 /get"]
