"""The tables of shapes in docs/importing.md are what `make` writes and what `read` reads; both commands list them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from cassettes.framing import dialect_of
from cassettes.providers import SHAPES, Answer, End, Tool, render, shape
from cassettes.providers.read import READERS, read
from cassettes.providers.reading import Kind
from chunktape.cli import chunktape
from tests.support.bodies import sse
from tests.support.written import WRITTEN

PAGE = (Path(__file__).parents[2] / "docs" / "importing.md").read_text("utf-8")


def rows(header: str) -> list[list[str]]:
    """The cells of the table that begins with `header`."""
    (table,) = re.findall(rf"^{re.escape(header)}\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.M)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]


MADE = rows("| `--like` | request | what is typical of it |")
READ = rows("| shape | known by | text | beside it |")


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def answer(name: str) -> Answer:
    """One that says all that the shape can say."""
    like = shape(name)
    tools = (Tool("f", ('{"a":', "1}")),) if like.tools else ()
    return Answer(("你", "好"), ("嗯",) if like.reasoning else (), tools, usage=True)


def body(name: str, end: End = End.COMPLETE) -> bytes:
    return b"".join(piece.data for piece in render(name, answer(name), end))


def test_each_made_shape_has_its_row() -> None:
    assert [quoted(name) for name, _, _ in MADE] == [[name] for name in SHAPES]


@pytest.mark.parametrize(("name", "request_line", "typical"), [pytest.param(*row, id=row[0]) for row in MADE])
def test_a_made_shape_is_as_its_row_says(name: str, request_line: str, typical: str) -> None:
    (like,) = quoted(name)
    if request_line.startswith("`POST"):
        before, _, behind = quoted(request_line)[0].removeprefix("POST ").partition("…")
        assert shape(like).target.decode().startswith(before)
        assert shape(like).target.decode().endswith(behind)
    else:
        (key,) = quoted(request_line)
        assert key not in json.dumps(shape(like).request(answer(like)))
        assert key in json.dumps(shape("dashscope").request(answer("dashscope")))
    said = body(like).decode()
    for absent, word in re.findall(r"(no )?`([^`]+)`", typical.replace("`--usage`", "")):
        pattern = re.escape(word).replace(r"\\uXXXX", r"\\u[0-9a-f]{4}").replace(r"\.\.\.", ".*")
        assert bool(re.search(pattern, said)) == (not absent), word


@pytest.mark.parametrize("command", ["make", "play"])
def test_both_commands_take_the_shapes_of_the_page(command: str) -> None:
    assert isinstance(chunktape, click.Group)
    found = chunktape.get_command(click.Context(chunktape), command)
    assert found is not None
    (option,) = (one for one in found.params if one.name == "like")
    assert isinstance(option.type, click.Choice)
    assert [f"`{name}`" for name in option.type.choices] == [name for name, _, _ in MADE]


_CALL: dict[str, Any] = {"index": 0, "id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
_FUNCTION = {"type": "function_call", "id": "c", "name": "f"}
#: what can be read, and stands neither in a made stream nor in those of tests/support/written.py
BESIDE: dict[str, list[dict[str, Any]]] = {
    "openai-assistants": [
        {"object": "thread.run.step.delta", "id": "s", "delta": {"step_details": {"tool_calls": [_CALL]}}},
        {"object": "thread.run", "status": "failed", "usage": {"prompt_tokens": 5, "completion_tokens": 3}},
        {"object": "thread.run", "last_error": {"message": "no"}},
    ],
    "openai-transcription": [
        {"type": "transcript.text.done", "text": "你", "usage": {"input_tokens": 5, "output_tokens": 3}},
    ],
    "anthropic-completion": [
        {"type": "completion", "completion": "你", "stop_reason": "stop_sequence"},
        {"type": "error", "error": {"message": "no"}},
    ],
    "gemini-interactions": [
        {"event_type": "step.start", "index": 2, "step": _FUNCTION},
        {"event_type": "step.delta", "index": 2, "delta": {"arguments": "{}"}},
        {
            "event_type": "interaction.complete",
            "interaction": {"status": "completed", "usage": {"total_input_tokens": 5, "total_output_tokens": 3}},
        },
        {"event_type": "error", "error": {"message": "no"}},
    ],
    "content": [{"content": "你"}, {"content": "", "finish_reason": "stop"}],
    "cohere-v1": [
        {"event_type": "tool-calls-generation", "tool_calls": [{"name": "f", "parameters": {}}]},
    ],
}
#: the words of the column `beside it`
WORDS = {
    Kind.REASONING: "reasoning|thinking|thoughts",
    Kind.CALL_NAME: "tool|function|calls",
    Kind.FINISH: "finish|reason\\b|status",
    Kind.INPUT_TOKENS: "counts",
    Kind.OUTPUT_TOKENS: "counts",
    Kind.ERROR: "error",
}


def bodies() -> Iterator[bytes]:
    for name in SHAPES:
        yield body(name)
        if shape(name).errors:
            yield body(name, End.ERROR)
    for _, events in WRITTEN.values():
        yield "".join(
            f"event: {event}\ndata: {json.dumps(data)}\n\n" for event, data in events if isinstance(data, dict)
        ).encode()
    for payloads in BESIDE.values():
        yield sse([json.dumps(payload) for payload in payloads], "\n")


@pytest.fixture(scope="module")
def said() -> dict[str, set[Kind]]:
    """Reader -> what it reads in all of the bodies."""
    found: dict[str, set[Kind]] = {}
    for one in bodies():
        reading = read(one, dialect_of(b"", one))
        assert reading is not None
        found.setdefault(reading.shape, set()).update(delta.kind for delta in reading.deltas)
    return found


def test_each_reader_has_its_row() -> None:
    assert sorted(name for row in READ for name in quoted(row[0])) == sorted(
        ["text", *(reader.name for reader in READERS)]
    )


@pytest.mark.parametrize(("names", "beside"), [pytest.param(row[0], row[3], id=row[0]) for row in READ])
def test_what_is_read_beside_the_text_is_what_the_row_says(said: dict[str, set[Kind]], names: str, beside: str) -> None:
    read_there = set.union(*(said[name] for name in quoted(names)))
    assert Kind.TEXT in read_there
    assert {kind for kind, words in WORDS.items() if re.search(words, beside)} == read_there & WORDS.keys()
