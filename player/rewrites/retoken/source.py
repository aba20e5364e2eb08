"""The events that carry a piece of an answer, and what else they say. Rules

- A source is an event with one piece of text, thoughts or arguments, as a JSON string that stands by itself. An event
  with pieces of two, one that begins or ends a part of the answer, one that repeats what others said, and one with an
  error is none: it stays as it is.
- Pieces are columns of units: the JSON text of one character each, escaped as it was recorded. Of a cumulative stream
  only what an event adds is its piece.
- What an event says beside its piece is said once: what belongs to the beginning (`opening`: role, name and id of a
  call) with its first part, what belongs to the end (`closing`: finish, counts, log probabilities) with its last. What
  every event of the stream says (running counts, the id of a call) stays in every part; log probabilities and their
  kin, which are about one piece, never do.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cassettes.content import events
from cassettes.framing import Frame
from cassettes.providers.read import read
from cassettes.providers.reading import Delta, Kind, Part, Path, Reading
from player.rewrites.events import Payload, lines_of, payload_of
from player.rewrites.json_places import JsonPlaces
from player.schedule.tape import Tape

SPOKEN: Final = (Kind.TEXT, Kind.REASONING, Kind.CALL_ARGUMENTS)
_OPENING: Final = (Kind.CALL_ID, Kind.CALL_NAME)
_COUNTS: Final = (Kind.INPUT_TOKENS, Kind.OUTPUT_TOKENS)
#: members that say something of the whole piece, wherever they stand
_ONCE: Final = frozenset(
    (
        *("logprobs", "avgLogprobs", "logprobsResult", "annotations", "citations", "search_results", "images", "audio"),
        *("groundingMetadata", "citationMetadata", "urlContextMetadata", "thoughtSignature", "reasoning_details"),
        *("context", "total_duration", "load_duration", "prompt_eval_duration", "eval_duration"),
    )
)
#: members that say the piece again
_MIRRORS: Final = ("text", "content", "summary", "reasoning", "reasoning_content")
#: how a finish looks that has not come; without a word here it is null, with "" it is left out
_NOT_YET: Final = {"dashscope": b'"null"', "gemini": b"", "ollama": b"", "anthropic": b""}
#: shapes whose events say what they are: the member that says it, and how those with pieces are called
_PIECES: Final[dict[str, tuple[Path, frozenset[str]]]] = {
    "anthropic": (("type",), frozenset({"content_block_delta", ""})),
    "cohere": (("type",), frozenset({"content-delta", "tool-plan-delta", "tool-call-delta"})),
    "cohere-v1": (("event_type",), frozenset({"text-generation"})),
    "gemini-interactions": (("event_type",), frozenset({"step.delta"})),
    "openai-assistants": (("object",), frozenset({"thread.message.delta", "thread.run.step.delta"})),
    "dify": (("event",), frozenset({"message", "agent_message", "text_chunk", ""})),
}
_UNIT: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u.{4}|\\.|.", re.DOTALL)

#: what tells the streams of a body apart: kind, choice, part
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
    """One event with a piece. `event`: its index; `units`: all that stands at `path`, of which the first `said` were
    said before, if it is `cumulative`; `mirrors`: other places with the same text; `opening`, `closing`: places of what
    is said once, with what stands there until it is said (empty: nothing does); `counts`: where running counts stand.
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
            lines = list(lines_of(body, frame))
            if not frame.complete or not any(line.name == b"data" for line in lines):
                continue
            number = next((body[line.value : line.end] for line in reversed(lines) if line.name == b"id"), None)
        elif payload is None or not payload.text.decode("utf-8", "replace").strip():
            continue
        elif not frame.complete:
            payload = None
        found.append(Event(frame, payload, JsonPlaces(payload.text if payload else b""), number))
    return found


def sources_of(tape: Tape, found: Sequence[Event]) -> list[Source]:
    """The sources of a body, in order; none where no event carries a piece."""
    reading = read(tape.body, tape.dialect)
    if reading is None or len(found) != len(events(tape.body, tape.dialect)):
        return []
    said: dict[int, list[Delta]] = {}
    for delta in reading.deltas:
        said.setdefault(delta.event, []).append(delta)
    spoken = dict[Stream, tuple[str, ...]]()
    made = [
        source
        for number, deltas in said.items()
        if (source := _source(reading, found[number], deltas, spoken)) is not None
    ]
    return _with_what_is_said_once(reading.shape, made, said, found)


