"""A recorded stream with other text in it: the same events, the same JSON around, another answer. Pure. Rules

- `emoji` has characters of two to four bytes, flags and families; `large` has one event of 150 KB. Recordings seldom
  have either, and so miss the bugs that they show.
- The text replaces the answer's own text, event by event. Events that repeat the answer repeat the new one.
- They are not rewrites, since a rewrite keeps the answer.
"""

import json
from collections.abc import Callable
from typing import Final

from cassettes.errors import SpecError
from cassettes.library.torture import PIECES
from cassettes.messages import say
from cassettes.model import Interaction
from cassettes.providers.read import read
from cassettes.providers.reading import Delta, Kind, Path
from player.rewrites.retoken.source import events_of
from player.schedule.offsets import Splice
from player.schedule.tape import Tape

#: bytes of the text of the one event of `large`, and of a body with it at most: a cumulative stream repeats the text
_LARGE: Final = 150_000
_MOST: Final = 400_000


def emoji(count: int) -> list[str]:
    """`count` pieces of text with characters of every width."""
    if count >= len(PIECES):
        return [PIECES[number % len(PIECES)] for number in range(count)]
    bounds = [len(PIECES) * number // count for number in range(count + 1)]
    return ["".join(PIECES[bounds[number] : bounds[number + 1]]) for number in range(count)]


def large(count: int) -> list[str]:
    """`count` pieces of text, of which the second, or else the only one, has 150 KB."""
    unit = "".join(PIECES)
    texts = emoji(count)
    texts[min(1, count - 1)] = unit * (_LARGE // len(unit.encode()) + 1)
    return texts


#: name in a spec -> the texts of that many events
TEXTS: Final[dict[str, Callable[[int], list[str]]]] = {"emoji": emoji, "large": large}


def with_text(interaction: Interaction, name: str) -> Interaction:
    """`interaction` with the text that `name` has. Raises SpecError for a stream whose text can't be told."""
    tape = Tape(interaction)
    reading = read(tape.body, tape.dialect)
    deltas = [one for one in (reading.deltas if reading else ()) if one.kind is Kind.TEXT and one.choice == 0]
    count = sum(grows for _, grows in _growing(deltas))
    if count and all(one.path for one in deltas):
        values, text = _values(deltas, TEXTS[name](count))
        splices = list[Splice]()
        for number, event in enumerate(events_of(tape)):
            if event.payload is not None and number in values:
                before = event.payload.text
                after = event.json.replaced(values[number])
                splices += event.payload.splices([Splice(0, len(before), after)])
        made = tape.spliced(splices)
        found = read(made.body, made.dialect)
        if found is not None and found.choices[0].text == text and len(made.body) <= _MOST:
            return made.interaction
    raise SpecError(say("`{name}` puts other text into an answer, and no text was found in this stream.", name=name))


def _growing(deltas: list[Delta]) -> list[tuple[Delta, bool]]:
    """Each delta, and whether it adds text."""
    said, found = "", []
    for one in deltas:
        grows = not one.whole or one.value != said
        said = one.value if one.whole else said + one.value
        found.append((one, grows))
    return found


def _values(deltas: list[Delta], texts: list[str]) -> tuple[dict[int, dict[Path, bytes]], str]:
    """The new JSON texts of each event by their paths, and the whole new answer."""
    said, left = "", iter(texts)
    values: dict[int, dict[Path, bytes]] = {}
    for one, grows in _growing(deltas):
        piece = next(left) if grows else ""
        said += piece
        shown = said if one.whole else piece
        values.setdefault(one.event, {})[one.path] = json.dumps(shown, ensure_ascii=False).encode()
    return values, said
