"""Which recordings answer how often under `--match any --mix`: pure functions of (mix, seed, request number). Rules

- A mix is `NAME=WEIGHT,...`. A name is a file's name without its ending (`chat-openai`) or one interaction of it
  (`chat-openai#3`); weights are whole numbers and count relative to their sum, so 70 and 20 are 7 of 9 and 2 of 9.
- Recordings that the mix does not name are not played. Two names may cover the same recording; each counts for itself.
- The name is drawn with a number derived from the session's seed and the request's number: a request's draw depends on
  no other request. Of a name's recordings a client gets one after the other, as everywhere.
- A recording that can't answer the request (`any` keeps HEAD apart) is left out, and a name without any other with it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePath
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.seeds import generator

_MOST: Final = 1_000_000
_PART = re.compile(r"(?P<name>[^=,]+)=(?P<weight>[0-9]{1,7})", re.ASCII)


#: the weight of a name, and the positions of its recordings
Table = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Named:
    """A recording as a mix sees it: file name and interaction number."""

    file: str
    number: int

    @property
    def stem(self) -> str:
        return PurePath(self.file).stem

    def __str__(self) -> str:
        return f"{self.stem}#{self.number}"

    def answers_to(self, name: str) -> bool:
        return name in (self.stem, str(self))


@dataclass(frozen=True, slots=True)
class Mix:
    """(name, weight) as given."""

    parts: tuple[tuple[str, int], ...]

    def tables(self, group: Sequence[Named]) -> list[Table]:
        """The table to draw from for `group`: weights, and the positions of their names."""
        # 4 ms for a thousand recordings
        tables = []
        for name, weight in self.parts:
            positions = tuple(position for position, one in enumerate(group) if one.answers_to(name))
            if positions:
                tables.append((weight, positions))
        return tables

    def check(self, library: Iterable[Named]) -> None:
        """Raises SpecError for a name that no recording has; it lists the names that there are."""
        known = list(library)
        for name, _ in self.parts:
            if not any(one.answers_to(name) for one in known):
                stems = list(dict.fromkeys(one.stem for one in known))
                raise SpecError(
                    say(
                        "--mix names {name!r}, but no cassette and no interaction is called that. There are: "
                        "{names}; NAME#3 is one interaction.",
                        name=name,
                        names=", ".join(stems),
                    )
                )


def pick(tables: Sequence[Table], seed: str) -> tuple[int, ...]:
    """The positions of the name that `seed` draws; empty where there is none."""
    if not tables:
        return ()
    ends = list(accumulate(weight for weight, _ in tables))
    drawn = generator("mix", seed, "pick").below(ends[-1])
    return next(positions for end, (_, positions) in zip(ends, tables, strict=True) if drawn < end)


def parse_mix(text: str) -> Mix:
    """`short=70,reasoning=20`. Raises SpecError."""
    parts: dict[str, int] = {}
    for part in text.split(","):
        found = _PART.fullmatch(part.strip())
        weight = int(found["weight"]) if found else 0
        if not found or not 1 <= weight <= _MOST or found["name"] in parts:
            raise SpecError(
                say(
                    "--mix takes NAME=WEIGHT,... "
                    "with whole weights from 1 to 1000000, each name once; found {found!r}.",
                    found=part[:80],
                )
            )
        parts[found["name"]] = weight
    return Mix(tuple(parts.items()))
