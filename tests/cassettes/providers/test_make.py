"""`cassettes.providers.make`"""

import pytest

from cassettes.errors import SpecError
from cassettes.model import EndKind, Mark
from cassettes.providers import SHAPES, End, Tool
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import Extras, decode_text, make_header, make_interaction, parse_tool
from cassettes.store import dumps, loads


@pytest.mark.parametrize("like", SHAPES)
def test_a_made_interaction_stands_in_a_cassette(like: str) -> None:
    made = make_interaction("你好 there", like)
    header = make_header(like, "chunktape 0", 5, source="some/folder/ANSWER.md")
    loaded = loads(dumps(header, [made]))
    assert loaded.headers == (header,)
    assert loaded.interactions == (made,)
    assert made.framing == "chunked"
    assert set(made.chunks.marks) == {Mark.END}
    assert made.ending.kind is EndKind.COMPLETE
    assert made.ending.read == made.chunks.reads[-1]
    assert made.request.method == "POST"
    assert dict(made.request.headers)[b"Content-Length"] == str(len(made.request.body)).encode()
    assert (header.origin.kind, header.origin.source) == ("made", "ANSWER.md")
    assert (header.origin.real_bytes, header.origin.real_times) == (False, False)
    assert header.origin.note == f"like {like}; cadence: tps=30 ttft=800ms jitter=40% seed=0"


def test_pieces_that_wait_for_nothing_share_a_read() -> None:
    made = make_interaction("你好", "dify", Cadence(10, 1_000))
    assert made.head is not None
    assert made.chunks.reads[0] == 0
    assert made.chunks.times[0] == made.head.at == 500
    assert made.chunks.times[1] == 1_000
    assert made.chunks.reads[-1] == made.chunks.reads[-2]


def test_truncated() -> None:
    made = make_interaction("一二三四五六七八九十", "openai", extras=Extras(end=End.TRUNCATED))
    assert made.ending.kind is EndKind.TRUNCATED
    assert made.chunks.marks[-1] == Mark.NONE
    assert make_interaction("一二三", "openai", extras=Extras(end=End.ERROR)).ending.kind is EndKind.COMPLETE


def test_an_empty_answer_is_refused_unless_a_tool_is_called() -> None:
    with pytest.raises(SpecError, match="has no text"):
        make_interaction("", "openai")
    assert make_interaction("", "openai", extras=Extras(tools=(Tool("f", ("{}",)),))).body


def test_the_request_asks_for_what_is_answered() -> None:
    made = make_interaction("x", "openai", extras=Extras(usage=True, tools=(Tool("f", ("{}",)),)))
    assert b'"include_usage":true' in made.request.body
    assert b'"name":"f"' in made.request.body


@pytest.mark.parametrize(
    "bad", ["", "[]", '{"name":""}', '{"name":"f"}', '{"name":"f","arguments":"{}"}', "[" * 100_000]
)
def test_a_tool_that_is_none(bad: str) -> None:
    with pytest.raises(SpecError, match=r"t\.json is not a tool call"):
        parse_tool(bad, "t.json")


def test_a_tool() -> None:
    tool = parse_tool('{"name": "f", "arguments": {"城市": "北京"}}', "t.json")
    assert (tool.name, tool.text) == ("f", '{"城市":"北京"}')


def test_text_of_a_file() -> None:
    assert decode_text("\ufeff你\r\n好\r\n\n".encode(), "a.md") == "你\n好"
    with pytest.raises(SpecError, match=r"a\.md is not UTF-8: byte 2 is 0xc4"):
        decode_text(b"ok\xc4\xe3", "a.md")
