"""Refusals are whole HTTP responses that explain themselves, and the table of docs/behaviour.md has them all."""

import json
import re
from pathlib import Path

import pytest

from cassettes.errors import BadRequest, UpstreamError
from network.door.head import MAX_TARGET
from network.door.incoming import HEAD_LIMIT, HEAD_SECONDS
from network.door.refusal import CODES, LINGER, answer, refused, status_of
from player.settings import Settings as Player
from recorder.response.tap import Tap
from recorder.settings import Settings as Recorder
from recorder.settings import parse_upstream

RECORDER, PLAYER = Recorder(parse_upstream("http://127.0.0.1")), Player()
BEHAVIOUR = Path(__file__).parents[3] / "docs" / "behaviour.md"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (UpstreamError("it is off"), 502, "upstream-unreachable"),
        (BadRequest("what?"), 400, "bad-request"),
        (refused("head-too-large", limit=1), 431, "head-too-large"),
        (refused("body-too-large", limit=1, found=2), 413, "body-too-large"),
    ],
)
def test_an_answer_says_what_and_why(error: UpstreamError | BadRequest, status: int, code: str) -> None:
    raw = answer(error, close=True)
    tap = Tap("GET")
    tap.feed(raw, 0)
    assert tap.done
    assert not tap.behind
    assert tap.head is not None
    assert tap.head.status == status == status_of(error)
    assert tap.head.values(b"x-should-retry") == [b"false"]
    assert tap.head.values(b"connection") == [b"close"]
    assert json.loads(raw.partition(b"\r\n\r\n")[2]) == {"error": {"code": code, "message": str(error)}}


def test_an_answer_to_head_has_no_body_and_one_that_stays_does_not_close() -> None:
    raw = answer(UpstreamError("你好"), close=False, method="HEAD")
    assert raw.endswith(b"\r\n\r\n")
    assert b"Connection" not in raw
    tap = Tap("HEAD")
    tap.feed(raw, 0)
    assert tap.reusable


def section() -> str:
    """The part of docs/behaviour.md about refusals."""
    return BEHAVIOUR.read_text(encoding="utf-8").partition("## Requests that are refused")[2].partition("\n## ")[0]


def test_the_documented_table_has_every_code_with_its_status() -> None:
    """Law of the one table: what the code can say stands in docs/behaviour.md, and nothing else does."""
    rows = re.findall(r"^\| (\d{3}) \| ([a-z0-9, -]+) \|", section(), re.MULTILINE)
    documented = {code: int(status) for status, codes in rows for code in codes.split(", ")}

    assert documented == {code: status for code, (status, _) in CODES.items()}


@pytest.mark.parametrize(
    ("words", "limits"),
    [
        (r"no whole head in (\d+) s;", [HEAD_SECONDS]),
        (
            r"silence in a body: (\d+) s \(recorder\), (\d+) s \(player\)",
            [RECORDER.body_timeout, PLAYER.body_seconds],
        ),
        (r"over `--max-body` \((\d+) MiB\)", [RECORDER.max_body >> 20]),
        (r"over ([\d,]+) bytes, percent-encoded", [MAX_TARGET]),
        (r"request head over (\d+) KiB", [HEAD_LIMIT >> 10]),
        (r"dropped for (\d+) s", [LINGER]),
    ],
)
def test_the_documented_limits_are_those_of_the_servers(words: str, limits: list[float]) -> None:
    found = re.search(words, " ".join(section().split()))
    assert found is not None
    assert [int(one.replace(",", "")) for one in found.groups()] == limits
    assert PLAYER.max_body == RECORDER.max_body
