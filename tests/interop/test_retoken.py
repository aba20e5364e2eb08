"""`retoken` changes nothing for the providers' own SDKs: the same texts, thoughts, tool calls and errors of every plan.

`make test` rewrites one answer of each kind per shape, the library, and a real stream of each file, each in a few ways;
`make evidence` all, and all real streams, in every way. Surrogates may come in halves, which JavaScript joins as it
joins texts.
"""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cassettes.framing import Dialect, dialect_of
from cassettes.headers import joined
from cassettes.providers.reading import Kind
from cassettes.store import load
from player.rewrites.retoken.entry import AT
from player.spec.perform import perform
from player.spec.scenario import Scenario, parse_scenario
from tests.interop.test_sdk_texts import Ask, Stream, jobs, made, recorded
from tests.support.corpus import FILES
from tests.support.recordings import END, interaction

pytestmark = pytest.mark.wire

LIBRARY = sorted((Path(__file__).parents[2] / "cassettes" / "library").glob("chat-*.cassette"))
#: bytes of a body that the normal run rewrites
SAMPLE = 200_000


def library() -> Iterator[Stream]:
    for path in LIBRARY:
        for one in load(path).interactions:
            assert one.head is not None
            yield Stream(f"{path.stem} #{one.number}", one.body, joined(one.head.headers, b"content-type").decode())


def rewritten(stream: Stream, spec: str) -> Stream:
    one = interaction([(0, 1, stream.body, END)], headers=((b"Content-Type", stream.content_type.encode()),))
    play = parse_scenario(spec, Scenario())
    # a target that the answer lacks leaves it alone where the session asks
    play = replace(play, rewrites=tuple(replace(use, optional=True) for use in play.rewrites))
    return Stream(f"{stream.name} {spec}", perform(one, play).body, stream.content_type, stream.host, stream.status)


def dialect(stream: Stream) -> Dialect:
    return dialect_of(stream.content_type.encode(), stream.body)


def speaks(stream: Stream) -> bool:
    """Whether the stream has something to cut anew, and an SDK that reads it."""
    found = stream.reading
    if found is None or not stream.sdk or dialect(stream) not in ("sse", "ndjson"):
        return False
    return any(delta.kind in (Kind.TEXT, Kind.REASONING) for delta in found.deltas)


def whole(text: Any) -> Any:
    """A text with halves of characters joined, as JavaScript joins them; anything that holds texts."""
    if isinstance(text, str):
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    if isinstance(text, list):
        return [whole(inner) for inner in text]
    return {key: whole(value) for key, value in text.items()} if isinstance(text, dict) else text


def said(answer: dict[str, Any]) -> dict[str, Any]:
    """What an SDK says."""
    calls = [[name, text.strip()] for name, text in answer["calls"]]
    return dict(whole({**answer, "calls": calls}))


#: every way but the one that the seed picks, and the drawn ones with other seeds
SPECS = [
    *(f"retoken,at={at}" for at in AT if at != "any"),
    *(f"retoken,at={at},seed={seed}" for seed in range(1, 6) for at in ("mixed", "tool", "emoji", "think")),
]


def fits(stream: Stream, spec: str) -> bool:
    """Whether the SDK reads it at all: cozepy's models refuse half a character, which a right server never sends."""
    return not (stream.sdk == "coze" and spec.endswith("surrogate"))


def compared(ask: Ask, streams: list[Stream], each: int) -> None:
    """Rewrites every stream by `each` of the specs, in turns."""
    chosen = [stream for stream in streams if speaks(stream)]
    assert chosen
    turns = itertools.cycle(SPECS)
    plans = [
        (stream, rewritten(stream, spec))
        for stream in chosen
        for spec in itertools.islice(turns, each)
        if fits(stream, spec)
    ]
    answers = iter(ask(jobs([*chosen, *(after for _, after in plans)])))
    before = {stream.name: said(next(answers)) for stream in chosen}
    wrong = {
        after.name: (before[stream.name], now)
        for stream, after in plans
        if (now := said(next(answers))) != before[stream.name]
    }
    assert wrong == {}


SAMPLED = [pytest.param(2, id="sample"), pytest.param(len(SPECS), marks=pytest.mark.evidence, id="every")]


@pytest.mark.parametrize("each", SAMPLED)
def test_of_made_streams_and_the_library(each: int, ask_sdks: Ask) -> None:
    compared(ask_sdks, [*made(), *(stream for stream in library() if len(stream.body) < SAMPLE)], each)


@pytest.mark.corpus
def test_of_a_real_stream_of_each_file(ask_sdks: Ask) -> None:
    if not (paths := [parameter.values[0] for parameter in FILES if not parameter.marks]):
        pytest.skip("no corpus: set CHUNKTAPE_CORPUS")
    firsts = [next(recorded(path)) for path in paths if isinstance(path, Path)]
    compared(ask_sdks, [stream for stream in firsts if len(stream.body) < SAMPLE], 3)


@pytest.mark.corpus
@pytest.mark.evidence
@pytest.mark.parametrize("path", FILES)
def test_of_every_real_stream(path: Path, ask_sdks: Ask) -> None:
    compared(ask_sdks, list(recorded(path)), len(SPECS))
