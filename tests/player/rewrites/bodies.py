"""Streams that the tests of rewrites share: hypothesis strategies, and what a right client makes of a body."""

import itertools
import json
from typing import Any

from hypothesis import strategies as st

from cassettes.content import events
from cassettes.model import Chunk, Interaction, Mark
from tests.support.recordings import END, Row, interaction

NDJSON = ((b"Content-Type", b"application/x-ndjson"), (b"Transfer-Encoding", b"chunked"))

_STRINGS = st.sampled_from(
    ["你好", "👍🏽", "\\u4f60", "\\ud83d\\ude00", "\\ud83d", '\\"', "\\\\u0041", "\\n", "\\u000a", "a: b"]
)
_SPACE = st.sampled_from(["", "", " ", "\t"])
_scalars = st.one_of(
    st.lists(_STRINGS, max_size=3).map(lambda parts: f'"{"".join(parts)}"'),
    st.sampled_from(["1", "-0.0", "1e400", "12345678901234567890123", "1.10", "true", "null", "NaN", "5" * 5000]),
)


@st.composite
def json_texts(draw: st.DrawFn, depth: int = 2) -> str:
    """JSON texts with any white space, escapes, keys that stand twice, and numbers that no float holds."""
    kind = draw(st.sampled_from(["scalar", "list", "object"])) if depth else "scalar"
    if kind == "scalar":
        return draw(_scalars)
    inner = draw(st.lists(json_texts(depth=depth - 1), max_size=3))
    if kind == "object":
        inner = [f'"{draw(st.sampled_from("abé"))}"{draw(_SPACE)}:{draw(_SPACE)}{value}' for value in inner]
    opening, closing = "{}" if kind == "object" else "[]"
    joined = f"{draw(_SPACE)},{draw(_SPACE)}".join(inner)
    return f"{opening}{draw(_SPACE)}{joined}{draw(_SPACE)}{closing}"


_lines = st.one_of(
    json_texts().map(lambda text: f"data: {text}"),
    st.sampled_from(["data", "data:", "data:  two", "data: [DONE]", "data:{", "data: }", "event: x", "event"]),
    st.sampled_from(["id:1", "id: 2", "id:\0", "retry: 5", ": c", ":", "data : no", "x ", "你: 好"]),
)


@st.composite
def streams(draw: st.DrawFn) -> Interaction:
    """An event stream of any lines and line ends, maybe with a mark in front and a torn end, in any chunks."""
    eols = draw(st.sampled_from([["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]]))
    text = draw(st.sampled_from(["", "", "\ufeff", "\n"]))
    for line in draw(st.lists(st.one_of(_lines, st.just("")), max_size=14)):
        text += line + draw(st.sampled_from(eols))
    body = text.encode() + draw(
        st.sampled_from([b"", b"\n\n", b"data: torn", b"data: ", b"\xff\n\n", b"data: \xff\n\n"])
    )
    return cut(draw, body)


@st.composite
def records(draw: st.DrawFn) -> Interaction:
    """A body of records, in any chunks."""
    ends = st.sampled_from(["\n", "\r\n", "\n\n"])
    body = "".join(text + draw(ends) for text in draw(st.lists(json_texts(), max_size=5))).encode()
    return cut(draw, draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + body + draw(st.sampled_from([b"", b"{}"])), NDJSON)


def cut(draw: st.DrawFn, body: bytes, headers: Any = None) -> Interaction:
    """`body` recorded in chunks of any sizes, 10 ms apart."""
    edges = sorted({0, len(body), *draw(st.lists(st.integers(0, len(body)), max_size=4))})
    rows: list[Row] = [
        (10 * number, number, body[start:end], END) for number, (start, end) in enumerate(itertools.pairwise(edges), 1)
    ]
    return interaction(rows, headers=headers) if headers else interaction(rows)


def seen(body: bytes, dialect: str) -> list[Any]:
    """The events of a body with their JSON parsed so that nothing is lost: numbers as text, objects as pairs."""
    return [(one.get("event"), one.get("id"), parsed(one["data"])) for one in events(body, dialect)]


def parsed(text: str) -> Any:
    try:
        return ("json", json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=lambda pairs: ("{}", pairs)))
    except ValueError:
        return text


def one_event_per_chunk(*payloads: str, eol: str = "\n") -> Interaction:
    """Events with these data, each recorded by itself, 10 ms apart."""
    rows = [Chunk(10 * n, n, f"data: {text}{eol}{eol}".encode(), Mark.END) for n, text in enumerate(payloads, 1)]
    return interaction([(int(row.at), row.read, row.data, END) for row in rows])
