"""What of all that a client says is the answer. Rules

- A client says values through callbacks, results and iterators; a reading picks one source, one place in its values,
  and how they become the answer: `pieces` joined, the last one `whole`, or a list of `events`.
- The reading is found at the baseline: the first one whose answer is what the body says. Then it holds for all runs.
- What an object shows (`page.data.messages.at(-1).text`) is always the whole; a source that is heard goes before one
  that is seen, and what is printed comes last.
- For a body of unknown shape without events to compare there is no target: any text holds, and must stay the same.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Final

from chunktape.check.expectation import Expectation
from chunktape.check.values import Run

#: how many values places are looked for in, and how deep a place lies
_LOOKED_AT: Final = 40
_DEPTH: Final = 7
#: the objects whose state is said as a whole, as `chunktape/js/entries/drive.mjs` calls them; `watch`: an adapter's
SHOWS: Final = ("page", "component", "vm", "client", "watch")
_PRINTS: Final = "console."


@dataclass(frozen=True, slots=True)
class Shown:
    """What a client showed in one run: the text, or the events; and how much of it after each piece (characters, or
    events).
    """

    text: str = ""
    events: tuple[str, ...] = ()
    after: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the answer of a client stands. `target`: what of the body's answer it is, empty where that is not known."""

    source: str
    path: tuple[str | int, ...]
    how: str
    target: str = ""

    @property
    def is_printed(self) -> bool:
        """Whether it is what the client prints, the last resort."""
        return self.source.startswith(_PRINTS)

    def shown(self, run: Run) -> Shown:
        """What the client showed in `run`."""
        found = [
            (max(one.piece, 0), text)
            for one in run.said
            if one.source == self.source
            for text in _at(one.value, self.path)
        ]
        if self.how == "events":
            found = [one for one in found if one[1]]
        sizes = [0] * (len(run.cuts) + 1)
        texts = [text for _, text in found]
        if self.how == "whole":
            for piece, text in found:
                sizes[piece] = len(text)
            return Shown(texts[-1] if texts else "", (), tuple(accumulate(sizes, max)))
        for piece, text in found:
            sizes[piece] += 1 if self.how == "events" else len(text)
        events = tuple(texts) if self.how == "events" else ()
        return Shown("\n".join(events) if events else "".join(texts), events, tuple(accumulate(sizes)))


def _at(value: Any, path: tuple[str | int, ...]) -> Iterator[str]:
    for key in path:
        if isinstance(key, int):
            if not isinstance(value, list) or not -len(value) <= key < len(value):
                return
            value = value[key]
        else:
            if not isinstance(value, dict) or key not in value:
                return
            value = value[key]
    if isinstance(value, str):
        yield value


def _paths(value: Any, ends: tuple[int, int], depth: int = _DEPTH) -> Iterator[tuple[str | int, ...]]:
    """The places of `value` at which a text stands: of a list in the entries at `ends`."""
    if isinstance(value, str):
        yield ()
    elif depth and isinstance(value, dict):
        for key, inner in value.items():
            yield from ((key, *rest) for rest in _paths(inner, ends, depth - 1))
    elif depth and isinstance(value, list) and value:
        for key in ends if len(value) > 1 else ends[:1]:
            yield from ((key, *rest) for rest in _paths(value[key], ends, depth - 1))


def candidates(run: Run) -> list[Reading]:
    """The readings that `run` gives something to: what is heard, in its order; what is shown; what is printed."""
    found: dict[tuple[str, tuple[str | int, ...]], None] = {}
    counts: dict[str, int] = {}
    for one in run.said:
        counts[one.source] = counts.get(one.source, 0) + 1
        if counts[one.source] <= _LOOKED_AT:
            ends = (-1, 0) if one.source in SHOWS else (0, -1)  # a list that is shown grows
            found.update(((one.source, path), None) for path in _paths(one.value, ends))
    kinds = sorted(found, key=lambda one: 2 if one[0].startswith(_PRINTS) else 1 if one[0] in SHOWS else 0)
    return [
        Reading(source, path, how)
        for source, path in kinds
        for how in (("whole",) if source in SHOWS else ("pieces", "whole", "events"))
    ]


def settled(reading: Reading) -> tuple[Reading, str]:
    """A reading for all further runs, and where they look: of an object's state only the one place is said then."""
    if reading.source in SHOWS:
        where = expression(reading)
        return replace(reading, source=where, path=()), where
    return reading, reading.source if reading.is_printed else ""


def expression(reading: Reading) -> str:
    """Where the answer stands, as JavaScript says it: `page.data.messages.at(-1).text`."""
    steps = (
        f".at({key})" if isinstance(key, int) else f".{key}" if key.isidentifier() else f"[{json.dumps(key)}]"
        for key in reading.path
    )
    return reading.source + "".join(steps)


def right_reading(run: Run, want: Expectation) -> Reading | None:
    """The reading whose answer is what the body says; None where none is."""
    for one in candidates(run):
        shown = one.shown(run)
        if one.how == "events":
            if shown.events and shown.events in (_events(want), _events(want, without="[DONE]")):
                return Reading(one.source, one.path, one.how, "events")
            continue
        for name, text in want.targets:
            if shown.text == text:
                return Reading(one.source, one.path, one.how, name)
    return None


def _events(want: Expectation, without: str = "") -> tuple[str, ...]:
    """The events of a body as a client tells them: an empty one is none, since clients say '' at the end, too."""
    return tuple(data for data in want.events if data not in ("", without))


def any_reading(run: Run) -> Reading | None:
    """The reading that gives the most text: for a body of unknown shape, where only sameness can be judged."""
    found = [one for one in candidates(run) if one.how == "pieces"]
    return max(found, key=lambda one: len(one.shown(run).text), default=None)


def expected(want: Expectation, reading: Reading, shown: Shown) -> str | None:
    """What `reading` should show of another body; None where the body does not say."""
    if reading.target == "events":
        without = _events(want, without="[DONE]")
        return "\n".join(shown.events if shown.events == without else _events(want))
    return dict(want.targets).get(reading.target, want.texts[0] if want.texts else None)
