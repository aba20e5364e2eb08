"""`resume` and `retry`: a stream that goes on in a second response (WHATWG HTML 9.2.3). Rules

- The rest of a body keeps its gaps and begins with the head, since a server that resumes has the data already.
- Events are identified by their recorded ids. Where a recording has none, `retry` numbers its events, and a number
  means the recorded event. A client that returned with such a number gets numbered events again, or it would return
  with that number for ever.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Final

from cassettes.framing import Frame
from cassettes.messages import say
from cassettes.model import Interaction
from player.faults.events import eol, lacking, lacks
from player.faults.fault import Arguments, At, Count, Draw, Fault, Flag, Phase, Splice, Tape
from player.faults.places import offset_in
from player.grammar.use import Use

_ID: Final = re.compile(rb"(?<![^\r\n])id(?:: ?([^\r\n]*))?(?=[\r\n]|\Z)")


def ids(tape: Tape) -> list[str]:
    """The id field of each event; empty for one without. A client keeps an id for later events, too, but a server
    resumes behind the event that has the field: an event that comes twice is better than one that is lost.
    """
    found = list[str]()
    for event in tape.events:
        said = [line[1] or b"" for line in _ID.finditer(tape.body, tape.begin(event), event.end)]
        found.append(next((one.decode("utf-8", "replace") for one in reversed(said) if b"\0" not in one), ""))
    return found


def rest(interaction: Interaction, last_id: str) -> Use | None:
    """The edit for a client that returns with `Last-Event-ID`: the body behind the last event with that id, 204 where
    nothing stands behind it (9.2.3: the client returns no more). None for an id that the recording doesn't have.
    """
    tape = Tape(interaction)
    if tape.dialect != "sse" or not last_id:
        return None
    known = ids(tape)
    numbered = not any(known)
    if numbered:
        known = [str(number) for number in range(1, len(known) + 1)]
    if last_id not in known:
        return None
    behind = len(known) - known[::-1].index(last_id)
    if behind == len(known):
        return Use("status", (("code", "204"), ("as", "empty")))
    return Use("resume", (("at", f"event:{behind + 1}"), *([("ids", "1")] if numbered else [])))


def with_numbers(tape: Tape, recorded: Tape, events: Sequence[Frame]) -> list[Splice]:
    """The insertions that give `events` of `tape` their number among those of `recorded` as an id; none where any event
    has one.
    """
    if any(ids(tape)):
        return []
    number = {event.end: index for index, event in enumerate(recorded.events, 1)}
    there = [(event, number.get(tape.origin.recorded(event.end))) for event in events]
    starts = [(tape.begin(event), index) for event, index in there if index is not None]
    return [Splice(start, start, b"id: %d%b" % (index, eol(tape))) for start, index in starts]


def resume(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The body from `at` on, with `ids` in events that are numbered."""
    offset = offset_in(tape, recorded, arguments.word("at"))
    one = tape.interaction
    ends = list(accumulate(one.chunks.sizes))
    if not offset or not ends or one.head is None:
        return tape
    first = one.chunks.times[min(bisect_right(ends, offset), len(ends) - 1)]
    cut = tape.spliced([Splice(0, offset, b"")])
    if arguments.number("ids"):
        cut = cut.spliced(with_numbers(cut, recorded, cut.events))
    earlier = max(0, first - one.head.at)
    chunks, ending = cut.interaction.chunks, cut.interaction.ending
    chunks = replace(chunks, times=array("q", (at - earlier for at in chunks.times)))
    ending = replace(ending, at=max(one.head.at, ending.at - earlier))
    return replace(cut, interaction=replace(cut.interaction, chunks=chunks, ending=ending))


def retry(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The events before `at`, each with an id, then `retry:`, and the end."""
    if not tape.events:
        raise lacks("retry", say("an event"))
    offset, end = offset_in(tape, recorded, arguments.word("at")), eol(tape)
    sent = [event for event in tape.events if event.end <= offset]
    cut = sent[-1].end if sent else 0
    splices = with_numbers(tape, recorded, sent)
    last = lacking(tape, sent[-1]) if sent else b""
    wait = b"%bretry: %d%b%b" % (last, arguments.number("ms"), end, end)
    return tape.spliced([*splices, Splice(cut, cut, wait), Splice(cut, len(tape.body), b"")]).ended()


FAULTS = (
    Fault(
        "resume",
        Phase.START,
        on_tape=resume,
        parameters={"at": At(without=("head", "end")), "ids": Flag()},
        invents=True,
        about=(
            "The body begins at `at`, at once and with the gaps that it has from there on; with `ids=1` events get "
            "their number for an id, if none has one. A client that returns with `Last-Event-ID` gets this by itself."
        ),
        meets="An EventSource that connects again, a client that asks for the rest.",
        shown=("at=event:6",),
    ),
    Fault(
        "retry",
        Phase.BYTES,
        on_tape=retry,
        parameters={"at": At(without=("head",)), "ms": Count(1, 600_000, 1000)},
        dialects=("sse",),
        invents=True,
        about=(
            "The server ends the response on purpose before the event at `at`, with `retry:` as its last word: an "
            "EventSource returns after `ms` with `Last-Event-ID`. Where the recording has no ids, events get their "
            "number."
        ),
        meets="A server that frees its connections now and then, a gateway whose answers may last a minute.",
        shown=("at=event:6,ms=100",),
    ),
)