def _source(
    reading: Reading, event: Event, deltas: list[Delta], spoken: dict[Stream, tuple[str, ...]]
) -> Source | None:
    """The source that `event` is; `spoken`: what was said until then, of cumulative streams."""
    cumulative = reading.shape == "dashscope"
    pieces = list[Source]()
    usable = not any(delta.kind is Kind.ERROR for delta in deltas) and _has_pieces(reading.shape, event)
    for delta in deltas:
        if delta.kind not in SPOKEN:
            continue
        stream: Stream = (delta.kind, delta.choice, delta.part)
        units = _units(event.json.raw(delta.path)) if delta.path and event.payload else ()
        before = spoken.get(stream, ()) if delta.whole else ()
        if cumulative and delta.whole:
            spoken[stream] = units
        if units == before and units:
            continue
        repeats = delta.whole and not cumulative
        usable = usable and bool(units) and not repeats and units[: len(before)] == before
        pieces.append(Source(delta.event, stream, delta.path, units, len(before), delta.whole))
    # `message` has the whole answer of a stream that is none
    usable = usable and (reading.shape != "openai" or all("message" not in one.path for one in pieces))
    if len(pieces) != 1 or not usable:
        return None
    # a call that begins in an event with a piece of something else
    begins = any(delta.kind in _OPENING and (delta.choice, delta.part) != pieces[0].stream[1:] for delta in deltas)
    return None if begins else pieces[0]


def _has_pieces(shape: str, event: Event) -> bool:
    if shape not in _PIECES:
        return True
    path, names = _PIECES[shape]
    return event.json.raw(path).decode("utf-8", "replace").strip('"') in names


def _units(raw: bytes) -> tuple[str, ...]:
    """The JSON text of each character of a string; none of what is no string, or no UTF-8."""
    try:
        text = raw.decode()
        value: Any = json.loads(text)
    except ValueError:
        return ()
    units = tuple(_UNIT.findall(text[1:-1])) if isinstance(value, str) else ()
    return units if len(units) == len(value) else ()


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something that an event says beside its piece. `until`: what stands there before it is said, None for what is
    said at the beginning; `counts`: token counts; `repeats`: whether every event may say it.
    """

    until: bytes | None
    counts: bool = False
    repeats: bool = True


def _with_what_is_said_once(
    shape: str, sources: list[Source], said: dict[int, list[Delta]], found: Sequence[Event]
) -> list[Source]:
    others = [dict(_others(shape, one, said[one.event], found[one.event])) for one in sources]
    times = Counter((one.stream, path) for one, things in zip(sources, others, strict=True) for path in things)
    streams = Counter(one.stream for one in sources)

    def runs_on(one: Source, path: Path, thing: _Thing) -> bool:
        return thing.repeats and 1 < streams[one.stream] == times[one.stream, path]

    made = []
    for one, things in zip(sources, others, strict=True):
        once = [(path, thing.until) for path, thing in things.items() if not runs_on(one, path, thing)]
        made.append(
            replace(
                one,
                mirrors=tuple(_mirrors(one, found[one.event])),
                opening=tuple(path for path, until in once if until is None),
                closing=tuple((path, until) for path, until in once if until is not None),
                counts=tuple(path for path, thing in things.items() if thing.counts and runs_on(one, path, thing)),
            )
        )
    return made


def _others(shape: str, one: Source, deltas: list[Delta], event: Event) -> Iterator[tuple[Path, _Thing]]:
    for delta in deltas:
        if delta.kind in _OPENING:
            yield delta.path, _Thing(None, repeats=delta.whole)
        elif delta.kind is Kind.FINISH:
            yield delta.path, _Thing(_NOT_YET.get(shape, b"null"))
        elif delta.kind in _COUNTS:
            yield delta.path if shape == "ollama" else delta.path[:-1], _Thing(b"", counts=True)
    role = (*one.path[:3], "role")
    if shape == "openai" and event.json.raw(role) not in (b"", b"null"):
        yield role, _Thing(None)
    if shape == "ollama" and event.json.raw(("done",)) == b"true":
        yield ("done",), _Thing(b"false")
    mirrors = list(_mirrors(one, event))
    for path in event.json.places:
        once = path and path[-1] in _ONCE and not any(step in _ONCE for step in path[:-1])
        mirrored = any(mirror[: len(path)] == path for mirror in mirrors)
        raw = event.json.raw(path)
        if once and not mirrored and raw not in (b"null", b"[]"):
            until = b"[]" if raw.startswith(b"[") else b"null" if path[-1] == "logprobs" else b""
            yield path, _Thing(until, repeats=False)


def _mirrors(one: Source, event: Event) -> Iterator[Path]:
    """Where the same text stands again beside the piece, as in `reasoning_details` of OpenRouter."""
    raw, beside = event.json.raw(one.path), one.path[:-1]
    for path in event.json.places:
        within = path[: len(beside)] == beside and path != one.path and path[-1:] and path[-1] in _MIRRORS
        if within and event.json.raw(path) == raw:
            yield path
