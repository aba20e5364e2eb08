"""The lines of an event, and the payload that its `data` lines carry, as places in a body. Rules

- A payload is the event's data as a client gets it: the `data` lines joined by LF, or a record without its line end.
- A payload is edited in its own bytes; `Payload.splices` says where they stand in the body. An inserted line feed
  begins another `data` line.
- An event that no client dispatches (without its blank line, without `data`) has no payload here. Neither has one that
  no server writes: with a `data` line without a colon, or with other lines between its `data` lines. Such an event
  stays unchanged.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from cassettes.framing import Frame
from player.schedule.offsets import Splice
from player.schedule.tape import Tape

_LINE: Final = re.compile(rb"[^\r\n]++(\r\n|\n|\r|\Z)")
_RECORD_END: Final = re.compile(rb"\r?\n\Z|\Z")


class Line(NamedTuple):
    """One line of an event in its body: the field's name from `start` (a comment's is empty), its value from `value` to
    `end`, its line end up to `stop`.
    """

    start: int
    value: int
    end: int
    stop: int
    name: bytes


def lines_of(tape: Tape, frame: Frame) -> Iterator[Line]:
    """The lines of an event, blank ones left out."""
    body = tape.body
    for match in _LINE.finditer(body, tape.begin(frame), frame.end):
        start, end = match.start(), match.start(1)
        name, colon, value = body[start:end].partition(b":")
        begins = end - len(value) + (1 if value.startswith(b" ") else 0) if colon else end
        yield Line(start, begins, end, match.end(), name)


def data_stands_apart(lines: Iterable[Line]) -> bool:
    """Whether other lines stand between the `data` lines of an event."""
    return any(line.stop != other.start for line, other in pairwise(line for line in lines if line.name == b"data"))


@dataclass(frozen=True, slots=True)
class Payload:
    """The payload of one event. `text`: its bytes; `parts`: where its lines stand in the body; `eol`: their line end,
    empty for a record, which has one line.
    """

    text: bytes
    parts: tuple[tuple[int, int], ...]
    eol: bytes

    def splices(self, edits: Iterable[Splice]) -> Iterator[Splice]:
        """The splices of the body that `edits` of the payload mean."""
        firsts, at = list[int](), 0
        for start, end in self.parts:
            firsts.append(at)
            at += end - start + 1

        def placed(offset: int) -> int:
            line = bisect_right(firsts, offset) - 1
            return self.parts[line][0] + offset - firsts[line]

        for start, end, data in edits:
            yield Splice(placed(start), placed(end), data.replace(b"\n", self.eol + b"data: "))


def payload_of(tape: Tape, frame: Frame) -> Payload | None:
    """The payload of an event or record of `tape`; None for one without a payload, or that stays unchanged."""
    body = tape.body
    if frame.kind == "record":
        start = tape.begin(frame)
        match = _RECORD_END.search(body, start, frame.end)
        assert match is not None
        return Payload(body[start : match.start()], ((start, match.start()),), b"")
    data = [line for line in lines_of(tape, frame) if line.name == b"data"]
    bare = any(line.start + len(line.name) == line.end for line in data)
    if not frame.complete or not data or bare or data_stands_apart(data):
        return None
    text = b"\n".join(body[line.value : line.end] for line in data)
    return Payload(text, tuple((line.value, line.end) for line in data), body[data[0].end : data[0].stop])
