"""Numbers that count a stream's events, which are counted anew. Rules

- `sequence_number` of OpenAI's responses, and ids of events, are such numbers where each is one more than the last.
- A body whose numbers do not count up keeps them as they are.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from cassettes.providers.reading import Path
from player.rewrites.retoken.event import Made
from player.rewrites.retoken.source import Event

_SEQUENCE: Final[Path] = ("sequence_number",)


def _first(numbers: Sequence[bytes]) -> int | None:
    """The first of numbers that count up by one; None for others."""
    if not numbers or not all(number.isdigit() and len(number) < 16 for number in numbers):
        return None
    counted = all(int(after) == int(before) + 1 for before, after in pairwise(numbers))
    return int(numbers[0]) if counted else None


def numbered(made: Sequence[Made], found: Sequence[Event]) -> list[Made]:
    """The events with numbers that count up as the recorded ones do."""
    raws = [event.json.raw(_SEQUENCE) for event in found]
    sequence = _first([raw for raw in raws if raw])
    ids = _first([event.id for event in found if event.id is not None])
    counted = list[Made]()
    for one in made:
        if sequence is not None and raws[one.event]:
            one = replace(one, values={**one.values, _SEQUENCE: str(sequence).encode()})
            sequence += 1
        if ids is not None and found[one.event].id is not None:
            one = replace(one, id=str(ids).encode())
            ids += 1
        counted.append(one)
    return counted
