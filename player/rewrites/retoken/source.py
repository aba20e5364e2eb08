"""The events of a body, and those that carry a piece of an answer. Rules

- A source is an event with one piece of text, thoughts or arguments, as a JSON string that stands by itself.
- Pieces are columns of units: the JSON text of one character each, escaped as it was recorded. In a cumulative stream a
  piece is only the text that an event adds.
"""

from dataclasses import dataclass

from cassettes.framing import Frame
from cassettes.providers.reading import Kind, Part, Path
from player.rewrites.events import Payload, lines_of, payload_of
from player.rewrites.json_places import JsonPlaces
from player.schedule.tape import Tape

#: identifies one stream of a body: kind, choice, part
Stream = tuple[Kind, int, Part]


@dataclass(frozen=True, slots=True)
class Event:
    """An event that carries data: its frame, its payload (None for one that is never rewritten), its id."""

    frame: Frame
    payload: Payload | None
    json: JsonPlaces
    id: bytes | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One event with a piece. `event`: its index; `units`: the whole text at `path`, of which the first `said` came
    before, if it is `cumulative`; `mirrors`: other places with the same text; `opening`, `closing`: places of contents
    that come once, with the value before they come (empty: none); `counts`: the places of running counts.
    """

    event: int
    stream: Stream
    path: Path
    units: tuple[str, ...]
    said: int = 0
    cumulative: bool = False
    mirrors: tuple[Path, ...] = ()
    opening: tuple[Path, ...] = ()
    closing: tuple[tuple[Path, bytes], ...] = ()
    counts: tuple[Path, ...] = ()

    @property
    def piece(self) -> tuple[str, ...]:
        return self.units[self.said :]


def events_of(tape: Tape) -> list[Event]:
    """The events of a body with data, or its records, as `cassettes.content.events` counts them."""
    body, found = tape.body, list[Event]()
    for frame in tape.events:
        payload, number = payload_of(tape, frame), None
        if frame.kind == "event":
            lines = list(lines_of(tape, frame))
            if not frame.complete or not any(line.name == b"data" for line in lines):
                continue
            number = next((body[line.value : line.end] for line in reversed(lines) if line.name == b"id"), None)
        elif payload is None or not payload.text.decode("utf-8", "replace").strip():
            continue
        elif not frame.complete:
            payload = None
        found.append(Event(frame, payload, JsonPlaces(payload.text if payload else b""), number))
    return found
