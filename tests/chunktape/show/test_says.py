"""What an answer says, chunk by chunk, however it is cut."""

import pytest
from hypothesis import given

from cassettes.library import folder
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Request, ResponseHead
from cassettes.store import load
from chunktape.show.says import reading, says
from tests.support.strategies import interactions

SSE = ((b"Content-Type", b"text/event-stream"),)
EVENTS = [f'data: {{"choices":[{{"delta":{{"content":"{text}"}}}}]}}\n\n'.encode() for text in ("你", "好")]
CALL = (
    b'data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}}]}\n\n'
)


def answer(*pieces: bytes, headers: tuple[tuple[bytes, bytes], ...] = SSE) -> Interaction:
    chunks = Chunks.of([Chunk(number, number, piece) for number, piece in enumerate(pieces)])
    return Interaction(1, Request("POST", b"/"), ResponseHead(0, 200, b"OK", headers), chunks, Ending(EndKind.COMPLETE))


def test_a_chunk_says_what_its_events_say() -> None:
    assert says(answer(*EVENTS, b"data: [DONE]\n\n")) == {0: "你", 1: "好"}
    assert says(answer(b": ping\n\n" + EVENTS[0] + EVENTS[1])) == {0: "你好"}
    assert says(answer(CALL)) == {0: "[call-name f][call-arguments {}]"}


def test_an_event_belongs_to_the_chunk_that_has_its_end_and_what_is_cut_is_marked() -> None:
    whole, half = EVENTS[0], EVENTS[1]

    assert says(answer(whole + half[:9], half[9:])) == {0: "你…", 1: "…好"}
    assert says(answer(whole, half[:9])) == {0: "你"}


@pytest.mark.parametrize(
    "one",
    [
        answer(b"data: x\n\n"),
        answer(),
        answer(*EVENTS, headers=(*SSE, (b"Content-Encoding", b"gzip"))),
        answer(b"\x00\xff", headers=()),
        Interaction(1, Request("GET", b"/"), None, Chunks(), Ending(EndKind.RESET)),
    ],
    ids=["unknown", "empty", "encoded", "binary", "nothing"],
)
def test_what_is_of_no_known_shape_says_nothing(one: Interaction) -> None:
    assert says(one) == {}


def test_recorded_text_moves_no_cursor() -> None:
    assert says(answer(b'data: {"choices":[{"delta":{"content":"\\u001b[2J"}}]}\n\n')) == {0: "\\x1b[2J"}


def test_the_words_of_a_sample_are_those_of_its_answer() -> None:
    for path in sorted(folder().glob("chat-*.cassette")):
        for one in load(path).interactions:
            found = reading(one)
            joined = found is not None and not any(delta.whole for delta in found.deltas)
            if found is not None and joined and len(found.choices) == 1 and "\n" not in found.text:
                assert found.text in "".join(says(one).values())


@given(interactions())
def test_any_answer_can_be_asked(one: Interaction) -> None:
    assert set(says(one)) <= set(range(len(one.chunks)))
