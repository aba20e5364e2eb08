"""The streams on which decoders are tried, and the decoders of `tests/js`, run by Node. Rules

- The streams are those of the library whose answer is the pieces of its payloads, joined: a stream that repeats itself
  (cumulative DashScope, Coze) or has no known payload needs more than these decoders can.
- `torture-comments` and `torture-multiline` have events whose data is no JSON; these decoders throw there, right ones
  as well, so they are left out.
- A body above 100 KB is for the decoder that needs one, and for the right ones; one with an event above 100 KB is left
  out: there each cut costs a decoder that joins bytes as much as the whole body.
- One Node process runs all plans of all streams.
"""

import json
import subprocess
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from benchmarks.harness.places import ROOT
from cassettes import library, store
from cassettes.providers.read import read
from cassettes.providers.reading import Kind, Reading
from player.spec.spec import parse_spec
from player.splits import Body, plan_for

_LEFT_OUT: Final = ("torture-comments", "torture-multiline")
_LONG: Final = 100_000


@dataclass(frozen=True)
class Stream:
    """A recorded stream by the cassette's name and the number of the interaction: `torture-lf #1`."""

    cassette: str
    number: int
    source: Body

    @property
    def name(self) -> str:
        return f"{self.cassette} #{self.number}"

    @property
    def is_long(self) -> bool:
        return len(self.source.data) > _LONG


def streams() -> list[Stream]:
    """The streams, in the order of the library's index; each body once."""
    found: dict[bytes, Stream] = {}
    for entry in library.index().values():
        if entry.name in _LEFT_OUT:
            continue
        for interaction in store.load(entry.path).interactions:
            source = Body.of(interaction)
            answer = read(source.data, source.boundaries.dialect)
            if source.boundaries.dialect not in ("sse", "ndjson") or answer is None or not _is_joined(answer):
                continue
            if max(end - start for start, end in pairwise((0, *source.events, len(source.data)))) <= _LONG:
                found.setdefault(source.data, Stream(entry.name, interaction.number, source))
    return list(found.values())


def named(name: str) -> Stream:
    """The stream with this `Stream.name`. Raises KeyError."""
    return {stream.name: stream for stream in streams()}[name]


def as_input(stream: Stream) -> dict[str, Any]:
    """The stream as the scripts of Node take it."""
    answer = read(stream.source.data, stream.source.boundaries.dialect)
    assert answer is not None
    return {
        "body_base64": b64encode(stream.source.data).decode(),
        "expected_text": answer.text,
        "dialect": stream.source.boundaries.dialect,
    }


def run(plans: Mapping[str, Iterable[str]], among: Iterable[Stream], node: str = "node") -> dict[str, dict[str, Any]]:
    """The decoders' results for each stream: stream name -> the output of `tests/js/run_vectors.mjs`.

    `plans`: stream name -> specs. Raises subprocess.CalledProcessError when Node fails.
    """
    chosen = [stream for stream in among if stream.name in plans]
    vectors = []
    for stream in chosen:
        cuts = [{"name": text, "cuts": cuts_of(stream.source, text)} for text in plans[stream.name]]
        vectors.append({**as_input(stream), "plans": cuts})
    return _run(chosen, vectors, node)


def judged(plans: Mapping[str, Sequence[tuple[int, ...]]], among: Iterable[Stream]) -> dict[str, dict[str, str]]:
    """Stream name -> decoder -> one sign per plan, '.' for a pass. `plans`: stream name -> cuts."""
    chosen = [stream for stream in among if stream.name in plans]
    vectors = [
        {**as_input(one), "plans": [{"name": str(number), "cuts": cuts} for number, cuts in enumerate(plans[one.name])]}
        for one in chosen
    ]
    return {name: output["results"] for name, output in _run(chosen, vectors, "node").items()}


def _run(chosen: Sequence[Stream], vectors: Sequence[dict[str, Any]], node: str) -> dict[str, dict[str, Any]]:
    script = ROOT / "tests" / "js" / "run_vectors.mjs"
    outputs = []
    for is_long in (False, True):
        part = [vector for vector, stream in zip(vectors, chosen, strict=True) if stream.is_long == is_long]
        if part:
            only = ["--decoders", ",".join(LONG_DECODERS)] if is_long else []
            done = subprocess.run(
                [node, str(script), *only], input=json.dumps(part).encode(), stdout=subprocess.PIPE, check=True
            )
            outputs.append(json.loads(done.stdout))
    ordered = [stream.name for stream in chosen if not stream.is_long]
    ordered += [stream.name for stream in chosen if stream.is_long]
    return dict(zip(ordered, (one for output in outputs for one in output), strict=True))


#: what runs on a long body: others take minutes there, and would show nothing new
LONG_DECODERS: Final = (
    "d27_too_many_arguments",
    "r01_text_decoder_stream",
    "r02_bytes_by_hand",
    "r03_blocks",
    "r04_miniprogram_example",
)


def cuts_of(source: Body, text: str) -> tuple[int, ...]:
    """The cuts of a split for a source."""
    split = parse_spec(text).split
    assert split is not None
    return plan_for(source, split).cuts


def _is_joined(answer: Reading) -> bool:
    """Whether there is a text, and it is the joined pieces of one choice: no event repeats others."""
    texts = [delta for delta in answer.deltas if delta.kind is Kind.TEXT]
    return bool(texts) and len(answer.choices) == 1 and not any(delta.whole for delta in texts)
