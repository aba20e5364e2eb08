"""`heartbeat`: servers and proxies send something regularly, so that a silence is not taken for the end."""

from collections.abc import Iterator
from typing import Final

from cassettes.framing import Frame
from cassettes.messages import say
from player.faults.events import eol, lacks, written
from player.faults.fault import Arguments, Choice, Count, Draw, Fault, Phase, Splice, Tape

_COMMENT: Final = b": ping"


def heartbeat(tape: Tape, recorded: Tape, arguments: Arguments, draw: Draw) -> Tape:
    """A heartbeat with every n-th event, from the first on."""
    kind, end = arguments.word("as"), eol(tape)
    if not tape.events:
        raise lacks("heartbeat", say("an event"))
    if tape.dialect == "ndjson" and kind in ("ping", "inside"):
        raise lacks(f"heartbeat,as={kind}", say("server-sent events (NDJSON has `as=comment`)"))
    beat = end if tape.dialect == "ndjson" else _COMMENT + end + end
    if kind == "ping":
        beat = written(tape, '{"type": "ping"}', "ping")
    elif kind == "inside":
        beat = _COMMENT + end
    return tape.spliced(_beats(tape, kind, beat, arguments.number("every")))


def _beats(tape: Tape, kind: str, beat: bytes, every: int) -> Iterator[Splice]:
    for event in tape.events[::every]:
        at = tape.begin(event)
        if kind == "inside":
            at = _behind_line(tape, event)
        elif kind == "torn":
            at = _middle(tape, event)
        yield Splice(at, at, beat)


def _behind_line(tape: Tape, event: Frame) -> int:
    """The offset behind the first line of `event`; before the event where that line has no end."""
    lines = tape.body[event.start : event.end].splitlines(keepends=True)
    return event.start + len(lines[0]) if lines[0].endswith((b"\n", b"\r")) else tape.begin(event)


def _middle(tape: Tape, event: Frame) -> int:
    """The middle of `event`, between two characters."""
    at = (tape.begin(event) + event.end) // 2
    while at > event.start and tape.body[at] & 0xC0 == 0x80:
        at -= 1
    return at


FAULTS = (
    Fault(
        "heartbeat",
        Phase.BYTES,
        on_tape=heartbeat,
        parameters={"every": Count(1, 10**6, 3), "as": Choice(("comment", "ping", "inside", "torn"))},
        dialects=("sse", "ndjson"),
        invents=True,
        about=(
            "With every n-th event comes a heartbeat: a comment before it, an event `ping`, a comment line inside the "
            "event (legal), or a comment with its blank line in the middle of a line (a bug of proxies). NDJSON has "
            "blank lines."
        ),
        meets="Anthropic's pings, OpenRouter's and DeepSeek's comments, a proxy that writes by its own timer.",
        shown=("", "as=ping", "as=inside", "as=torn"),
    ),
)
