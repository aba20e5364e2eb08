"""The attempt that came nearest, and the sentence about it."""

import pytest

from chunktape.check.driving.nearest import Attempt, nearest, nothing_right
from chunktape.check.tapes import Tape
from chunktape.check.tapes.template import Template
from chunktape.check.values import Drive, Entry, Loaded, Run, Said

STREAM = Template('{"choices":[{"index":0,"delta":{"content":$TEXT}}]}')
CHAT = Loaded((Entry("chat", "request"), Entry("read", "piece")), uses=("wx",))


def attempt(entry: Entry, run: Run, due: str = "a long answer") -> Attempt:
    return Attempt(Drive(0), entry, run, Tape("made", STREAM.interaction([due])))


def gave(text: str, source: str = "onText") -> Run:
    return Run(said=(Said(0, source, text),), asked=True)


def test_what_asked_comes_before_what_could_have_asked_and_that_before_what_is_fed() -> None:
    asked = attempt(CHAT.entries[0], Run(asked=True))
    failed = attempt(CHAT.entries[0], Run(error="Error: no server yet"))
    silent = attempt(CHAT.entries[0], Run())
    fed = attempt(CHAT.entries[1], gave("a long answer, nearly"))
    assert nearest(CHAT, [fed, silent, failed, asked]) is asked
    assert nearest(CHAT, [fed, silent, failed]) is failed
    assert nearest(CHAT, [fed, silent]) is silent
    assert nearest(Loaded(CHAT.entries), [silent, fed]) is fed  # nothing in the text of this module asks
    assert nearest(CHAT, []) is None


def test_what_is_only_a_part_of_the_client_comes_last() -> None:
    whole = attempt(CHAT.entries[0], gave("something else"))
    part = attempt(CHAT.entries[0], gave("a long answer"))._replace(part=True)
    assert nearest(CHAT, [part, whole]) is whole


def test_what_took_the_stream_is_nearer_than_what_only_failed() -> None:
    parts = Loaded((Entry("read", "chunks"), Entry("read", "decoder")))
    took = attempt(parts.entries[0], Run(asked=True, error="TypeError: x is not a function"))
    failed = attempt(parts.entries[1], Run(error="Error: read gives nothing that takes pieces"))
    assert nearest(parts, [failed, took]) is took


@pytest.mark.parametrize("due", ["a long answer", "four", "你好"])
def test_more_of_the_answer_is_nearer_however_short_it_is(due: str) -> None:
    other, near = (attempt(CHAT.entries[0], gave(text), due) for text in ("something that is longer", due + "!"))
    printed = attempt(CHAT.entries[0], gave(due, "console.log"), due)
    assert nearest(CHAT, [other, printed, near]) is near


@pytest.mark.parametrize(("text", "said"), [("你好!", "gives something else"), ("?", "catches and prints an error")])
def test_an_error_that_is_printed_is_told_where_nothing_of_the_answer_came(text: str, said: str) -> None:
    run = Run(said=(Said(0, "onText", text), Said(0, "console.error", "TypeError: x is not a function")), asked=True)
    assert said in str(nothing_right("x.mjs", CHAT, [attempt(CHAT.entries[0], run, "你好")]))


@pytest.mark.parametrize(("where", "said"), [("/x/a.mjs:3", "; it is stuck at /x/a.mjs:3"), ("", "")])
def test_the_line_of_one_that_never_came_back_is_told(where: str, said: str) -> None:
    run = Run(asked=True, lost="hang", where=where)
    assert f"`chat` never came back{said}. Tried" in str(nothing_right("x.mjs", CHAT, [attempt(CHAT.entries[0], run)]))


@pytest.mark.parametrize(("client", "remedy"), [("x.mjs", "`--init`"), ("py:x:read", "a function around it")])
def test_what_can_be_done_depends_on_the_kind_of_client(client: str, remedy: str) -> None:
    """There are no adapters for Python."""
    found = str(nothing_right(client, CHAT, [attempt(CHAT.entries[0], gave("?"))]))
    assert [word in found for word in ("`--init`", "a function around it")] == [
        word == remedy for word in ("`--init`", "a function around it")
    ]
