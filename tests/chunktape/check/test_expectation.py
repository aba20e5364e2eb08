"""What a right client makes of a body."""

from chunktape.check.expectation import Expectation
from player.splits import Body


def sse(text: str) -> Body:
    return Body(text.encode(), b"text/event-stream")


def test_an_openai_stream_has_its_text_and_its_events() -> None:
    pieces = [f'data: {{"choices":[{{"delta":{{"content":"{text}"}}}}]}}\n\n' for text in "你好"]
    body = sse("".join(pieces) + "data: [DONE]\n\n")
    want = Expectation.of(body)

    assert want.texts == ("你好",)
    assert dict(want.targets)["text"] == "你好"
    assert len(want.events) == 3
    assert want.ends == want.ready == (*body.events, len(body.data))
    assert (want.ended, want.shape, want.regular) == ("complete", "openai", True)


def test_a_cr_may_be_half_of_a_crlf_so_its_event_is_due_a_byte_later() -> None:
    want = Expectation.of(sse("data: a\r\rdata: b\r\r"))

    assert want.ends == (9, 18)
    assert want.ready == (10, 19)
    assert [want.due(offset) for offset in (8, 9, 10, 18, 19)] == [0, 0, 1, 1, 2]


def test_the_lf_of_a_crlf_ends_its_event() -> None:
    assert Expectation.of(sse("data: a\r\n\r\n")).ready == (11,)


def test_what_lacks_its_blank_line_is_cut_and_is_no_event() -> None:
    want = Expectation.of(sse("data: a\n\ndata: b\n"))

    assert want.events == ("a",)
    assert want.ended == "cut"
    assert want.ready == (9,)


def test_an_unknown_shape_has_no_text_and_still_events() -> None:
    want = Expectation.of(sse('data: {"mine":"x"}\n\n'))

    assert want.texts is None
    assert want.targets == ()
    assert want.events == ('{"mine":"x"}',)
    assert want.regular


def test_an_event_that_is_no_json_is_not_regular() -> None:
    assert not Expectation.of(sse('data: {"a":1}\n\ndata: tick\n\n')).regular
