"""The 20 lines of tests/node/read.mjs, which know only docs/format.md, read the same as we do."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cassettes import store
from cassettes.model import Header, Headers, Interaction
from tests.support import strategies
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

TESTS = Path(__file__).parent.parent.parent
NODE = TESTS / "node"


@pytest.fixture(scope="module")
def read(require_tool: Callable[[str], str]) -> Callable[[list[Path]], list[Any]]:
    node = require_tool("node")
    if not (NODE / "node_modules" / "@msgpack").is_dir():
        reason = "tests/node has no node_modules: run `npm ci` there, or `make test`"
        if os.environ.get("CHUNKTAPE_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)

    def read(paths: list[Path]) -> list[Any]:
        done = subprocess.run(
            [node, "read.mjs", *map(str, paths)], cwd=NODE, capture_output=True, check=True, timeout=PATIENCE
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return read


def ours(interactions: tuple[Interaction, ...]) -> dict[str, Any]:
    """The same values as the reader prints: integers as text, bytes in hex."""
    return {str(one.number): _interaction(one) for one in interactions}


def _interaction(one: Interaction) -> dict[str, Any]:
    request, head, end = one.request, one.head, one.ending
    return {
        "request": [
            str(request.at),
            request.method,
            request.target.hex(),
            request.version,
            _headers(request.headers),
            request.body.hex(),
        ],
        "head": head and [str(head.at), head.version, str(head.status), head.reason.hex(), _headers(head.headers)],
        "chunks": [[str(c.at), str(c.read), str(int(c.mark)), c.data.hex()] for c in one.chunks],
        "end": [str(end.at), None if end.read < 0 else str(end.read), str(end.kind), _headers(end.trailers), end.note],
    }


def _headers(headers: Headers) -> list[list[str]]:
    return [[name.hex(), value.hex()] for name, value in headers]


def test_the_frozen_file(read: Callable[[list[Path]], list[Any]]) -> None:
    path = TESTS / "data" / "v1.cassette"
    assert read([path]) == [ours(store.load(path).interactions)]


@settings(
    max_examples=3,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sessions=st.lists(strategies.sessions(), min_size=20, max_size=30))
def test_random_cassettes(
    read: Callable[[list[Path]], list[Any]],
    tmp_path: Path,
    sessions: list[tuple[Header, tuple[Interaction, ...]]],
) -> None:
    paths = [tmp_path / str(index) for index in range(len(sessions))]
    for path, session in zip(paths, sessions, strict=True):
        path.write_bytes(store.dumps(*session))
    assert read(paths) == [ours(interactions) for _, interactions in sessions]


def test_a_damaged_file_gives_what_stands_before(read: Callable[[list[Path]], list[Any]], tmp_path: Path) -> None:
    data = bytearray((TESTS / "data" / "v1.cassette").read_bytes())
    data[data.index(b"DONE")] ^= 1
    (tmp_path / "bad").write_bytes(data)
    (one,) = read([tmp_path / "bad"])[0].values()
    loaded = store.load(tmp_path / "bad").interactions[0]
    assert one["chunks"] == _interaction(loaded)["chunks"]
    assert one["end"] is None
