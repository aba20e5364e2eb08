"""`cassettes.interchange.har.own`: a HAR that we exported comes back as it was."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from cassettes.errors import CassetteError
from cassettes.interchange import export, read_file
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead
from cassettes.providers.make import make_header
from cassettes.redaction.redact import Redaction
from cassettes.store import dumps, loads
from tests.support.strategies import interactions

Read = Callable[[str, bytes], Any]
CHUNKS = [
    Chunk(7, 0, b"data: \xe4\xbd", Mark.NONE),
    Chunk(1_000_000_001, 3, b"\xa0\n\nda", Mark.END),
    Chunk(1_000_000_001, 3, b"ta: b\n\n", Mark.NONE),
    Chunk(2_000_000_002, 4, b"", Mark.END),
]
ONE = Interaction(
    1,
    Request("GET", b"/v1?q=1", ((b"Host", b"h"),)),
    ResponseHead(5, 200, b"Fine", ((b"Content-Type", b"text/event-stream"), (b"Transfer-Encoding", b"chunked")), "1.0"),
    Chunks.of(CHUNKS),
    Ending(EndKind.RESET, 3_000_000_003, -1, ((b"X-T", b"v"),), "reset by peer"),
)


def exported(*found: Interaction) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(export(loads(dumps(make_header("openai", "chunktape 0", 5), found)), "har"))
    return value


def test_chunks_times_and_ending_come_back(read_bytes: Read) -> None:
    header, imported = read_bytes("har", json.dumps(exported(ONE)).encode())
    assert imported.interactions == (ONE,)
    assert (header.origin.real_bytes, header.origin.real_times) == (True, True)


def test_a_text_that_was_edited_is_read_as_any_other(read_bytes: Read) -> None:
    value = exported(ONE)
    value["log"]["entries"][0]["response"]["content"]["text"] = "data: other\n\n"
    (one,) = read_bytes("har", json.dumps(value).encode())[1].interactions
    assert (one.body, one.ending.kind, len(one.chunks)) == (b"data: other\n\n", EndKind.RESET, 1)


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        ("at", -1),
        ("at", "x"),
        ("chunks", 5),
        ("chunks", [[1, 2, 3]]),
        ("chunks", [[1, 0, 20, 9]]),
        ("chunks", [[1, 2**32, 20, 0]]),
        ("chunks", [[2**63, 0, 20, 0]]),
        ("chunks", [[True, 0, 20, 0]]),
        ("ending", {"kind": "well", "at": 1}),
        ("ending", {"kind": "reset", "at": 1.5}),
        ("ending", {"kind": "reset", "at": 1, "trailers": [["a"]]}),
        ("ending", {"kind": "reset", "at": 1, "trailers": 7}),
    ],
)
def test_what_is_wrong_is_named(key: str, bad: object, read_bytes: Read) -> None:
    value = exported(ONE)
    value["log"]["entries"][0]["_chunktape"][key] = bad
    with pytest.raises(CassetteError, match=rf"log\.entries\[0\]\._chunktape\.{key}"):
        read_bytes("har", json.dumps(value).encode())


@given(interactions())
def test_whatever_is_exported_comes_back(tmp_path_factory: pytest.TempPathFactory, one: Interaction) -> None:
    """But for what HAR has no place for: no head, an interim status, a body in a coding, a target that is none."""
    one = replace(one, request=replace(one.request, method="POST"))
    path = tmp_path_factory.mktemp("own") / "x.har"
    value = exported(one)
    path.write_text(json.dumps(value), encoding="utf-8")
    try:
        (back,) = read_file("har", path, "t", 0, Redaction.none())[1].interactions
    except CassetteError:
        assert one.head is None or one.head.status < 200 or b"//" in one.request.target
        return
    if "_chunktape" in value["log"]["entries"][0]:
        assert back.chunks == one.chunks
        assert back.ending == one.ending
        assert back.head is not None
        assert one.head is not None
        assert (back.head.at, back.head.status, back.head.version) == (one.head.at, one.head.status, one.head.version)
