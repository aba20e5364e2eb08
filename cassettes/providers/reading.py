"""The values of reading: what one event of an answer says and where, and the whole answer. Rules

- A payload is the JSON value of one event or record; a delta is one thing that it says, with the path to it. Replacing
  the value at that path changes this delta and nothing else.
- `value` is the text as it stands. Where a JSON value stands (arguments as an object, a count), it is its JSON text.
- A delta adds to its part of the choice. A `whole` delta repeats all that its part has said so far (a cumulative
  stream, a last event that repeats the text): it replaces.
- Payloads are untrusted: nothing here raises on any JSON value. Empty texts carry nothing and give no delta.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cassettes.providers.answer import compact
from cassettes.providers.failure import Failure, generic

#: the steps from the payload to a value in it: keys of objects, indexes of lists
Path = tuple[str | int, ...]
#: which part of a choice a delta belongs to: a content block, an output item, a tool call
Part = tuple[str | int, ...]

#: a larger number is not a count
_MOST: Final = 2**63


class Kind(StrEnum):
    """The kinds of deltas."""

    TEXT = "text"
    REASONING = "reasoning"
    CALL_ID = "call-id"
    CALL_NAME = "call-name"
    CALL_ARGUMENTS = "call-arguments"  #: JSON text; joined, the arguments of one call
    FINISH = "finish"  #: the provider's own word
    INPUT_TOKENS = "input-tokens"
    OUTPUT_TOKENS = "output-tokens"
    ERROR = "error"  #: the provider's own sentence


_COUNTS: Final = (Kind.INPUT_TOKENS, Kind.OUTPUT_TOKENS)


class Delta(NamedTuple):
    """One thing that an event says.

    `event`: index into `content.events(...)` of the body (of a body that is one JSON array: into the array). `path` is
    empty where the value does not stand by itself, as in JSON inside a JSON text. `choice`: the choice's index.
    """

    event: int
    kind: Kind
    value: str
    path: Path
    choice: int = 0
    part: Part = ()
    whole: bool = False


class Payload(NamedTuple):
    """The JSON value of an event, with the event's name (empty for a record) and its index."""

    event: int
    name: str
    value: Any

    def at(self, *path: str | int) -> Any:
        """The value at `path`; None where there is none."""
        value = self.value
        for step in path:
            if isinstance(step, str) and isinstance(value, dict):
                value = value.get(step)
            elif isinstance(step, int) and isinstance(value, list) and step < len(value):
                value = value[step]
            else:
                return None
        return value

    def text(self, *path: str | int) -> str:
        """The text at `path`; empty where there is none."""
        found = self.at(*path)
        return found if isinstance(found, str) else ""

    def items(self, *path: str | int) -> Iterator[tuple[int, Any]]:
        """The list at `path` with its indexes; nothing where there is none."""
        found = self.at(*path)
        return enumerate(found) if isinstance(found, list) else enumerate(())

    def says(self, kind: Kind, *path: str | int, choice: int = 0, part: Part = (), whole: bool = False) -> "Deltas":
        """The delta at `path`, if a value of that kind stands there."""
        value = _value(kind, self.at(*path))
        if value:
            yield Delta(self.event, kind, value, path, choice, part, whole)

    def counts(self, *path: str | int, asked: str, spoken: str) -> "Deltas":
        """The counts of tokens at `path`, under the keys `asked` and `spoken`."""
        yield from self.says(Kind.INPUT_TOKENS, *path, asked)
        yield from self.says(Kind.OUTPUT_TOKENS, *path, spoken)


Deltas = Iterator[Delta]


def _value(kind: Kind, found: Any) -> str:
    if isinstance(found, str):
        return "" if kind in _COUNTS else found
    if kind in _COUNTS and isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _MOST:
        return str(found)
    if kind is Kind.CALL_ARGUMENTS and isinstance(found, dict | list):
        try:
            return compact(found)
        except RecursionError:
            return ""
    return ""


def index_of(found: Any, otherwise: int = 0) -> int:
    """An index from a payload; `otherwise` where it is missing or invalid."""
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 <= found < _MOST else otherwise


@dataclass(frozen=True, slots=True)
class Reader:
    """How one shape is recognised and read. `knows` says whether a payload shows the shape. `deltas` reads all payloads
    of a body of the shape, in order: what a payload means can depend on others. `failure` gives the provider's error
    for a status; without one, the error that it sends most often in the middle of a stream.
    """

    name: str
    knows: Callable[[Payload], bool]
    deltas: Callable[[Sequence[Payload]], Deltas]
    failure: Callable[..., Failure] = generic


def each(read: Callable[[Payload], Iterable[Delta]]) -> Callable[[Sequence[Payload]], Deltas]:
    """`Reader.deltas` of a shape whose payloads say everything by themselves."""
    return lambda payloads: (delta for payload in payloads for delta in read(payload))


@dataclass(frozen=True, slots=True)
class Call:
    """One tool call: `arguments` is JSON text, torn where the stream was."""

    name: str
    arguments: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of an answer, the sum of its deltas; parts that did not come are empty."""

    text: str = ""
    reasoning: str = ""
    calls: tuple[Call, ...] = ()
    finish: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer in a body of a known shape. `choices` stand in the order of their indexes; there is at least one."""

    shape: str
    deltas: tuple[Delta, ...]
    choices: tuple[Choice, ...]
    input_tokens: int | None = None
    output_tokens: int | None = None
    error: str = ""

    @property
    def text(self) -> str:
        """The text of the first choice."""
        return self.choices[0].text
