"""Where an address lies, in the recorded body and in the edited one. Rules

- An address beyond the body is an error that says what the body has.
- Offsets are bytes; `HEAD` is the place before the status line.
"""

import re
from bisect import bisect_right
from itertools import accumulate, islice
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from player.grammar.addresses import CHARACTER, HEAD, Address, read_address
from player.schedule.performance import Performance
from player.schedule.tape import Tape

_LINE_END: Final = re.compile(rb"(?>\r\n|\n|\r)\Z")


def recorded_offset(recorded: Tape, text: str) -> int:
    """The offset in the recorded body of the address `text`, or `HEAD`. Raises SpecError for one beyond the body."""
    address, body = read_address(text), recorded.body
    number = address.number
    if address.unit == "head":
        return HEAD
    if address.unit == "end":
        return len(body)
    if address.unit == "share":
        return len(body) * number // 1_000_000
    if address.unit == "byte":
        if number > len(body):
            raise SpecError(_beyond(address, say("{count} bytes", count=len(body))))
        return number
    chunks = recorded.interaction.chunks
    if address.unit == "time":
        if number > recorded.interaction.ending.at:
            ends = recorded.interaction.ending.at // 1_000_000
            raise SpecError(_beyond(address, say("an end {ms} ms after its request", ms=ends)))
        return sum(chunks.sizes[: bisect_right(chunks.times, number)])
    if address.unit == "chunk":
        starts = [0, *accumulate(size for size in chunks.sizes if size)][:-1]
        if number > len(starts):
            raise SpecError(_beyond(address, say("{count} chunks", count=len(starts))))
        return starts[number - 1]
    if address.unit == "char":
        return _in_character(recorded, address)
    events = recorded.events
    if number > len(events):
        raise SpecError(_beyond(address, say("{count} events", count=len(events))))
    start, end, _, complete = events[number - 1]
    if address.unit == "inside":
        return (start + end) // 2
    if address.unit == "blank":
        last = _LINE_END.search(body, start, end) if complete else None
        return end if last is None else last.start()
    return start


def _in_character(recorded: Tape, address: Address) -> int:
    """The offset behind the first byte of the character that `address` counts; a content-encoded body has no such
    place.
    """
    body = b"" if recorded.dialect == "binary" else recorded.body
    found = next(islice(CHARACTER.finditer(body), address.number - 1, None), None)
    if found is None:
        count = sum(1 for _ in CHARACTER.finditer(body))
        raise SpecError(_beyond(address, say("{count} characters of more than one byte", count=count)))
    return found.start() + 1


def _beyond(address: Address, has: str) -> str:
    return say("`at={address}` lies beyond the recorded body, which has {has}.", address=address, has=has)


def offset_in(made: Performance | Tape, recorded: Tape, text: str) -> int:
    """The offset in the body of `made` of the address `text`, or `HEAD`; at most its end. Raises SpecError."""
    offset = recorded_offset(recorded, text)
    return offset if offset == HEAD else min(made.origin.performed(offset), len(made.body))
