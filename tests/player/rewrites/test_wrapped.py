"""Data in a coding: decoded it is what it was, by what Python and JavaScript decode with."""

import json
import shutil
import subprocess
from base64 import b64decode
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given

from cassettes.content import events
from cassettes.errors import SpecError
from cassettes.model import Interaction
from player.spec.perform import perform
from tests.player.rewrites.bodies import one_event_per_chunk, streams
from tests.support import recordings
from tests.support.patience import PATIENCE
from tests.support.recordings import END, interaction


@given(streams())
def test_the_decoded_data_is_the_same(one: Interaction) -> None:
    before = events(one.body, "sse")
    for spec, decode in (("base64", b64decode), ("url-encoded", unquote_to_bytes)):
        after = events(perform(one, spec).body, "sse")
        assert [(event["event"], event["id"]) for event in after] == [(event["event"], event["id"]) for event in before]
        for coded, plain in zip(after, before, strict=True):
            assert decode(coded["data"]).decode("utf-8", "replace") == plain["data"]


def test_it_is_what_javascript_reads() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node")
    texts = ["你好 👍&=+/?#'()*~!", '{"a": "é"}', "[DONE]", "\x01 %"]
    one = one_event_per_chunk(*texts)
    coded = [[event["data"] for event in events(perform(one, spec).body, "sse")] for spec in ("url-encoded", "base64")]
    script = (
        "const [url, base64] = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify([url.map(decodeURIComponent), base64.map((one) => Buffer.from(one, 'base64') + ''),"
        "url.map(decodeURIComponent).map(encodeURIComponent)]))"
    )
    ran = subprocess.run([node, "-e", script, json.dumps(coded)], capture_output=True, check=True, timeout=PATIENCE)
    assert json.loads(ran.stdout) == [texts, texts, coded[0]]


def test_lines_of_data_become_one() -> None:
    one = interaction([(0, 1, b"data\nid: 1\ndata: b\n\ndata:a\ndata:b\n\ndata: torn", END)])
    assert perform(one, "base64").body == b"data: CmI=\nid: 1\n\ndata:YQpi\n\ndata: torn"


CODINGS = [("base64", b64decode), ("url-encoded", unquote_to_bytes)]
FAULTS = [
    "done", "done,as=doubled", "done,as=early", "error,at=event:3", "error,at=event:3,then=done", "error,then=rest",
    "error,code=429,at=end", "double", "drop", "swap", "late-done,for=1s", "heartbeat,as=ping", "retry,at=event:4",
]  # fmt: skip


@pytest.mark.parametrize(("coding", "decode"), CODINGS)
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("like", ["openai", "anthropic"])
def test_faults_read_and_write_payloads_in_the_coding(
    coding: str, decode: Callable[[str], bytes], fault: str, like: str
) -> None:
    """Decoded, what comes is what the fault makes of the recorded stream."""
    one = recordings.made(like)
    plain, coded = perform(one, f"recorded+{fault}"), perform(one, f"recorded+{coding}+{fault}")
    wanted, found = events(plain.body, "sse"), events(coded.body, "sse")
    assert [{**event, "data": decode(event["data"]).decode()} for event in found] == wanted
    assert coded.schedule.duration == plain.schedule.duration


@pytest.mark.parametrize(("coding", "decode"), CODINGS)
def test_the_middle_of_an_event_is_the_middle_of_what_became_of_it(coding: str, decode: Callable[[str], bytes]) -> None:
    one = recordings.made("openai")
    for number in range(1, 4):
        whole = perform(one, f"{coding}+truncate,at=event:{number + 1}").body
        start = len(perform(one, f"{coding}+truncate,at=event:{number}").body)
        half = len(perform(one, f"{coding}+truncate,at=inside:{number}").body)
        assert abs(half - (start + len(whole)) / 2) < (len(whole) - start) / 5


def test_what_a_coding_hides_is_said() -> None:
    for coding, _ in CODINGS:
        with pytest.raises(SpecError, match=f"`{coding}` hides the characters that `bad-utf8` changes"):
            perform(recordings.made("openai"), f"{coding}+bad-utf8")
