"""`status`: in the form of a provider or a gateway, in place of the whole response."""

import json

import pytest

from cassettes.clock import MS
from cassettes.providers.read import failure
from player.spec.perform import perform
from tests.support.recordings import END, NONE, interaction, made

STREAM = interaction([(10, 1, b"data: a\n\n", END), (30, 2, b"data: b\n\n", END)], head_at=5)


@pytest.mark.parametrize("split", ["recorded", "utf8,seed=1", "merge", "crlf"])
def test_it_stands_in_place_of_the_response_when_its_head_came(split: str) -> None:
    performed = perform(STREAM, f"{split}+status,code=429,retry-after=20")
    body = b'{"error":{"message":"Too Many Requests","code":429}}'
    assert performed.head is not None
    assert (performed.head.status, performed.head.reason, performed.body) == (429, b"Too Many Requests", body)
    assert performed.head.headers == (
        (b"Content-Type", b"application/json"),
        (b"Retry-After", b"20"),
        (b"Content-Length", b"%d" % len(body)),
    )
    writes = performed.frames()
    assert (list(writes.times), writes.writes, writes.framing) == ([5 * MS], (body,), "length")
    assert not performed.real


@pytest.mark.parametrize(
    ("fault", "status", "media", "begins"),
    [
        ("status", 503, b"application/json", b'{"error":'),
        ("status,as=event", 503, b"text/event-stream", b'data: {"error":'),
        ("status,code=502,as=html", 502, b"text/html", b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"),
        ("status,code=200", 200, b"application/json", b'{"error":{"message":"Internal Server Error","code":500}}'),
        ("status,code=504,as=empty", 504, None, b""),
        ("status,code=204", 204, None, b""),
    ],
)
def test_kinds_of_bodies(fault: str, status: int, media: bytes | None, begins: bytes) -> None:
    performed = perform(STREAM, f"recorded+{fault}")
    assert performed.head is not None
    assert (performed.head.status, performed.head.values(b"content-type")) == (status, [media] if media else [])
    assert performed.body.startswith(begins)
    assert performed.head.values(b"content-length") == ([] if status == 204 else [b"%d" % len(performed.body)])
    assert performed.frames().framing == ("none" if status == 204 else "length")


@pytest.mark.parametrize(
    ("like", "shape", "header"),
    [
        ("openai", "openai", b"x-ratelimit-remaining-requests"),
        ("anthropic", "anthropic", b"anthropic-ratelimit-requests-remaining"),
        ("gemini", "gemini", b""),
        ("dashscope", "dashscope", b""),
        ("ndjson", "ollama", b""),
        ("coze", "coze", b""),
        ("dify", "dify", b""),
    ],
)
def test_it_has_the_form_of_whose_answer_it_is(like: str, shape: str, header: bytes) -> None:
    for code in (402, 429, 500, 502, 503, 504, 529):
        performed = perform(made(like), f"utf8+status,code={code}")
        assert json.loads(performed.body) == failure(shape, code).payload
        assert performed.head is not None
        assert [value for name, value in performed.head.headers if name == header] == (
            [b"0"] if code == 429 and header else []
        )
    event = perform(made(like), "utf8+status,as=event")
    assert event.head is not None
    assert event.head.values(b"content-type") == [b"application/x-ndjson" if like == "ndjson" else b"text/event-stream"]


def test_other_phases_meet_what_stands_there() -> None:
    body = perform(STREAM, "recorded+status").body
    assert perform(STREAM, "recorded+status+reset,at=end").body == body
    assert perform(STREAM, "recorded+status+reset,at=byte:12").body == body  # the recorded place is gone
    assert perform(STREAM, "recorded+truncate,at=byte:3+status").body == body
    assert perform(STREAM, "recorded+corrupt+status").body == body
    assert perform(STREAM, "recorded+status+reset,at=head").head is None


def test_an_answer_to_head_has_no_body() -> None:
    asked = perform(interaction([], method="HEAD"), "recorded+status")
    assert (asked.body, asked.frames().framing) == (b"", "none")
    assert asked.head is not None
    assert asked.head.values(b"content-length") == [b"%d" % len(perform(STREAM, "status").body)]


def test_a_recorded_length_is_no_longer_said() -> None:
    one = interaction([(1, 1, b"abcdef", NONE)], headers=((b"Content-Length", b"6"), (b"Content-Encoding", b"gzip")))
    performed = perform(one, "recorded+status,code=500,as=html")
    assert performed.head is not None
    assert performed.head.values(b"content-length") == [b"%d" % len(performed.body)]
    assert performed.head.values(b"content-encoding") == []
