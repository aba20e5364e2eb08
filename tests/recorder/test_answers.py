"""The recorder's own answers are whole HTTP responses that explain themselves."""

import json

import pytest

from cassettes.errors import BadRequest, UpstreamError
from recorder.admission import refused
from recorder.answers import answer
from recorder.tap import Tap

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (UpstreamError("it is off"), 502, "upstream-unreachable"),
        (BadRequest("what?"), 400, "bad-request"),
        (refused(431, "recorder.head_too_large", limit=1), 431, "head-too-large"),
    ],
)
def test_an_answer_says_what_and_why(error: UpstreamError | BadRequest, status: int, code: str) -> None:
    raw = answer(error, close=True)
    tap = Tap("GET")
    tap.feed(raw, 0)
    assert tap.done
    assert not tap.behind
    assert tap.head is not None
    assert tap.head.status == status
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
