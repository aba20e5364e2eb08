"""mitmproxy and our recorder write down the same session side by side, and agree on it.

client -> mitmdump (reverse mode) -> recorder -> httpbin: both see every request and response of one session, and what
the recorder passes on is what mitmproxy writes down.
"""

import base64
import json
from pathlib import Path

import pytest

from benchmarks.subjects.outside import process
from cassettes import store
from cassettes.model import Cassette, Headers
from chunktape.samples.reader import read_response
from tests.interop.sessions import playing, recording, run
from tests.support.waiting import wait_until

pytestmark = pytest.mark.wire

READY = Path(__file__).parent / "programs" / "mitm_ready.py"
ASKED: tuple[tuple[str, str, Headers, bytes], ...] = (
    ("GET", "/stream/10", (), b""),
    ("GET", "/stream-bytes/3000?seed=3&chunk_size=256", (), b""),
    ("GET", "/gzip", ((b"Accept-Encoding", b"gzip"),), b""),
    ("POST", "/post", ((b"Content-Type", b"application/json"),), '{"q":"你好 👋"}'.encode()),
    ("GET", "/status/418", (), b""),
    ("GET", "/bytes/0", (), b""),
)
# what mitmproxy itself says about its flow file, without a line of ours
PROGRAM = """
import base64, json, sys
from mitmproxy.io import FlowReader
from tests.support.waiting import wait_until
with open(sys.argv[1], "rb") as file:
    flows = list(FlowReader(file).stream())
print(json.dumps([[flow.request.method, flow.request.path, flow.response.status_code,
                   base64.b64encode(flow.request.raw_content).decode(),
                   base64.b64encode(flow.response.raw_content).decode()] for flow in flows]))
"""


@pytest.fixture(scope="module")
def session(mitm_python: Path, httpbin: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Cassette, Path]:
    """Our cassette and mitmproxy's flow file of the same session."""
    folder = tmp_path_factory.mktemp("mitm")
    file, flows = folder / "ours.cassette", folder / "theirs.flows"
    with recording(httpbin, file, "--keep-encoding") as recorder:
        mode = ["--mode", f"reverse:{recorder.url}", "--listen-host", "127.0.0.1", "--listen-port", "0"]
        more = ["-w", str(flows), "-s", str(READY), "--set", f"confdir={folder / 'conf'}"]
        with process([str(mitm_python.with_name("mitmdump")), *mode, *more], folder, READY=str(folder / "ready.json")):
            wait_until((folder / "ready.json").exists, lambda: (folder / "output.txt").read_text("utf-8", "replace"))
            url = json.loads((folder / "ready.json").read_text("utf-8"))["url"]
            for method, target, headers, body in ASKED:
                read_response(url + target, method, headers, body)
    return store.load(file), flows


def test_the_same_bytes(session: tuple[Cassette, Path], mitm_python: Path) -> None:
    ours, flows = session
    theirs = json.loads(run(str(mitm_python), "-c", PROGRAM, str(flows)))
    assert [found[:2] for found in theirs] == [[method, target] for method, target, *_ in ASKED]
    for mine, (_, target, status, asked, got) in zip(ours.interactions, theirs, strict=True):
        assert mine.head is not None
        assert (mine.request.target.decode(), mine.head.status) == (target, status)
        assert mine.request.body == base64.b64decode(asked)
        assert mine.body == base64.b64decode(got)


def test_its_flow_file_imports_and_plays(session: tuple[Cassette, Path], mitm_python: Path, tmp_path: Path) -> None:
    ours, flows = session
    file = tmp_path / "imported.cassette"
    run(str(mitm_python), "-P", "-m", "chunktape", "import", "mitm", str(flows), "--output", str(file))
    imported = store.load(file)
    assert imported.headers[0].origin.kind == "imported"
    for mine, theirs in zip(ours.interactions, imported.interactions, strict=True):
        assert mine.head is not None
        assert theirs.head is not None
        assert (theirs.request.method, theirs.request.target) == (mine.request.method, mine.request.target)
        assert (theirs.head.status, theirs.head.reason) == (mine.head.status, mine.head.reason)
        assert theirs.head.headers == mine.head.headers
        assert theirs.body == mine.body
    with playing(file, "--speed", "max") as url:
        for mine, (method, target, headers, body) in zip(ours.interactions, ASKED, strict=True):
            assert read_response(url + target, method, headers, body).body == mine.body
