"""Finds, moves and writes the events of a tape, for faults that change bytes. Pure. Rules

- An inserted event has the style of the body: its line ends, its space behind a colon.
- An event at the end of the body may have no blank line; an insertion behind it adds the missing line ends.
- Payloads in a coding (`base64`) are read and written in it.
"""

import json
import re
from bisect import bisect_right
from typing import Any, Final

from cassettes.content import events
from cassettes.errors import SpecError
from cassettes.framing import Frame
from cassettes.messages import say
from player.faults.places import offset_in
from player.schedule.offsets import Splice
from player.schedule.tape import Tape

_DATA: Final = re.compile(rb"(?<![^\r\n])data:( ?)")
#: events from the start in which the provider's shape is looked for
_FIRST: Final = 16
#: events that may stand behind the one that says that the answer is over
_LAST: Final = 8
_OVER: Final = frozenset(
    {
        "[DONE]",
        '"[DONE]"',
        "done",
        "message_stop",
        "message_end",
        "message-end",
        "stream-end",
        "response.completed",
        "workflow_finished",
    }
)


def lacks(name: str, needs: str) -> SpecError:
    """The error of a fault `name` on a body without what it `needs`, in the person's language."""
    return SpecError(
        say("`{name}` needs {needs}, and this body has none. Leave it out for this recording.", name=name, needs=needs)
    )


def event_at(tape: Tape, recorded: Tape, at: str, name: str) -> int:
    """The index of the event of `tape` that holds the address `at`, or is the next one; the last one at the end.

    Raises SpecError for a body without events, and for an address beyond the recorded body.
    """
    if not tape.events:
        raise lacks(name, say("an event"))
    ends = [event.end for event in tape.events]
    return min(bisect_right(ends, offset_in(tape, recorded, at)), len(ends) - 1)


def eol(tape: Tape) -> bytes:
    """The line end of the body: its first one."""
    found = tape.line_end.search(tape.body)
    return found[0] if found else b"\n"


def lacking(tape: Tape, event: Frame) -> bytes:
    """The line ends that are missing at the end of `event`."""
    if event.complete:
        return b""
    missing = 1 if event.kind == "record" or tape.body.endswith((b"\n", b"\r")) else 2
    return eol(tape) * missing


def repeated(tape: Tape, event: Frame, behind: Frame) -> Splice:
    """`event` once more, behind the event `behind`."""
    return Splice(behind.end, behind.end, lacking(tape, behind) + tape.body[tape.begin(event) : event.end])


def swapped(tape: Tape, index: int) -> tuple[Splice, ...]:
    """The event at `index` behind the next one: no byte leaves before it was recorded."""
    first, second = tape.events[index : index + 2]
    return Splice(tape.begin(first), first.end, b""), repeated(tape, first, second)


def written(tape: Tape, data: str, name: str = "", comment: str = "") -> bytes:
    """An event or record with `data`, one line of text, as this body would have it; `comment`: a line in the event."""
    end = eol(tape)
    if tape.dialect == "ndjson":
        return data.encode() + end
    if tape.coding is not None:
        data = tape.coding.code(data.encode()).decode()
    found = _DATA.search(tape.body)
    gap = found[1] if found else b" "
    field = b"event:" + gap + name.encode() + end if name else b""
    field += b":" + comment.encode() + end if comment else b""
    return field + b"data:" + gap + data.encode() + end + end


def over(tape: Tape) -> int:
    """The index of the event that says that the answer is over: `[DONE]`, `message_stop`, `"done": true` ...; -1 for
    none.
    """
    for index in range(len(tape.events) - 1, max(-1, len(tape.events) - 1 - _LAST), -1):
        event = tape.events[index]
        data = tape.body[event.start : event.end] + lacking(tape, event)
        if any(_is_over({**one, "data": _plain(tape, one["data"])}) for one in events(data, tape.dialect)):
            return index
    return -1


def _plain(tape: Tape, data: str) -> str:
    """The data of an event without the coding of the tape."""
    try:
        return data if tape.coding is None else tape.coding.plain(data.encode()).decode("utf-8", "replace")
    except ValueError:
        return data


def _is_over(event: dict[str, str]) -> bool:
    if event["data"] in _OVER or event.get("event") in _OVER:
        return True
    try:
        value: Any = json.loads(event["data"])
    except (ValueError, RecursionError):
        return False
    if not isinstance(value, dict):
        return False
    return value.get("done") is True or any(
        isinstance(said := value.get(key), str) and said in _OVER for key in ("type", "event", "event_type")
    )


def shape_of(tape: Tape) -> str:
    """The provider's shape, as `cassettes.providers.read` names it; empty for an unknown one."""
    events = tape.events[:_FIRST]
    from cassettes.providers.read import read  # every provider's shape: a player starts without them

    found = read(tape.body[: events[-1].end] if events else tape.body, tape.dialect)
    return found.shape if found else ""
