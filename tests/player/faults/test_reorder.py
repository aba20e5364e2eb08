"""`double`, `drop`, `swap`: the events that a client gets, and when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.content import events
from cassettes.errors import SpecError
from cassettes.model import Interaction, Mark
from player.schedule.tape import Tape
from player.spec.perform import perform
from tests.support.recordings import END, interaction, made
from tests.support.strategies import sse

STREAM = interaction(
    [
        (10, 1, b": hello\n\ndata: a\n\n", END),
        (30, 2, b"event: m\ndata: \xe4\xbd\xa0\n\n", END),
        (40, 3, b"data: c\n\n", END),
    ]
)
A, B, C = b"data: a\n\n", b"event: m\ndata: \xe4\xbd\xa0\n\n", b"data: c\n\n"


def body(spec: str, one: Interaction = STREAM) -> bytes:
    return perform(one, spec).body.removeprefix(b": hello\n\n")


@pytest.mark.parametrize("split", ["recorded", "utf8,seed=1", "merge,k=2"])
@pytest.mark.parametrize(
    ("fault", "events_then"),
    [
        ("double,at=event:1", A + A + B + C),
        ("double,at=byte:30", A + B + B + C),  # in the second event
        ("double,at=share:1", A + B + C + C),
        ("drop,at=event:1", B + C),
        ("drop,at=event:3", A + B),
        ("drop", A + C),  # the middle of the body lies in the second event
        ("swap,at=event:1", B + A + C),
        ("swap,at=event:3", A + C + B),  # the last has none behind it
    ],
)
def test_events_come_twice_not_at_all_or_late(split: str, fault: str, events_then: bytes) -> None:
    assert body(f"{split}+{fault}") == events_then


@pytest.mark.parametrize(
    ("fault", "sent"),
    [
        ("double,at=event:1", [(10, b": hello\n\n" + A + A), (30, B), (40, C)]),
        ("drop,at=event:2", [(10, b": hello\n\n" + A), (40, C)]),
        ("swap,at=event:2", [(10, b": hello\n\n" + A), (40, C + B)]),
    ],
)
def test_what_moves_comes_with_its_new_neighbour(fault: str, sent: list[tuple[int, bytes]]) -> None:
    writes = perform(STREAM, f"recorded+{fault}").frames(chunked=False)
    assert [(at // MS, data) for at, data in zip(writes.times, writes.writes, strict=True) if data] == sent


def test_a_byte_order_mark_stays_in_front() -> None:
    marked = interaction([(10, 1, b"\xef\xbb\xbf" + A + B + C, END)])
    assert perform(marked, "recorded+drop,at=event:1").body == b"\xef\xbb\xbf" + B + C
    assert perform(marked, "recorded+double,at=event:1").body == b"\xef\xbb\xbf" + A + A + B + C
    assert perform(marked, "recorded+swap,at=event:1").body == b"\xef\xbb\xbf" + B + A + C


def test_what_ends_without_a_blank_line_gets_one_before_it_comes_again() -> None:
    cut = interaction([(10, 1, A + b"data: b", END)])
    assert perform(cut, "recorded+double,at=event:2").body == A + b"data: b\n\ndata: b"
    assert perform(cut, "recorded+swap,at=event:1").body == b"data: b\n\n" + A
    lines = interaction([(10, 1, b'{"a":1}\n{"b":2}', END)], headers=((b"Content-Type", b"application/x-ndjson"),))
    assert perform(lines, "recorded+double,at=event:2").body == b'{"a":1}\n{"b":2}\n{"b":2}'


def test_an_empty_answer_is_left_by_a_split() -> None:
    alone = interaction([(10, 1, A, END)])
    for split in ("recorded", "utf8", "fixed,n=1"):
        performed = perform(alone, f"{split}+drop")
        assert (performed.body, b"".join(performed.frames().writes)) == (b"", b"0\r\n\r\n")


@given(sse(2), st.integers(0, 100), st.sampled_from(["recorded", "utf8,seed=1", "crlf", "recorded+crlf", "merge"]))
def test_the_events_are_those_of_the_recording(one: Interaction, share: int, spec: str) -> None:
    """At the same place through any split and rewrite."""
    recorded = [event["data"] for event in events(one.body, "sse")]
    number = 1 + share % len(Tape(one).events)
    index = [frame.start for frame in Tape(one).events].index(Tape(one).events[number - 1].start)

    def after(fault: str) -> list[str]:
        return [event["data"] for event in events(perform(one, f"{spec}+{fault},at=event:{number}").body, "sse")]

    assert after("double") == [*recorded[: index + 1], *recorded[index:]]
    assert after("drop") == [*recorded[:index], *recorded[index + 1 :]]
    index = min(index, len(recorded) - 2)
    assert after("swap") == [*recorded[:index], recorded[index + 1], recorded[index], *recorded[index + 2 :]]


@pytest.mark.parametrize("like", ["openai", "anthropic", "gemini", "dashscope", "ndjson", "coze", "dify"])
def test_the_bare_name_does_something_to_any_providers_stream(like: str) -> None:
    one = made(like)
    for fault in ("double", "drop", "swap"):
        assert perform(one, f"utf8+{fault}").body != one.body


def test_what_has_no_events_is_refused_in_a_sentence() -> None:
    text = interaction([(0, 1, b"hello", END)], headers=((b"Content-Type", b"text/plain"),))
    with pytest.raises(SpecError, match="`double` changes sse, ndjson, and this body is text"):
        perform(text, "recorded+double")
    packed = interaction([(0, 1, b"\x1f\x8b", END)], headers=((b"Content-Encoding", b"gzip"),))
    with pytest.raises(SpecError, match="this body is binary"):
        perform(packed, "recorded+drop")
    with pytest.raises(SpecError, match="`swap` needs two events"):
        perform(interaction([(0, 1, A, Mark.END)]), "recorded+swap")
    with pytest.raises(SpecError, match="`drop` needs an event"):
        perform(interaction([(0, 1, b": ping\n\n", Mark.END)]), "recorded+drop,at=byte:0")
