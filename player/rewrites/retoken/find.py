"""Finds the sources among the events of a body. Rules

- An event is not a source, and stays unchanged, if it has pieces of two parts, begins or ends a part of the answer,
  repeats other events, or has an error.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from cassettes.content import events
from cassettes.providers.read import read
from cassettes.providers.reading import Delta, Kind, Path, Reading
from player.rewrites.retoken.once import OPENING, with_what_is_said_once
from player.rewrites.retoken.source import Event, Source, Stream
from player.schedule.tape import Tape

_SPOKEN: Final = (Kind.TEXT, Kind.REASONING, Kind.CALL_ARGUMENTS)
#: shapes whose events have a type -> (the path of the type, the types of events with pieces)
_PIECES: Final[dict[str, tuple[Path, frozenset[str]]]] = {
    "anthropic": (("type",), frozenset({"content_block_delta", ""})),
    "cohere": (("type",), frozenset({"content-delta", "tool-plan-delta", "tool-call-delta"})),
    "cohere-v1": (("event_type",), frozenset({"text-generation"})),
    "gemini-interactions": (("event_type",), frozenset({"step.delta"})),
    "openai-assistants": (("object",), frozenset({"thread.message.delta", "thread.run.step.delta"})),
    "dify": (("event",), frozenset({"message", "agent_message", "text_chunk", ""})),
}
#: events from the start in which the provider's shape is looked for
_FIRST: Final = 16
_UNIT: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u.{4}|\\.|.", re.DOTALL)


def sources_of(tape: Tape, found: Sequence[Event]) -> list[Source]:
    """The sources of a body, in order; none where no event carries a piece."""
    reading = read(tape.body, tape.dialect)
    if reading is None or len(found) != len(events(tape.body, tape.dialect)):
        return []
    said: dict[int, list[Delta]] = {}
    for delta in reading.deltas:
        said.setdefault(delta.event, []).append(delta)
    spoken = dict[Stream, tuple[str, ...]]()
    made = [
        source
        for number, deltas in said.items()
        if (source := _source(reading, found[number], deltas, spoken)) is not None
    ]
    return with_what_is_said_once(reading.shape, made, said, found)


def says_the_same(tape: Tape, other: Tape) -> bool:
    """Whether `other` still has the answer of `tape`. Only DashScope's may not: whether its events are cumulative is
    seen from their texts, and a few equal characters are too little for that.
    """
    first = tape.events[:_FIRST]
    reading = read(tape.body[: first[-1].end], tape.dialect) if first else None
    if reading is None or reading.shape != "dashscope":
        return True
    return _answer(tape) == _answer(other)


def _answer(tape: Tape) -> list[tuple[str | None, str]]:
    reading = read(tape.body, tape.dialect)
    return [(choice.text, choice.reasoning) for choice in reading.choices] if reading is not None else []


def _source(
    reading: Reading, event: Event, deltas: list[Delta], spoken: dict[Stream, tuple[str, ...]]
) -> Source | None:
    """`event` as a source, or None; `spoken`: the text so far of cumulative streams."""
    cumulative = reading.shape == "dashscope"
    pieces = list[Source]()
    usable = not any(delta.kind is Kind.ERROR for delta in deltas) and _has_pieces(reading.shape, event)
    for delta in deltas:
        if delta.kind not in _SPOKEN:
            continue
        stream: Stream = (delta.kind, delta.choice, delta.part)
        units = _units(event.json.raw(delta.path)) if delta.path and event.payload else ()
        before = spoken.get(stream, ()) if delta.whole else ()
        if cumulative and delta.whole:
            spoken[stream] = units
        if units == before and units:
            continue
        repeats = delta.whole and not cumulative
        usable = usable and bool(units) and not repeats and units[: len(before)] == before
        pieces.append(Source(delta.event, stream, delta.path, units, len(before), delta.whole))
    # `message` has the whole answer of a response that is not streamed
    usable = usable and (reading.shape != "openai" or all("message" not in one.path for one in pieces))
    if len(pieces) != 1 or not usable:
        return None
    # a call that begins in an event with a piece of something else
    begins = any(delta.kind in OPENING and (delta.choice, delta.part) != pieces[0].stream[1:] for delta in deltas)
    return None if begins else pieces[0]


def _has_pieces(shape: str, event: Event) -> bool:
    if shape not in _PIECES:
        return True
    path, names = _PIECES[shape]
    return event.json.raw(path).decode("utf-8", "replace").strip('"') in names


def _units(raw: bytes) -> tuple[str, ...]:
    """The JSON text of each character of a string; empty for other values, and for bytes that are not UTF-8."""
    try:
        text = raw.decode()
        value: Any = json.loads(text)
    except ValueError:
        return ()
    units = tuple(_UNIT.findall(text[1:-1])) if isinstance(value, str) else ()
    return units if len(units) == len(value) else ()
