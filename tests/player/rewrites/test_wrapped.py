"""Data in a coding: decoded it is what it was, by what Python and JavaScript decode with."""

import json
import shutil
import subprocess
from base64 import b64decode
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given

from cassettes.content import events
from cassettes.model import Interaction
from player.spec.perform import perform
from tests.player.rewrites.bodies import one_event_per_chunk, streams
from tests.support.recordings import END, interaction

pytestmark = pytest.mark.core


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
    ran = subprocess.run([node, "-e", script, json.dumps(coded)], capture_output=True, check=True, timeout=60)
    assert json.loads(ran.stdout) == [texts, texts, coded[0]]


def test_lines_of_data_become_one() -> None:
    one = interaction([(0, 1, b"data\nid: 1\ndata: b\n\ndata:a\ndata:b\n\ndata: torn", END)])
    assert perform(one, "base64").body == b"data: CmI=\nid: 1\n\ndata:YQpi\n\ndata: torn"
