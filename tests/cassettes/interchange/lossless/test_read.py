"""`cassettes.interchange.lossless.read`: what is wrong in an edited export is named with its place."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from cassettes.errors import CassetteError
from cassettes.interchange.lossless.write import to_json
from cassettes.providers.make import make_header, make_interaction
from cassettes.store import dumps, loads

Read = Callable[[str, bytes], Any]


@pytest.fixture
def document() -> dict[str, Any]:
    made = make_interaction("你好", "openai")
    cassette = loads(dumps(make_header("openai", "chunktape 0", 5), [made]))
    value: dict[str, Any] = json.loads(to_json(cassette, cassette.interactions))
    return value


def put(value: Any, path: list[Any], new: object) -> None:
    for key in path[:-1]:
        value = value[key]
    value[path[-1]] = new


@pytest.mark.parametrize(
    ("path", "new", "place"),
    [
        (["header"], [], "header: "),
        (["header", "tool"], 1, "header.tool: 1"),
        (["header", "started"], -1, "header.started: -1"),
        (["header", "started"], 2**63, "header.started: 9223372036854775808"),
        (["header", "started"], True, "header.started: True"),
        (["interactions", 0, "chunks", 0, "at"], 10**30, "interactions[0].chunks[0].at: "),
        (["interactions", 0, "chunks", 0, "read"], 2**32, "interactions[0].chunks[0].read: 4294967296"),
        (["header", "redaction"], [1], "header.redaction"),
        (["header", "origin", "real_times"], "no", "header.origin.real_times: 'no'"),
        (["interactions"], {}, "interactions: "),
        (["interactions", 0], 3, "interactions[0]: 3"),
        (["interactions", 0, "request", "target"], 3, "interactions[0].request.target: 3"),
        (["interactions", 0, "request", "headers"], [["a"]], "interactions[0].request.headers"),
        (["interactions", 0, "head", "status"], True, "interactions[0].head.status: True"),
        (["interactions", 0, "chunks", 2, "at"], "1", "interactions[0].chunks[2].at: '1'"),
        (["interactions", 0, "chunks", 2, "mark"], "x", "interactions[0].chunks[2].mark: 'x'"),
        (["interactions", 0, "chunks", 1, "data"], {"base64": "?"}, "interactions[0].chunks[1].data"),
        (["interactions", 0, "ending", "kind"], "happy", "interactions[0].ending.kind: 'happy'"),
    ],
)
def test_the_place_of_a_mistake(
    document: dict[str, Any], path: list[Any], new: object, place: str, read_bytes: Read
) -> None:
    put(document, path, new)
    with pytest.raises(CassetteError) as error:
        read_bytes("json", json.dumps(document).encode())
    assert place in str(error.value)


def test_times_that_go_back_can_not_be_stored(document: dict[str, Any], read_bytes: Read) -> None:
    put(document, ["interactions", 0, "chunks", 2, "at"], 1)
    with pytest.raises(CassetteError, match="can't hold"):
        read_bytes("json", json.dumps(document).encode())


def test_a_newer_form_and_a_vcr_file(read_bytes: Read) -> None:
    with pytest.raises(CassetteError, match="form 2; this chunktape reads 1"):
        read_bytes("yaml", b"chunktape: 2\n")
    with pytest.raises(CassetteError, match="not an export of chunktape"):
        read_bytes("yaml", b"interactions: []\n")
