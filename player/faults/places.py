"""Where an address lies: in the recorded body, and in what became of it. Rules

- An address beyond the body is an error that says what the body has.
- Offsets are bytes; `HEAD` is the place before the status line.
"""

from bisect import bisect_right
from itertools import accumulate

from cassettes.errors import SpecError
from cassettes.messages import say
from player.grammar.addresses import HEAD, Address, read_address
from player.schedule.performance import Performance
from player.schedule.tape import Tape


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
    events = recorded.events
    if number > len(events):
        raise SpecError(_beyond(address, say("{count} events", count=len(events))))
    return events[number - 1].start


def _beyond(address: Address, has: str) -> str:
    return say("`at={address}` lies beyond the recorded body, which has {has}.", address=address, has=has)


def offset_in(made: Performance | Tape, recorded: Tape, text: str) -> int:
    """The offset in the body of `made` of the address `text`, or `HEAD`; at most its end. Raises SpecError."""
    offset = recorded_offset(recorded, text)
    return offset if offset == HEAD else min(made.origin.performed(offset), len(made.body))
