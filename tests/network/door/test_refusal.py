"""Refusals are whole HTTP responses that explain themselves, and the table of docs/behaviour.md has them all."""

import json
import re
from pathlib import Path

import pytest

from cassettes.errors import BadRequest, UpstreamError
from network.door.refusal import CODES, answer, refused, status_of
from recorder.response.tap import Tap

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


def test_the_documented_table_has_every_code_with_its_status() -> None:
    """Law of the one table: what the code can say stands in docs/behaviour.md, and nothing else does."""
    section = BEHAVIOUR.read_text(encoding="utf-8").partition("## Requests that are refused")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (\d{3}) \| ([a-z0-9, -]+) \|", section, re.MULTILINE)
    documented = {code: int(status) for status, codes in rows for code in codes.split(", ")}

    assert documented == {code: status for code, (status, _) in CODES.items()}
