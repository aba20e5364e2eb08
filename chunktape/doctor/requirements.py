"""Reads the requirements in a package's metadata, as far as our own use their syntax: `uvicorn<0.60,>=0.50`. Rules

- Requirements of an extra are left out. A marker decides only about uvloop, which `judge` examines by itself.
- Versions are compared by their leading numbers (PEP 440 release segments): `1.0rc1` counts as `1.0`.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_REQUIREMENT: Final = re.compile(r"\s*([A-Za-z0-9][\w.-]*)\s*\(?([^;)]*)\)?\s*(?:;(.*))?")
_CLAUSE: Final = re.compile(r"\s*(>=|<=|==|!=|~=|<|>)\s*([\w.*+!-]+)\s*")


class Requirement(NamedTuple):
    """A package and its accepted versions, as `>=1,<2`; `marked` where it is not needed everywhere."""

    name: str
    wanted: str
    marked: bool = False


def requirements(lines: Iterable[str]) -> list[Requirement]:
    """The requirements in the lines of `importlib.metadata.requires`, without extras, in order."""
    found = []
    for line in lines:
        match = _REQUIREMENT.match(line)
        if match is not None and not re.search(r"\bextra\b", match[3] or ""):
            found.append(Requirement(match[1], ",".join(sorted(_parts(match[2]), reverse=True)), bool(match[3])))
    return found


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def release(version: str) -> tuple[int, ...]:
    """`1.2.0rc1` -> (1, 2): the leading numbers, without zeros at the end."""
    numbers = []
    for part in version.strip().lstrip("vV").split("."):
        digits = re.match(r"\d+", part)
        if digits is None:
            break
        numbers.append(int(digits[0]))
        if digits[0] != part:
            break
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def fits(version: str, wanted: str) -> bool:
    """Whether `version` is one of `wanted`. An unknown clause is passed over, and left to pip."""
    found = release(version)
    for part in _parts(wanted):
        clause = _CLAUSE.fullmatch(part)
        if clause is None:
            continue
        other = release(clause[2])
        if not {
            ">=": found >= other,
            "<=": found <= other,
            ">": found > other,
            "<": found < other,
            "==": found == other,
            "!=": found != other,
        }.get(clause[1], True):
            return False
    return True
