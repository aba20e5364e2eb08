"""Reads an answer from a body in a provider's shape, as the provider's own SDK reads it. Rules

- The shape is found from the payloads alone, never from a host: the first payload that some reader knows decides, and
  that reader reads them all. No payload of a provider is known by two readers, but for the key `content`, the weakest
  sign, whose reader comes last. A bare error is tried after all readers, because providers share that form.
- A body of a known shape without text has the text `""`; a body of an unknown shape has no reading (None).
- Payloads are the events or records of the body that are JSON; a body without any can be one JSON value by itself: an
  answer that is not streamed, or Gemini's array, whose elements are the payloads.
- Plain text is its own text: the shape `text`. JSON of unknown shape and markup are not.
- The body may be any bytes; nothing raises.
"""

import json
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, Final

from cassettes.content import events
from cassettes.framing import BOM
from cassettes.providers.failure import Failure, generic
from cassettes.providers.reading import Call, Choice, Delta, Kind, Part, Payload, Reader, Reading
from cassettes.providers.registry import SHAPES

__all__ = ["READERS", "failure", "payloads", "read"]

#: modules of `shapes` that read and make nothing
_READ_ONLY: Final = ("assistants",)
#: `content` is the last: its sign, a key `content`, is one of other shapes, too
READERS: Final[tuple[Reader, ...]] = tuple(
    reader
    for module in (*_READ_ONLY, *dict.fromkeys(SHAPES.values()))
    for reader in getattr(import_module(f"cassettes.providers.shapes.{module}"), "READERS", ())
)
_TEXT: Final = "text"
#: payloads in which a shape is looked for; every provider's first or second one shows it
_MOST_TOLD: Final = 1_000
_CALL: Final = (Kind.CALL_ID, Kind.CALL_NAME, Kind.CALL_ARGUMENTS)


def read(body: bytes, dialect: str) -> Reading | None:
    """The answer in a body of the `dialect`, as `cassettes.framing.dialect_of` gives it; None for an unknown shape."""
    found = payloads(body, dialect)
    reader = _reader(found)
    if reader is not None:
        return _fold(reader.name, reader.deltas(found))
    if dialect == "text" and not found:
        text = body.decode("utf-8", "replace").removeprefix("\ufeff")
        if not text.lstrip().startswith(("<", "{", "[")):
            return _fold(_TEXT, [Delta(0, Kind.TEXT, text, ())] if text else [])
    return None


def failure(shape: str, status: int = 0) -> Failure:
    """The error of a provider of that `shape` for `status`; 0 stands for its most frequent error in the middle of a
    stream. An unknown shape gets a form that most relays use.
    """
    made = next((reader.failure for reader in READERS if reader.name == shape), generic)
    return made(status) if status else made()


def payloads(body: bytes, dialect: str) -> list[Payload]:
    """The JSON objects of a body, in order; anything else is left out (`[DONE]`, a comment)."""
    found = [
        Payload(number, event.get("event", ""), value)
        for number, event in enumerate(events(body, dialect))
        if isinstance(value := _parsed(event["data"]), dict)
    ]
    if not found and dialect != "binary" and body.removeprefix(BOM).lstrip()[:1] in (b"{", b"["):
        whole = _parsed(body.decode("utf-8", "replace").removeprefix("\ufeff"))
        values = whole if isinstance(whole, list) else [whole]
        found = [Payload(number, "", value) for number, value in enumerate(values) if isinstance(value, dict)]
    return found


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _reader(found: Sequence[Payload]) -> Reader | None:
    for payload in found[:_MOST_TOLD]:
        for reader in READERS:
            if reader.knows(payload):
                return reader
    for payload in found[:_MOST_TOLD]:
        if payload.text("error"):
            return _named("ollama")
        if payload.text("error", "message"):
            return _named("gemini") if payload.text("error", "status") else _named("openai")
    return None


def _named(shape: str) -> Reader:
    return next(reader for reader in READERS if reader.name == shape)


class _Pieces:
    """The pieces of one choice, by kind and part, in the order in which the parts first spoke."""

    def __init__(self) -> None:
        self.said: dict[Kind, dict[Part, list[str]]] = {}
        self.calls: dict[Part, None] = {}

    def take(self, delta: Delta) -> None:
        if delta.kind in _CALL:
            self.calls[delta.part] = None
        pieces = self.said.setdefault(delta.kind, {}).setdefault(delta.part, [])
        if delta.whole:
            pieces.clear()
        pieces.append(delta.value)

    def joined(self, kind: Kind, part: Part | None = None) -> str:
        parts = self.said.get(kind, {})
        chosen = parts.values() if part is None else [parts.get(part, [])]
        return "".join(piece for pieces in chosen for piece in pieces)

    def choice(self) -> Choice:
        calls = tuple(
            Call(
                self.joined(Kind.CALL_NAME, part),
                self.joined(Kind.CALL_ARGUMENTS, part),
                self.joined(Kind.CALL_ID, part),
            )
            for part in self.calls
        )
        finish = self.said.get(Kind.FINISH, {})
        return Choice(
            self.joined(Kind.TEXT),
            self.joined(Kind.REASONING),
            calls,
            next((pieces[-1] for pieces in reversed(finish.values())), ""),
        )


def _fold(shape: str, deltas: Iterable[Delta]) -> Reading:
    kept = tuple(deltas)
    choices: dict[int, _Pieces] = {}
    last: dict[Kind, str] = {}
    for delta in kept:
        if delta.kind in (Kind.INPUT_TOKENS, Kind.OUTPUT_TOKENS, Kind.ERROR):
            last[delta.kind] = delta.value
        else:
            choices.setdefault(delta.choice, _Pieces()).take(delta)
    asked, spoken = last.get(Kind.INPUT_TOKENS), last.get(Kind.OUTPUT_TOKENS)
    return Reading(
        shape,
        kept,
        tuple(choices[number].choice() for number in sorted(choices)) or (Choice(),),
        None if asked is None else int(asked),
        None if spoken is None else int(spoken),
        last.get(Kind.ERROR, ""),
    )
