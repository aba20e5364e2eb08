"""Where the values of a JSON text stand, and how they are replaced. Rules

- A place is a path, as the readers of `cassettes.providers` give it. Of keys that stand twice the last one counts, as
  for Python and JavaScript.
- Everything else stays as it is written.
- Values deeper than 32 levels are passed over: no provider nests as deep, and a path per value would fill the memory.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from cassettes.providers.reading import Path
from player.rewrites.json_text import Token, tokens_of

_DEEPEST: Final = 32


class Place(NamedTuple):
    """Tokens `first` to `last` of a value (`last` is the last one of it); `key` is that of its key, or `first`."""

    key: int
    first: int
    last: int


class JsonPlaces:
    """The values of one JSON text by their paths. Text that is not JSON has none."""

    def __init__(self, text: bytes) -> None:
        self.text, self.tokens = text, tokens_of(text)
        self.places, self.doubled = _places(text, self.tokens)

    def raw(self, path: Path) -> bytes:
        """The JSON text of the value at `path`; empty where there is none."""
        place = self.places.get(path)
        return self.text[self.tokens[place.first].start : self.tokens[place.last].end] if place else b""

    def width(self, path: Path) -> int:
        """The bytes of the value at `path`; 0 where there is none."""
        place = self.places.get(path)
        return self.tokens[place.last].end - self.tokens[place.first].start if place else 0

    def replaced(self, values: Mapping[Path, bytes]) -> bytes:
        """The text with other JSON texts at paths, none within another; paths that lead nowhere are passed over."""
        parts, before = [], 0
        for place, raw in sorted((self.places[path], raw) for path, raw in values.items() if path in self.places):
            parts += [self.text[before : self.tokens[place.first].start], raw]
            before = self.tokens[place.last].end
        return b"".join([*parts, self.text[before:]])

    def without(self, paths: Iterable[Path]) -> "JsonPlaces":
        """The text without the members of objects at `paths`, each with its comma; null for a key that stands twice."""
        made = self
        for path in paths:
            if path in made.doubled:
                made = JsonPlaces(made.replaced({path: b"null"}))
            elif path in made.places:
                made = JsonPlaces(made._without(made.places[path]))
        return made

    def _without(self, place: Place) -> bytes:
        key, last = self.tokens[place.key], self.tokens[place.last]
        before, after = self.tokens[place.key - 1], self.tokens[place.last + 1]
        start, end = key.start, last.end
        if after.mark == b",":
            end = self.tokens[place.last + 2].start
        elif before.mark == b",":
            start = before.start
        return self.text[:start] + self.text[end:]


def _places(text: bytes, tokens: list[Token]) -> tuple[dict[Path, Place], set[Path]]:
    """The places of a text, and the paths whose keys stand twice."""
    found: dict[Path, Place] = {}
    doubled = set[Path]()
    #: for each open object or list: its path, its first token, the index of the next value
    opened: list[tuple[Path, int, int]] = []
    step: list[str | int] = []
    key = -1
    for number, token in enumerate(tokens):
        inside = bool(opened)
        if token.mark == b",":
            last = step[-1]
            if isinstance(last, int):
                step[-1] = last + 1
            key = -1
        elif token.mark == b":":
            pass
        elif token.mark in b"]}":
            path, its_key, first = opened.pop()
            step.pop()
            key = -1
            if len(step) <= _DEEPEST:
                found[path] = Place(its_key, first, number)
        elif inside and isinstance(step[-1], str) and key < 0:
            step[-1] = json.loads(text[token.start : token.end].decode("utf-8", "surrogateescape"))
            key = number
            if len(step) <= _DEEPEST and tuple(step) in found:
                doubled.add(tuple(step))
        else:
            path = tuple(step[: _DEEPEST + 1])
            its_key = key if key >= 0 else number
            key = -1
            if token.mark in b"[{":
                opened.append((path, its_key, number))
                step.append(0 if token.mark == b"[" else "")
            elif len(step) <= _DEEPEST:
                found[path] = Place(its_key, number, number)
    return _without_hidden(found), doubled


def _without_hidden(found: dict[Path, Place]) -> dict[Path, Place]:
    """The places that do not lie in a value whose key stands again behind it."""
    seen: dict[Path, Place] = {}
    for path, place in sorted(found.items(), key=lambda item: len(item[0])):
        around = seen.get(path[:-1])
        if not path or (around is not None and around.first < place.first <= around.last):
            seen[path] = place
    return seen
