"""The text of an answer, chunk by chunk: its deltas, not the JSON around them. Pure."""

from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate
from typing import Final

from cassettes.content import events
from cassettes.framing import Dialect, dialect_of, frames_of
from cassettes.headers import is_encoded, joined
from cassettes.model import Headers, Interaction
from cassettes.printable import safe
from cassettes.providers.read import read
from cassettes.providers.reading import Delta, Kind, Reading

#: kinds whose value is shown behind the kind's name; a text stands by itself, a count is left out
_NAMED: Final = frozenset({Kind.REASONING, Kind.CALL_NAME, Kind.CALL_ARGUMENTS, Kind.FINISH, Kind.ERROR})


def reading(one: Interaction) -> Reading | None:
    """The answer in the body as the provider's SDK reads it; None for an unknown shape or an encoded body."""
    return None if is_encoded(_fields(one)) or not one.body else read(one.body, _dialect(one))


def _fields(one: Interaction) -> Headers:
    return one.head.headers if one.head is not None else ()


def _dialect(one: Interaction) -> Dialect:
    return dialect_of(joined(_fields(one), b"content-type"), one.body)


def says(one: Interaction) -> dict[int, str]:
    """Index of a chunk -> the text of the events that end in it; no entry for a chunk without text.

    `…` stands where the chunk begins or ends inside of an event.
    """
    found = reading(one)
    if found is None or not found.deltas:
        return {}
    dialect = _dialect(one)
    frames = [*frames_of(one.body, dialect)]
    ends = [frame.end for frame in frames for _ in events(one.body[frame.start : frame.end], dialect)]
    edges = {0, *(frame.end for frame in frames)}
    chunks = list(accumulate(one.chunks.sizes))
    told = defaultdict[int, str](str)
    for delta in found.deltas:
        if delta.event < len(ends) and (words := _words(delta)):
            told[bisect_left(chunks, ends[delta.event])] += words
    starts = [0, *chunks]
    return {
        index: ("" if starts[index] in edges else "…") + text + ("" if chunks[index] in edges else "…")
        for index, text in told.items()
        if index < len(chunks)
    }


def _words(delta: Delta) -> str:
    if delta.kind is Kind.TEXT:
        return safe(delta.value)
    return f"[{delta.kind} {safe(delta.value)}]" if delta.kind in _NAMED and delta.value else ""
