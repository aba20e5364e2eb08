"""`done`, `late-done` and `no-blank`: faults of the last event, which says that the answer is over."""

from dataclasses import replace

from cassettes.clock import SECOND
from cassettes.messages import say
from player.faults.cutting import delayed, parted
from player.faults.events import lacks, over, repeated, swapped
from player.faults.fault import Arguments, Choice, Draw, Duration, Fault, Performance, Phase, Splice, Tape


def _over(tape: Tape, name: str) -> int:
    index = over(tape)
    if index < 0:
        raise lacks(name, say("an event such as [DONE] or message_stop"))
    return index


def done(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The body with the final event missing, twice, or before the event that it should follow."""
    index, kind = _over(tape, "done"), arguments.word("as")
    event = tape.events[index]
    if kind == "doubled":
        return tape.spliced([repeated(tape, event, event)])
    if kind == "early":
        if index == 0:
            raise lacks("done", say("two events"))
        return tape.spliced(swapped(tape, index - 1))
    return tape.spliced([Splice(tape.begin(event), event.end, b"")])


def late_done(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The final event, and the bytes behind it, leave `for` later."""
    event = recorded.events[_over(recorded, "late-done")]
    offset, end = (performance.origin.performed(at) for at in (recorded.begin(event), event.end))
    if offset >= min(end, len(performance.body)):  # another fault took it away
        return performance
    schedule = delayed(parted(performance.schedule, offset), offset, arguments.number("for"))
    return replace(performance, schedule=schedule)


def no_blank(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The body up to the last event's data, or behind the line end there."""
    if not tape.events:
        raise lacks("no-blank", say("an event"))
    last = tape.events[-1]
    cut = last.start + len(tape.body[last.start : last.end].rstrip(b"\r\n"))
    if arguments.word("as") == "line" and tape.dialect == "sse" and (line := tape.line_end.match(tape.body, cut)):
        cut = line.end()
    return tape.spliced([Splice(cut, len(tape.body), b"")])


FAULTS = (
    Fault(
        "done",
        Phase.BYTES,
        on_tape=done,
        parameters={"as": Choice(("missing", "doubled", "early"))},
        dialects=("sse", "ndjson"),
        invents=True,
        about=(
            "The event that says that the answer is over (`[DONE]`, `message_stop`, `done: true` ...) is missing, "
            "comes twice, or comes before the event that it should follow."
        ),
        meets="Backends that end with the connection alone, relays that add an end of their own.",
        shown=("", "as=doubled", "as=early"),
    ),
    Fault(
        "late-done",
        Phase.TIME,
        late_done,
        parameters={"for": Duration(5 * SECOND)},
        dialects=("sse", "ndjson"),
        about="The event that says that the answer is over comes `for` later than the last text.",
        meets="A backend that stores the answer, counts tokens or looks for a title before it says the end.",
        shown=("for=500ms",),
    ),
    Fault(
        "no-blank",
        Phase.BYTES,
        on_tape=no_blank,
        parameters={"as": Choice(("line", "bare"))},
        dialects=("sse", "ndjson"),
        about=(
            "The last event ends without its blank line, or without any line end at all: the standard lets a client "
            "discard it."
        ),
        meets="Backends that join events by blank lines instead of ending each; an answer cut by a size limit.",
        shown=("", "as=bare"),
    ),
)
