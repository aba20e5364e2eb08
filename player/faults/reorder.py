"""`double`, `drop` and `swap`: an event comes twice, not at all, or too late."""

from cassettes.messages import say
from player.faults.events import event_at, lacks, repeated, swapped
from player.faults.fault import Arguments, At, Draw, Fault, Phase, Splice, Tape

_AT = At(without=("head", "end"))


def double(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The event at `at` twice."""
    event = tape.events[event_at(tape, recorded, arguments.word("at"), "double")]
    return tape.spliced([repeated(tape, event, event)])


def drop(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The body without the event at `at`."""
    event = tape.events[event_at(tape, recorded, arguments.word("at"), "drop")]
    return tape.spliced([Splice(tape.begin(event), event.end, b"")])


def swap(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """The event at `at` behind the next one; the last event has none, so the one before it goes behind it."""
    if len(tape.events) < 2:
        raise lacks("swap", say("two events"))
    index = event_at(tape, recorded, arguments.word("at"), "swap")
    return tape.spliced(swapped(tape, min(index, len(tape.events) - 2)))


FAULTS = (
    Fault(
        "double",
        Phase.BYTES,
        on_tape=double,
        parameters={"at": _AT},
        dialects=("sse", "ndjson"),
        invents=True,
        about="The event at `at` comes twice, one right behind the other.",
        meets="A relay that sends again what it had sent, a consumer group that delivers at least once.",
    ),
    Fault(
        "drop",
        Phase.BYTES,
        on_tape=drop,
        parameters={"at": _AT},
        dialects=("sse", "ndjson"),
        about="The event at `at` does not come.",
        meets="A relay with a full buffer, a filter that swallows an event, a client that came too late.",
    ),
    Fault(
        "swap",
        Phase.BYTES,
        on_tape=swap,
        parameters={"at": _AT},
        dialects=("sse", "ndjson"),
        invents=True,
        about="The event at `at` comes behind the next one.",
        meets="A backend that writes events from two threads.",
    ),
)
