"""Finds text that is repeated. Pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

#: states that are searched, for a text that can be divided into parts in many ways
_MOST: Final = 50_000


def halved(shown: str, after: Sequence[int]) -> str:
    """A text each part of which stands twice in a row, with each part once; empty for any other. `after`: where the
    parts end.
    """
    parts = [shown[start:end] for start, end in pairwise((0, *after))]
    halves = [part[: len(part) // 2] for part in parts]
    return "".join(halves) if all(part == 2 * half for part, half in zip(parts, halves, strict=True)) else ""


def first_repeated(shown: str | Sequence[str], parts: Sequence[str]) -> str | None:
    """The first of `parts` that `shown` repeats. None unless `shown` is all of `parts` in order, with earlier parts
    repeated in between; any other text is not a duplicate. `shown` is the text, or its parts.
    """
    wanted = [part for part in parts if part]
    if not isinstance(shown, str):  # each part becomes a character of its own
        letters = {part: chr(0xE000 + number) for number, part in enumerate(dict.fromkeys([*wanted, *shown]))}
        found = first_repeated("".join(letters[part] for part in shown if part), [letters[part] for part in wanted])
        return None if found is None else next(part for part, letter in letters.items() if letter == found)
    if len(shown) <= sum(map(len, wanted)):
        return None
    todo: list[tuple[int, int, str]] = [(0, 0, "")]  # (characters read, parts read, the first part that was repeated)
    seen = {(0, 0)}
    while todo and len(seen) < _MOST:
        at, number, first = todo.pop()
        if at == len(shown) and number == len(wanted):
            return first
        ways = [(part, number, first or part) for part in dict.fromkeys(wanted[:number]) if shown.startswith(part, at)]
        if number < len(wanted) and shown.startswith(wanted[number], at):
            ways.append((wanted[number], number + 1, first))
        for part, behind, again in ways:
            if (state := (at + len(part), behind)) not in seen:
                seen.add(state)
                todo.append((*state, again))
    return None
