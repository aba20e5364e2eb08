"""Which split finds which bug, in how many requests. Rules

- The decoders of `tests/js/decoders` are run in Node on the streams of the library (`streams.py`). Nothing goes through
  a socket: a plan stands for a request.
- Each split bug is measured on one stream: the first one of the library's index on which one event per piece passes and
  one of the ten of `smoke` fails. All profiles, and searches that know nothing of streams, are tried on that one.
- A content bug is shown by the torture stream on which, with one event per piece, the fewest decoders fail.
- Requests of a profile that draws or takes turns: from each of the seeds 0 to 24 on, how many consecutive seeds until
  the first failure; the median of these. Others need 1 or never find it.
- The result does not depend on chance or time: every machine gives the same table.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.decoders.streams import Stream, as_input, run, streams
from player.splits import PROFILES
from player.splits.profiles.smoke import TEN

STARTS: Final = 25
#: how many requests a search that knows nothing of streams may take, and how many all three-way splits may
LIMIT: Final = 5_000
TRIPLES: Final = 500_000
SEEDS: Final = 11
#: what they are called in the tables, in their order
SEARCHES: Final = {"random": "random sizes", "three-way": "three-way", "fast-check": "fast-check"}


@dataclass(frozen=True)
class Bug:
    """A decoder with a bug, the stream that shows it, and the one of the ten that finds it first (empty: content)."""

    name: str
    bug: str
    stream: Stream
    found_by: str = ""

    @property
    def number(self) -> str:
        return self.name.partition("_")[0]


@dataclass(frozen=True)
class Findings:
    """`requests`: subject -> bug -> median requests; None where it does not find it."""

    split: list[Bug]
    content: list[Bug]
    right: dict[str, int]
    requests: dict[str, dict[str, float | None]]


def specs(name: str) -> list[str]:
    """A profile's requests: one where it neither draws nor takes turns, else one for each seed that counts."""
    if not PROFILES[name].seeded:
        return [name]
    return [f"{name},seed={seed}" for seed in range(2 * STARTS - 1)]


def until_failure(signs: str) -> float | None:
    """The median over the starting seeds of how many requests it takes; None where half of them find nothing.

    `signs`: one per request, '.' for a pass. A single one has no seed.
    """
    if len(signs) == 1:
        return None if signs == "." else 1
    counts = []
    for start in range(STARTS):
        tail = signs[start : start + STARTS]
        passed = len(tail) - len(tail.lstrip("."))
        counts.append(passed + 1 if passed < len(tail) else sys.maxsize)
    middle = median(counts)
    return None if middle == sys.maxsize else middle


def bugs(among: Sequence[Stream]) -> tuple[list[Bug], list[Bug], dict[str, int]]:
    """The split bugs and the content bugs that are found, and the right decoders with how many plans each passed.

    Raises AssertionError when a right decoder fails, or a bug is found nowhere.
    """
    split: dict[str, Bug] = {}
    content: dict[str, tuple[int, Bug]] = {}
    right: dict[str, int] = {}
    names: dict[str, set[str]] = {"split": set(), "content": set()}
    outputs = run({stream.name: tuple(TEN) for stream in among}, among)
    for stream in among:
        output = outputs[stream.name]
        failing = sum(signs[0] != "." for signs in output["results"].values())
        for decoder in output["decoders"]:
            name, kind, signs = decoder["name"], decoder["kind"], output["results"][decoder["name"]]
            if kind == "right":
                assert set(signs) == {"."}, f"{name} is right, but fails on {stream.name}: {signs}"
                right[name] = right.get(name, 0) + len(signs)
                continue
            names[kind].add(name)
            first = next((text for text, sign in zip(TEN, signs, strict=True) if sign != "."), "")
            if kind == "split" and first and first != "event":
                split.setdefault(name, Bug(name, decoder["bug"], stream, first))
            is_shown = kind == "content" and first == "event" and stream.cassette.startswith("torture")
            if is_shown and (name not in content or failing < content[name][0]):
                content[name] = failing, Bug(name, decoder["bug"], stream)
    for kind, found in (("split", set(split)), ("content", set(content))):
        assert names[kind] == found, f"{kind} bugs that nothing finds: {sorted(names[kind] - found)}"
    return [split[name] for name in sorted(split)], [content[name][1] for name in sorted(content)], right


def _by_stream(found: Sequence[Bug]) -> dict[str, list[Bug]]:
    grouped: dict[str, list[Bug]] = {}
    for bug in found:
        grouped.setdefault(bug.stream.name, []).append(bug)
    return grouped


def profiles_against(found: Sequence[Bug]) -> dict[str, dict[str, float | None]]:
    """Every profile that needs no parameter, and `smoke`, against each bug on its stream."""
    names = [name for name in PROFILES if name != "explicit"]
    plans = [text for name in names for text in specs(name)]
    grouped = _by_stream(found)
    requests: dict[str, dict[str, float | None]] = {name: {} for name in names}
    for stream_name, some in grouped.items():
        stream = some[0].stream
        output = run({stream_name: plans}, [stream])[stream_name]
        wrong = [
            one["name"] for one in output["decoders"] if one["kind"] == "right" and output["failures"].get(one["name"])
        ]
        assert not wrong, f"right decoders fail on {stream_name}: {wrong}"
        for bug in some:
            signs, at = output["results"][bug.name], 0
            for name in names:
                count = len(specs(name))
                requests[name][bug.name] = until_failure(signs[at : at + count])
                at += count
    return requests


def searches_against(found: Sequence[Bug]) -> dict[str, dict[str, float | None]]:
    """The searches that know nothing of streams, run by `search.mjs`: two processes, one per CPU."""
    grouped = list(_by_stream(found).values())
    work = [{**as_input(some[0].stream), "decoders": [bug.name]} for some in grouped for bug in some]
    script = Path(__file__).with_name("search.mjs")
    processes = []
    for part in (work[0::2], work[1::2]):
        process = subprocess.Popen(["node", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        asked = {"seeds": SEEDS, "limit": LIMIT, "triples": TRIPLES, "streams": part}
        assert process.stdin
        process.stdin.write(json.dumps(asked).encode())
        process.stdin.close()
        processes.append(process)
    counts: dict[str, dict[str, list[int | None]]] = {}
    for process in processes:
        assert process.stdout
        counts |= json.load(process.stdout)
        if process.wait():
            raise subprocess.CalledProcessError(process.returncode, "search.mjs")
    return {title: {name: _median(each[key]) for name, each in counts.items()} for key, title in SEARCHES.items()}


def _median(counts: Sequence[int | None]) -> float | None:
    middle = median(sys.maxsize if count is None else count for count in counts)
    return None if middle == sys.maxsize else middle


def measure() -> Findings:
    """All findings; a few minutes on two cores."""
    split, content, right = bugs(streams())
    return Findings(split, content, right, {**profiles_against(split), **searches_against(split)})
