"""The places of texts in a client's values. Pure. Rules

- A path has the keys of objects and the numbers of a list's entries. It is found at the baseline, one event per piece.
- A decoder may give a list of what a piece completes: one entry at the baseline, several where a piece holds several
  events. Where the run of one single piece shows that, the path means each entry (`EACH`).
- The lines of an event's data in a list of its own (`LINES`) are one text.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

#: in a path: each entry of a list, in its order; all texts of a list, joined by line feeds
EACH: Final = "[]"
LINES: Final = "[lines]"
#: the deepest place that is looked at
_DEPTH: Final = 7

Path = tuple[str | int, ...]


def values_at(value: Any, path: Path) -> Iterator[Any]:
    """What stands in `value` at `path`; none where there is nothing."""
    if not path:
        yield value
        return
    key, *rest = path
    if isinstance(value, list):
        if key == EACH:
            for one in value:
                yield from values_at(one, tuple(rest))
        elif key == LINES and value and all(isinstance(one, str) for one in value):
            yield "\n".join(value)
        elif isinstance(key, int) and -len(value) <= key < len(value):
            yield from values_at(value[key], tuple(rest))
    elif isinstance(value, dict) and key in value:
        yield from values_at(value[key], tuple(rest))


def texts_at(value: Any, path: Path) -> Iterator[str]:
    """The texts of `value` at `path`."""
    yield from (one for one in values_at(value, path) if isinstance(one, str))


def paths_in(value: Any, ends: tuple[int, int], depth: int = _DEPTH) -> Iterator[Path]:
    """The places of `value` at which a text stands: of a list in the entries at `ends`."""
    if isinstance(value, str):
        yield ()
    elif depth and isinstance(value, dict):
        for key, inner in value.items():
            yield from ((key, *rest) for rest in paths_in(inner, ends, depth - 1))
    elif depth and isinstance(value, list) and value:
        for key in ends if len(value) > 1 else ends[:1]:
            yield from ((key, *rest) for rest in paths_in(value[key], ends, depth - 1))


def has_list(path: Path) -> bool:
    """Whether a path leads through a list."""
    return any(isinstance(key, int) for key in path)


def any_entry(path: Path) -> Path:
    """A path for which the entries of a list are alike."""
    return tuple(EACH if isinstance(key, int) or key == LINES else key for key in path)


def spread(path: Path, values: Sequence[Any], *, has_events: bool) -> Path:
    """A path that means each entry of the lists that have several in `values`, those of a run in one piece. A list at
    its end is that of an event's lines, where the texts are events (`has_events`).
    """
    found: Path = ()
    for key in path:
        if isinstance(key, int) and any(len(one) > 1 for value in values for one in _lists_at(value, found)):
            key = EACH
        found = (*found, key)
    return (*found[:-1], LINES) if has_events and isinstance(found[-1], int) else found


def _lists_at(value: Any, path: Path) -> Iterator[list[Any]]:
    """The lists of `value` at `path`."""
    yield from (one for one in values_at(value, path) if isinstance(one, list))
