"""Writes an event with another piece of the answer. Rules

- A part has the envelope of the event in which its text begins, and takes the place of the event in which it ends: the
  parts of one event have its time, joined events have the time of the last one.
- Contents that an event has only once stand in its first or last part; running counts are those of the last event of a
  part.
- An event that closes something and whose text went into the part before it stays, with an empty text.
- Ids of events that count up do so again. Other ids stand only in the last part of their event, since a client that
  returns with the id has had the whole event.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cassettes.providers.reading import Path
from player.rewrites.events import Line, lines_of
from player.rewrites.json_places import JsonPlaces
from player.rewrites.retoken.runs import Run
from player.rewrites.retoken.source import Event
from player.schedule.offsets import Splice
from player.schedule.tape import Tape


@dataclass(frozen=True, slots=True)
class Made:
    """An event to write: the event that it is copied from, its place, replaced values, removed members, its id."""

    event: int
    place: int
    values: Mapping[Path, bytes] = field(default_factory=dict)
    without: tuple[Path, ...] = ()
    id: bytes | None = None


def parts(run: Run, cuts: Sequence[int], found: Sequence[Event]) -> Iterator[Made]:
    """The events of `run` cut at `cuts`, in order."""
    edges, index = [0, *cuts, len(run.units)], 0
    for start, end in pairwise(edges):
        while run.starts[index + 1] <= start:
            index += 1
        last = index
        while run.starts[last + 1] < end:
            last += 1
        yield _part(run, index, last, (start, end), found)
        if last > index and end == run.starts[last + 1] and run.sources[last].closing:
            yield _emptied(run, last, found)


def _part(run: Run, first: int, last: int, span: tuple[int, int], found: Sequence[Event]) -> Made:
    """The piece `span` of `run`, which begins in the source `first` and ends in the source `last`."""
    one, other = run.sources[first], run.sources[last]
    begins, ends = span[0] == run.starts[first], span[1] == run.starts[last + 1]
    said = other.units[: other.said + span[1] - run.starts[last]] if other.cumulative else ()
    units = said or run.units[span[0] : span[1]]
    raw = f'"{"".join(units)}"'.encode()
    values = dict.fromkeys((one.path, *one.mirrors), raw)
    closed = first == last and ends
    without = list[Path]() if begins else list(one.opening)
    if not closed:
        values |= {path: until for path, until in one.closing if until}
        without += [path for path, until in one.closing if not until]
    if first != last:
        values |= {path: found[other.event].json.raw(path) for path in one.counts if path in other.counts}
    return Made(one.event, other.event, values, tuple(without), found[other.event].id if ends else None)


def _emptied(run: Run, index: int, found: Sequence[Event]) -> Made:
    """The event of a source whose text went into the one before it; a cumulative event repeats all the text."""
    one = run.sources[index]
    values = {} if one.cumulative else dict.fromkeys((one.path, *one.mirrors), b'""')
    return Made(one.event, one.event, values, (), found[one.event].id)


def _with_id(lines: Sequence[Line], number: bytes | None) -> Iterator[Splice]:
    """Another id in place of that of an event, or none."""
    for before, line in pairwise((None, *lines)):
        assert line is not None
        if line.name != b"id":
            continue
        if number is not None:
            colon = b": " if line.start + len(line.name) == line.end else b""
            yield Splice(line.value, line.end, colon + number)
        elif before is None:
            yield Splice(line.start, line.stop, b"")
        else:  # the line end before it is removed, so that no CR stands before an LF
            yield Splice(before.end, line.end, b"")


class Writer:
    """Writes events of one body."""

    def __init__(self, tape: Tape, found: Sequence[Event]) -> None:
        self._tape, self._found = tape, found
        self._kept: dict[tuple[int, tuple[Path, ...]], JsonPlaces] = {}

    def written(self, made: Made) -> bytes:
        """The bytes of an event, without the byte order mark that its body may begin with."""
        event = self._found[made.event]
        body, frame = self._tape.body, event.frame
        splices = list[Splice]()
        if event.payload is not None and (made.values or made.without):
            text = self._json(made).replaced(made.values)
            splices += event.payload.splices([Splice(0, len(event.payload.text), text)])
        if made.id != event.id:
            splices += _with_id(list(lines_of(self._tape, frame)), made.id)
        parts, before = [], self._tape.begin(frame)
        for splice in sorted(splices):
            parts += [body[before : splice.start], splice.data]
            before = splice.end
        return b"".join([*parts, body[before : frame.end]])

    def _json(self, made: Made) -> JsonPlaces:
        key = made.event, made.without
        if key not in self._kept:
            self._kept[key] = self._found[made.event].json.without(made.without)
        return self._kept[key]
