"""`cassettes.interchange.mitm`: flows that mitmproxy itself writes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cassettes.errors import CassetteError
from tests.support.patience import PATIENCE

ROOT = Path(__file__).parents[3]

# runs under mitmproxy's Python: writes flows, imports them, prints what came out
PROGRAM = """
import json, sys
from pathlib import Path
from mitmproxy import http
from mitmproxy.io import FlowWriter, tnetstring
from mitmproxy.test import tflow
from cassettes.errors import CassetteError
from cassettes.interchange import read_file
from tests.support.patience import PATIENCE
from cassettes.redaction.redact import Redaction

folder = Path(sys.argv[1])
flow = tflow.tflow(resp=True)
flow.request = http.Request.make("POST", "https://api.example.com/v1/chat?key=hidden", '{"q":"你"}'.encode(),
                                 {"Authorization": "Bearer s"})
flow.response = http.Response.make(200, b"", {"Content-Type": "text/event-stream"})
flow.response.raw_content = "data: 你\\n\\ndata: b\\n\\n".encode()
flow.request.timestamp_end, flow.response.timestamp_start, flow.response.timestamp_end = 100.0, 100.25, 102.25
good, newer, empty = folder / "good", folder / "newer", folder / "empty"
with good.open("wb") as stream:
    writer = FlowWriter(stream)
    writer.add(flow)
    writer.add(tflow.ttcpflow())
    writer.add(tflow.tflow(err=True))
flow.response.timestamp_end = None
with (folder / "untimed").open("wb") as stream:
    FlowWriter(stream).add(flow)
state = flow.get_state()
newer.write_bytes(tnetstring.dumps(state | {"version": 9999}))
with empty.open("wb") as stream:
    FlowWriter(stream).add(tflow.ttcpflow())
(folder / "wrong").write_bytes(b"flows")

def run(name):
    try:
        header, got = read_file("mitm", folder / name, "t", 0, Redaction.default())
    except CassetteError as error:
        return str(error)
    one = got.interactions[0]
    return {"body": one.body.decode(), "head": one.head.at, "times": list(one.chunks.times), "notes": got.notes,
            "target": one.request.target.decode(), "asked": one.request.body.decode(), "count": len(got.interactions),
            "headers": [[k.decode(), v.decode()] for k, v in one.request.headers],
            "real": [header.origin.real_bytes, header.origin.real_times], "note": header.origin.note}

print(json.dumps({name: run(name) for name in ("good", "untimed", "newer", "empty", "wrong")}))
"""


@pytest.fixture(scope="module")
def found(mitm_python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program above prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    words = [str(mitm_python), "-c", PROGRAM, str(tmp_path_factory.mktemp("flows"))]
    done = subprocess.run(words, env=environment, capture_output=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr.decode()
    value: dict[str, Any] = json.loads(done.stdout)
    return value


@pytest.mark.wire
def test_a_flow(found: dict[str, Any]) -> None:
    good = found["good"]
    assert good["body"] == "data: 你\n\ndata: b\n\n"
    assert good["count"] == 1
    assert good["head"] == 250_000_000
    assert len(good["times"]) == 2
    assert good["times"][-1] == 2_250_000_000
    assert good["target"] == "/v1/chat?key=***"
    assert good["asked"] == '{"q":"你"}'
    assert ["Authorization", "Bearer ***"] in good["headers"]
    assert good["real"] == [True, False]
    assert good["note"] == "mitm; head and end at their real times; cadence: tps=30 ttft=800ms jitter=40% seed=0"
    assert good["notes"] == ["Flows without an HTTP response, left out: 2."]


@pytest.mark.wire
def test_a_flow_without_its_end_claims_no_real_time(found: dict[str, Any]) -> None:
    untimed = found["untimed"]
    assert untimed["head"] == 400_000_000
    assert untimed["note"] == "mitm; cadence: tps=30 ttft=800ms jitter=40% seed=0"


@pytest.mark.wire
def test_files_that_can_not_be_read(found: dict[str, Any]) -> None:
    assert "flow format version 9999" in found["newer"]
    assert "pip install -U mitmproxy" in found["newer"]
    assert "holds no HTTP response" in found["empty"]
    assert "is not a mitmproxy flow file" in found["wrong"]
    assert ".)" not in found["wrong"]  # mitmproxy's sentence stands inside ours


def test_without_mitmproxy(read_bytes: Callable[[str, bytes], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mitmproxy", None)
    with pytest.raises(CassetteError, match=r"pip install 'chunktape\[mitm\]'"):
        read_bytes("mitm", b"flows")
