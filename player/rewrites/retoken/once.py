"""The contents of an event besides its piece, and the part of the event that keeps them. Rules

- Contents of the beginning (`opening`: role, name and id of a call) stay in the first part, those of the end
  (`closing`: finish, counts, log probabilities) in the last.
- Contents of every event of the stream (running counts, ids that the shape repeats) stay in every part, but not log
  probabilities and the like, which belong to one piece.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cassettes.providers.reading import Delta, Kind, Path
from player.rewrites.retoken.source import Event, Source

OPENING: Final = (Kind.CALL_ID, Kind.CALL_NAME)
_COUNTS: Final = (Kind.INPUT_TOKENS, Kind.OUTPUT_TOKENS)
#: members about the whole piece, wherever they stand
_ONCE: Final = frozenset(
    (
        *("logprobs", "avgLogprobs", "logprobsResult", "annotations", "citations", "search_results", "images", "audio"),
        *("groundingMetadata", "citationMetadata", "urlContextMetadata", "thoughtSignature", "reasoning_details"),
        *("context", "total_duration", "load_duration", "prompt_eval_duration", "eval_duration"),
    )
)
#: members that repeat the piece
_MIRRORS: Final = ("text", "content", "summary", "reasoning", "reasoning_content")
#: shape -> its finish before the end; null where the shape is missing here, left out for ""
_NOT_YET: Final = {"dashscope": b'"null"', "gemini": b"", "ollama": b"", "anthropic": b""}


@dataclass(frozen=True, slots=True)
class _Thing:
    """One content of an event besides its piece. `until`: the value in its place before it comes, None for contents of
    the beginning; `counts`: it is token counts; `repeats`: every event may have it.
    """

    until: bytes | None
    counts: bool = False
    repeats: bool = True


def with_what_is_said_once(
    shape: str, sources: list[Source], said: Mapping[int, list[Delta]], found: Sequence[Event]
) -> list[Source]:
    """The `sources` with their other contents; `said`: the deltas of each event, `found`: the events."""
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
        if delta.kind in OPENING:
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
    """The paths of copies of the piece's text, as in `reasoning_details` of OpenRouter."""
    raw, beside = event.json.raw(one.path), one.path[:-1]
    for path in event.json.places:
        within = path[: len(beside)] == beside and path != one.path and path[-1:] and path[-1] in _MIRRORS
        if within and event.json.raw(path) == raw:
            yield path
