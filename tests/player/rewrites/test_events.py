"""Lines and payloads of events, as places in a body."""

from hypothesis import given

from cassettes.content import events
from cassettes.model import Interaction
from player.rewrites.events import lines_of, payload_of
from player.schedule.offsets import Splice
from player.schedule.tape import Tape
from tests.player.rewrites.bodies import NDJSON, records, streams
from tests.support.recordings import END, interaction


def test_lines_have_names_values_and_ends() -> None:
    tape = Tape(interaction([(0, 1, b"\xef\xbb\xbfdata: a\r\n:c\rid\n\n", END)]))
    assert list(lines_of(tape, tape.events[0])) == [
        (3, 9, 10, 12, b"data"),
        (12, 13, 14, 15, b""),
        (15, 17, 17, 18, b"id"),
    ]


def test_edits_of_a_payload_are_splices_of_the_body() -> None:
    tape = Tape(interaction([(0, 1, b"data: ab\r\ndata:cd\r\n\r\n", END)]))
    payload = payload_of(tape, tape.events[0])
    assert payload is not None
    assert payload.text == b"ab\ncd"
    assert list(payload.splices([Splice(0, 1, b"x\ny"), Splice(2, 3, b""), Splice(5, 5, b"z")])) == [
        (6, 7, b"x\r\ndata: y"),
        (8, 15, b""),
        (17, 17, b"z"),
    ]


@given(streams())
def test_a_payload_is_what_a_client_gets(one: Interaction) -> None:
    tape = Tape(one)
    found = [payload.text.decode("utf-8", "replace") for frame in tape.events if (payload := payload_of(tape, frame))]
    seen = iter([event["data"] for event in events(tape.body, "sse")])
    assert all(text in seen for text in found)


@given(records())
def test_a_record_is_its_line(one: Interaction) -> None:
    tape = Tape(one)
    if tape.dialect == "ndjson":
        found = [payload.text.decode() for frame in tape.events if (payload := payload_of(tape, frame))]
        assert [text for text in found if text.strip()] == [event["data"] for event in events(tape.body, "ndjson")]


def test_a_record_has_no_line_end() -> None:
    tape = Tape(interaction([(0, 1, b"\xef\xbb\xbf{}\r\n[]", END)], headers=NDJSON))
    assert [payload.text for frame in tape.events if (payload := payload_of(tape, frame))] == [b"{}", b"[]"]
