"""A stream in the JSON of one's own backend."""

import json
import shlex

import pytest

from cassettes.content import events
from cassettes.errors import SpecError
from chunktape.check.tapes import beside
from chunktape.check.tapes.tape import Tape
from chunktape.check.tapes.template import Template

TEXTS = ["你好", '"quoted" \\ back', "two\nlines", "👍🏽"]


@pytest.mark.parametrize("text", ['{"content":$TEXT}', '{"content":"$TEXT"}', '{ "a": [ {"b": $TEXT} ] }', "$TEXT"])
def test_each_event_says_its_text_as_a_string_of_json(text: str) -> None:
    body = Template(text).interaction(TEXTS).body
    found = [json.loads(one["data"]) for one in events(body, "sse")]
    assert found == [json.loads(text.replace('"$TEXT"', "$TEXT").replace("$TEXT", json.dumps(one))) for one in TEXTS]


def test_names_and_the_last_event() -> None:
    body = Template('{"x":$TEXT}', "delta", "[DONE]").interaction(TEXTS[:2]).body
    assert [(one["event"], one["data"][:6]) for one in events(body, "sse")] == [
        *[("delta", '{"x":"')] * 2,
        ("message", "[DONE]"),
    ]


def test_lines_of_json() -> None:
    template = Template('{\n "x":\n $TEXT }', ndjson=True, done='{"end":true}')
    tape = Tape.of_template(template)
    assert tape.body.boundaries.dialect == "ndjson"
    assert json.loads(tape.want.events[0]) == {"x": "你好"}
    assert tape.want.events[-1] == '{"end":true}'


def test_what_it_says_is_known_though_no_reader_knows_the_shape() -> None:
    tape = Tape.of_template(Template('{"event":"answer","body":{"piece":$TEXT}}'))
    assert tape.want.texts is not None
    assert tape.want.texts[0].startswith("你好，世界")
    others = {one.rewrite: one for one in beside(tape)}
    assert {"crlf", "bom", "nospace", "commented", "blank-lines", "large"} <= set(others)
    assert others["crlf"].want.texts == tape.want.texts
    assert len(others["large"].body.data) > 150_000
    assert others["large"].want.texts != tape.want.texts


def test_the_words_of_a_template_give_it_again() -> None:
    template = Template('{"a b":$TEXT}', "it's", "[DONE]")
    words = shlex.split(str(template))
    assert words == ["--template", '{"a b":$TEXT}', "--event", "it's", "--done", "[DONE]"]
    assert Tape.of_template(template).words == tuple(words)
    assert str(Template("$TEXT", ndjson=True)).endswith(" --ndjson")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (('{"content":""}',), "no \\$TEXT"),
        (("",), "no \\$TEXT"),
        (('{"content":$TEXT',), "is not JSON"),
        (("data: $TEXT",), "is not JSON"),
        (("[" * 100_000 + "$TEXT" + "]" * 100_000,), "is not JSON"),
        (('{"x":$TEXT}', "a\nb"), "--event is one line"),
        (('{"x":$TEXT}', "", "a\r\nb"), "--done is one line"),
        (('{"x":$TEXT}', "name", "", True), "--ndjson"),
    ],
)
def test_what_no_event_can_be_is_an_error_that_says_so(arguments: tuple[str, ...], words: str) -> None:
    with pytest.raises(SpecError, match=words):
        Template(*arguments)  # type: ignore[arg-type]
