"""`heartbeat`: between events and inside them; what is legal changes no event, what is torn does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.content import events
from cassettes.errors import SpecError
from cassettes.model import Interaction
from player.spec.perform import perform
from tests.support.recordings import END, interaction, made
from tests.support.strategies import sse

STREAM = interaction([(10, 1, b"event: m\ndata: a\n\n", END), (20, 2, b"data: b\n\ndata: c\n\n", END)])


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        ("heartbeat", b": ping\n\nevent: m\ndata: a\n\ndata: b\n\ndata: c\n\n"),
        ("heartbeat,every=2", b": ping\n\nevent: m\ndata: a\n\ndata: b\n\n: ping\n\ndata: c\n\n"),
        (
            "heartbeat,every=2,as=ping",
            b'event: ping\ndata: {"type": "ping"}\n\nevent: m\ndata: a\n\ndata: b\n\n'
            b'event: ping\ndata: {"type": "ping"}\n\ndata: c\n\n',
        ),
        ("heartbeat,as=inside", b"event: m\n: ping\ndata: a\n\ndata: b\n\ndata: c\n\n"),
        ("heartbeat,as=torn", b"event: m\n: ping\n\ndata: a\n\ndata: b\n\ndata: c\n\n"),
    ],
)
def test_where_it_stands(fault: str, body: bytes) -> None:
    for split in ("recorded", "utf8,seed=2", "merge"):
        assert perform(STREAM, f"{split}+{fault}").body == body
    assert perform(STREAM, f"crlf+{fault}").body == body.replace(b"\n", b"\r\n")


def test_ndjson_has_blank_lines() -> None:
    lines = interaction([(1, 1, b'{"a":1}\n{"b":2}\n', END)], headers=((b"Content-Type", b"application/x-ndjson"),))
    assert perform(lines, "recorded+heartbeat,every=1").body == b'\n{"a":1}\n\n{"b":2}\n'
    assert perform(lines, "recorded+heartbeat,every=1,as=torn").body == b'{"a"\n:1}\n{"b"\n:2}\n'
    for kind in ("ping", "inside"):
        with pytest.raises(
            SpecError, match=rf"`heartbeat,as={kind}` needs server-sent events \(NDJSON has `as=comment`\)"
        ):
            perform(lines, f"recorded+heartbeat,as={kind}")


@given(sse(), st.integers(1, 4), st.sampled_from(["comment", "inside"]), st.sampled_from(["recorded", "utf8", "cr"]))
def test_a_legal_one_changes_no_event(one: Interaction, every: int, kind: str, spec: str) -> None:
    body = perform(one, f"{spec}+heartbeat,every={every},as={kind}").body
    assert [event["data"] for event in events(body, "sse")] == [event["data"] for event in events(one.body, "sse")]
    assert body.count(b": ping") == -(-len(events(one.body, "sse")) // every)


def test_a_torn_one_breaks_the_providers_json() -> None:
    one = made("openai")
    torn = events(perform(one, "utf8+heartbeat,as=torn").body, "sse")
    assert torn != events(one.body, "sse")
    assert perform(one, "heartbeat,as=torn").body.decode()  # between characters
