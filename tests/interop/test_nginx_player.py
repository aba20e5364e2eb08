"""nginx between the player and the client, with the settings that an article gives its readers and without.

What must hold at any load of the machine; docs/behaviour.md has the measured table (python -m benchmarks.session).
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.session.behind_nginx import ARTICLE, BEFORE_PLAYER, cuts, events, streamed
from benchmarks.session.curl import kept
from benchmarks.subjects.outside import nginx
from cassettes.clock import MS
from cassettes.model import EndKind, Interaction
from chunktape.samples.reader import read_response
from tests.interop.sessions import made, playing

pytestmark = pytest.mark.wire

TARGET = "/v1/chat/completions"
PIECES = events(16)  # less than one of nginx's buffers: no cut comes from a full one
ONE = streamed(PIECES, 30 * MS)


@pytest.fixture(scope="module")
def reached(require_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Interaction]:
    """What a client behind each of the settings gets."""
    program = require_tool("nginx")
    with (
        playing(made(tmp_path_factory.mktemp("nginx") / "made.cassette", [ONE])) as url,
        nginx(url, BEFORE_PLAYER, program) as servers,
    ):
        return {name: read_response(server + TARGET) for name, server in servers.items()}


@pytest.mark.parametrize("name", BEFORE_PLAYER)
def test_bytes_and_headers(reached: dict[str, Interaction], name: str) -> None:
    assert sum(map(len, PIECES)) < 3800
    one = reached[name]
    assert one.body == b"".join(PIECES)
    assert one.framing == "chunked"
    assert one.head is not None
    own = (b"server", b"date", b"transfer-encoding")
    assert [pair for pair in kept(one.head.headers) if pair[0].lower() not in own] == [
        (b"Content-Type", b"text/event-stream")
    ]


@pytest.mark.parametrize("name", [name for name, text in BEFORE_PLAYER.items() if text])
def test_the_stream_stays_a_stream(reached: dict[str, Interaction], name: str) -> None:
    found = cuts(reached[name].transfer_chunks())
    assert found
    assert set(found) <= set(cuts(ONE.transfer_chunks()))


def test_nginx_as_installed_waits_for_the_end(reached: dict[str, Interaction]) -> None:
    assert reached["nginx as installed"].transfer_chunks() == [sum(map(len, PIECES))]


def test_a_recorded_x_accel_buffering_is_obeyed(tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    one = streamed(PIECES, 30 * MS, ((b"X-Accel-Buffering", b"no"),))
    with (
        playing(made(tmp_path / "made.cassette", [one])) as url,
        nginx(url, {"as installed": ""}, require_tool("nginx")) as servers,
    ):
        got = read_response(servers["as installed"] + TARGET)
    assert got.body == one.body
    assert len(got.transfer_chunks()) > 1


def test_an_answer_that_breaks_off_behind_nginx(tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    """A truncated recording is no complete answer behind nginx either, where its framing can say so."""
    one = replace(ONE, ending=replace(ONE.ending, kind=EndKind.TRUNCATED))
    with (
        playing(made(tmp_path / "made.cassette", [one])) as url,
        nginx(url, {"it": ARTICLE + " proxy_http_version 1.1;"}, require_tool("nginx")) as servers,
    ):
        got = read_response(servers["it"] + TARGET)
    assert got.body == one.body
    assert got.ending.kind is EndKind.TRUNCATED
