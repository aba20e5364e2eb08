"""The values that every shape works with: an answer in tokens, the pieces it becomes, the shape itself. Rules

- Tokens are text, never empty; joined they are the answer. Their sizes are up to the caller.
- `steps` of a piece counts the tokens that the provider waits for before it writes the piece: 0 for a piece written
  together with the one before (the role, the usage, the sentinel).
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest
from typing import Any, Final, NamedTuple

from cassettes.model import Headers

#: 2026-01-01 00:00:00 UTC in seconds: the time that made answers name, so that the same text gives the same bytes
CREATED: Final = 1_767_225_600

QUESTION: Final = "你好，请介绍一下你自己。 Hello, please introduce yourself."


class End(StrEnum):
    """How a made stream ends."""

    COMPLETE = "complete"
    TRUNCATED = "truncated"  #: the connection closes in the middle of a piece
    ERROR = "error"  #: the provider's own error event after two thirds of the answer


class Piece(NamedTuple):
    """Bytes that the provider writes at once, and the number of tokens that it waits for before."""

    data: bytes
    steps: int = 0


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool call: the function's name and its arguments, JSON text in tokens."""

    name: str
    arguments: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.arguments)


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's answer. `usage`: the client asked for token counts, where the API gives them on request only. `others`:
    the tokens of each further choice; reasoning and tools belong to the first choice.
    """

    tokens: tuple[str, ...]
    reasoning: tuple[str, ...] = ()
    tools: tuple[Tool, ...] = ()
    usage: bool = False
    failed: bool = False
    question: str = QUESTION
    others: tuple[tuple[str, ...], ...] = ()

    @property
    def text(self) -> str:
        return "".join(self.tokens)

    @property
    def spoken(self) -> int:
        """How many tokens the model wrote: reasoning, all choices and arguments of the tools."""
        called = sum(len(tool.arguments) for tool in self.tools)
        return len(self.reasoning) + sum(map(len, self.choices)) + called

    @property
    def choices(self) -> tuple[tuple[str, ...], ...]:
        """The tokens of every choice."""
        return (self.tokens, *self.others)

    def interleaved(self) -> Iterator[tuple[int, str]]:
        """The tokens of all choices with their choice's index, in turns, as an API streams them."""
        for tokens in zip_longest(*self.choices):
            yield from ((index, token) for index, token in enumerate(tokens) if token is not None)

    @property
    def asked(self) -> int:
        """Tokens of the question; four bytes of UTF-8 count as one."""
        return max(1, len(self.question.encode()) // 4)

    def failing(self) -> "Answer":
        """The same answer, stopped by an error after two thirds of its text; no tool is called."""
        tokens, *others = (tokens[: max(1, len(tokens) * 2 // 3)] for tokens in self.choices)
        return replace(self, tokens=tokens, others=tuple(others), tools=(), failed=True)

    def key(self, part: str = "") -> str:
        """64 hex digits that depend on the whole answer and on `part`: the source of ids and padding."""
        tools = (said for tool in self.tools for said in (tool.name, tool.text))
        others = ("".join(tokens) for tokens in self.others)
        whole = "\0".join((part, "".join(self.reasoning), self.text, *tools, *others))
        return hashlib.sha256(whole.encode()).hexdigest()

    def call_key(self, number: int) -> str:
        """The key of tool call `number`, counted from 0."""
        return self.key(f"call {number}" if number else "call")


@dataclass(frozen=True, slots=True)
class Shape:
    """One provider's way to stream an answer."""

    name: str
    #: scheme and host of the real API: the origin that the cassette names
    origin: str
    target: bytes
    pieces: Callable[[Answer, str], Iterator[Piece]]
    #: the JSON that a client posts for this answer
    request: Callable[[Answer], dict[str, Any]]
    request_headers: Headers = ()
    content_type: bytes = b"text/event-stream"
    headers: Headers = ()
    eol: str = "\n"
    reasoning: bool = True
    tools: bool = True
    errors: bool = True
    #: whether the API can give several choices for one question
    choices: bool = False


def compact(value: object) -> str:
    """JSON as JavaScript writes it: no spaces, text unescaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def event(data: str, eol: str, steps: int = 0, *, name: str = "", space: bool = True) -> Piece:
    """One server-sent event with the field `event` where `name` is given."""
    gap = " " if space else ""
    lines = [f"event:{gap}{name}"] if name else []
    lines += [f"data:{gap}{data}", "", ""]
    return Piece(eol.join(lines).encode(), steps)
