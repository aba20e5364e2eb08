"""HARs that Playwright records with the installed Chromium, as we import them."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from cassettes.interchange import read_file
from cassettes.interchange.build import Imported
from cassettes.redaction.redact import Redaction
from tests.support.patience import PATIENCE

pytestmark = [pytest.mark.wire]

HERE = Path(__file__).parent
STREAM = 'data: {"t":"你好 — 世"}\n\ndata: [DONE]\n\n'.encode()


@pytest.fixture(scope="module")
def recorded(require_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with what Playwright recorded."""
    node, chromium = require_tool("node"), require_tool("chromium")
    if not (HERE / "node_modules").is_dir():
        require_tool("the npm packages of tests/har (npm ci)")
    folder = tmp_path_factory.mktemp("har")
    subprocess.run([node, str(HERE / "record.mjs"), chromium, str(folder)], check=True, timeout=PATIENCE)
    return folder


def imported(file: Path) -> Imported:
    return read_file("har", file, "t", 0, Redaction.none())[1]


@pytest.mark.parametrize("name", ["embed.har", "attach.zip"])
def test_what_was_recorded_is_there_and_the_rest_is_counted(name: str, recorded: Path) -> None:
    found = imported(recorded / name)
    answers = {one.request.target: one for one in found.interactions if one.head is not None}
    assert answers[b"/stream"].body == STREAM, "Chromium hands it out as windows-1252"
    assert answers[b"/gzip"].body == '{"a":"你好"}'.encode()
    assert answers[b"/none"].framing == "none"
    root = answers[b"/"].head
    assert root is not None
    assert [value.partition(b"=")[0] for value in root.values(b"set-cookie")] == [b"a", b"b"]
    forms = [one.request.body for one in found.interactions if one.request.target == b"/posted"]
    assert b"q=hi+there&z=%E4%BD%A0" in forms
    assert [one.head.status for one in found.interactions if one.head and one.request.target == b"/moved"] == [302]
    notes = "\n".join(found.notes)
    for kind in ("WebSocket connections or other upgrades", "neither http nor https", "without a response"):
        assert kind in notes
    assert "left out: 1 (log.entries[" in notes
    stream = answers[b"/stream"]
    assert stream.head is not None
    # the server waited for the head to arrive, and then for 100 ms
    assert stream.chunks.times[-1] - stream.head.at >= 90_000_000, "the time that it took to receive"
    if name == "attach.zip":
        assert b"\xff\x00\x01" in forms


def test_without_content_only_what_has_no_body_is_left(recorded: Path) -> None:
    found = imported(recorded / "omit.har")
    assert {one.head.status for one in found.interactions if one.head} <= {204, 302}
    assert "body was not saved" in "\n".join(found.notes)
    assert not found.origin.real_bytes
