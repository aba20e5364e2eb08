"""Where a run of an answer is cut anew: `at` of `retoken`, turn by turn. Rules

- A target keeps the recorded events and cuts each of its places once more, so that what fails is that cut.
- `mixed` ignores the recorded events: pieces of 1 to 12 characters, now and then of up to 60. `char` has one character
  per piece (a code point, since tokens tear emoji, too), `one` the whole run in one piece.
- `any` takes the seed's turn among those that change the body: the targets that it has, and those three.
- `surrogate` is not a turn: only broken servers send half a character in an event.
"""

from collections.abc import Sequence
from typing import Final

from cassettes.seeds import SplitMix64
from player.grammar.arguments import Draw
from player.rewrites.retoken.runs import Run
from player.rewrites.retoken.targets import TARGETS, spans

SURROGATE: Final = "surrogate"
_TURNS: Final = ("mixed", *TARGETS, "char", "one")

_SHORT, _LONG, _RARE = 12, 60, 8


def chosen(at: str, runs: Sequence[Run], draw: Draw) -> str:
    """The value that `at` stands for in a body of these runs."""
    if at != "any":
        return at
    there = [name for name in _TURNS if name not in TARGETS or stands(name, runs)]
    return there[draw.turn(len(there))]


def stands(name: str, runs: Sequence[Run]) -> bool:
    """Whether the target `name` is somewhere in these runs."""
    return any(True for run in runs for _ in spans(name, run.kind, run.text))


def cuts(at: str, run: Run, draws: SplitMix64) -> list[int]:
    """The places between units of `run` where a piece ends and another begins, in order."""
    size, found = len(run.units), set(run.forced)
    if at == "char":
        found.update(range(1, size))
    elif at == "mixed":
        place = 0
        while place < size:
            found.add(place)
            place += 1 + draws.below(_LONG if draws.below(_RARE) == 0 else _SHORT)
    elif at == SURROGATE:
        found.update(run.edges, run.halves)
    elif at != "one":
        found.update(run.edges)
        found.update(start + 1 + draws.below(end - start - 1) for start, end in spans(at, run.kind, run.text))
    return sorted(found - {0, size})
