"""What a correct client makes of a body. Pure; the values come from `cassettes.content` and `cassettes.providers`."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from cassettes.content import events
from cassettes.providers.read import payloads, read
from cassettes.providers.reading import Kind, Reading
from player.splits import Body

#: ways in which a client may show an answer of several parts -> their text
_TARGETS: Final[dict[str, Callable[[Reading], str]]] = {
    "text": lambda one: one.choices[0].text,
    "text of all choices": lambda one: "".join(choice.text for choice in one.choices),
    "text as it came": lambda one: "".join(delta.value for delta in one.deltas if delta.kind is Kind.TEXT),
    "reasoning and text": lambda one: one.choices[0].reasoning + one.choices[0].text,
    "reasoning and text as they came": lambda one: "".join(
        delta.value for delta in one.deltas if delta.kind in (Kind.TEXT, Kind.REASONING)
    ),
}


@dataclass(frozen=True)
class Expectation:
    """What a correct client makes of a body. `events`: the data of each event or record; `texts`: the text per choice,
    None for a body of unknown shape; `targets`: what a client may show of the answer, by name; `ends`: where event k
    ends, `ready`: the body offset at which that is certain; `ended`: `cut` where bytes without a terminator stand at
    the end; `regular`: every event is JSON or `[DONE]`.
    """

    events: tuple[str, ...] = ()
    texts: tuple[str, ...] | None = None
    targets: tuple[tuple[str, str], ...] = ()
    ends: tuple[int, ...] = ()
    ready: tuple[int, ...] = ()
    ended: Literal["complete", "error", "cut"] = "complete"
    shape: str = ""
    regular: bool = True

    @classmethod
    def of(cls, body: Body) -> "Expectation":
        """The expectation for a body."""
        boundaries = body.boundaries
        dialect = boundaries.dialect
        found = read(body.data, dialect)
        said = tuple(one["data"] for one in events(body.data, dialect))
        targets = {} if found is None else shown_of(found)
        frames = [one for one in boundaries.frames if one.kind in ("event", "record")]
        return cls(
            said,
            None if found is None else tuple(choice.text for choice in found.choices),
            tuple(targets.items()),
            tuple(one.end for one in frames if one.complete),
            tuple(_certain(body.data, one.end) for one in frames if one.complete),
            "error"
            if found is not None and found.error
            else "cut"
            if frames and not frames[-1].complete
            else "complete",
            "" if found is None else found.shape,
            len(payloads(body.data, dialect)) + said.count("[DONE]") == len(said),
        )

    def due(self, offset: int) -> int:
        """The number of events that are certain when the bytes before `offset` have come."""
        return bisect_right(self.ready, offset)


def shown_of(reading: Reading) -> dict[str, str]:
    """The texts that a client may show of an answer, by name; each text once."""
    targets: dict[str, str] = {}
    for name, text in _TARGETS.items():
        if (shown := text(reading)) and shown not in targets.values():
            targets[name] = shown
    return targets


def _certain(body: bytes, end: int) -> int:
    """A CR at the end of an event may be half of a CRLF, so it waits for the next byte."""
    return end + 1 if body[end - 1] == 0x0D else end
