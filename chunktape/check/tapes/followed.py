"""Follows a parsed value through the text of a module: the places that are read in it. Pure. Rules

- A value of `JSON.parse` (or `json.loads`) is followed through names, members, destructuring, and calls into functions
  of the module. A value that can't be followed is passed over.
- A text or number with which a value is compared is a constant.
- Names and places are limited, since the text may have any length and form.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Final

#: a place in a parsed value: names of members, and indexes
Path = tuple[str | int, ...]

#: names and places that are followed
_NAMES: Final = 100
_PLACES: Final = 1_000
_MEMBER: Final = r"\s*(?:\?\.|\.(?!\.))?\s*(?:\[\s*(?:\d+|'[^'\n]*'|\"[^\"\n]*\")\s*\]|(?<=\.)[A-Za-z_$][\w$]*)"
_CHAIN: Final = re.compile(rf"(?:\.get\(\s*(?:'[^'\n]*'|\"[^\"\n]*\")[^()\n]*\)|{_MEMBER})*+")
_STEP: Final = re.compile(
    r"\.get\(\s*['\"](?P<got>[^'\"\n]*)['\"][^()\n]*\)|\[\s*(?:(?P<index>\d+)|['\"](?P<key>[^'\"\n]*)['\"])\s*\]"
    r"|(?P<name>[A-Za-z_$][\w$]*)"
)
_PARSED: Final = re.compile(r"(?:\bJSON\s*\.\s*parse|\bjson\s*\.\s*loads)\s*(?=\()")
_ASSIGNED: Final = re.compile(r"(?:(?P<name>[A-Za-z_$][\w$]*)|(?P<parts>\}))\s*(?::\s*\w+\s*)?=(?![=>])\s*\(?\s*\Z")
_CALLED: Final = re.compile(r"\b(?!(?:if|while|for|switch|catch|with)\b)([A-Za-z_$][\w$]*)\s*\(\s*\Z")
_COMPARED: Final = re.compile(r"\s*(?:[!=]==?|\bis\b)\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(-?\d+)\b)")
_CASES: Final = re.compile(r"\bcase\s+(?:'([^'\n]*)'|\"([^\"\n]*)\")\s*:")


def followed(text: str) -> tuple[list[Path], dict[Path, list[Any]]]:
    """The places that are read in the parsed values, and the constants that places are compared with."""
    uses: dict[Path, None] = {}
    constants: dict[Path, list[Any]] = {}
    names: dict[str, dict[Path, None]] = {}
    todo: list[tuple[int, int, Path]] = [
        (match.start(), _closed(text, match.end()), ()) for match in islice(_PARSED.finditer(text), _NAMES)
    ]
    for start, end, before in islice(todo, _PLACES):  # `todo` grows meanwhile
        if len(names) >= _NAMES:
            break
        chain = _CHAIN.match(text, end)
        assert chain is not None
        steps = _steps(chain[0])
        stop = chain.end()
        if text[stop : stop + 1] == "(" and steps and not chain[0].endswith(("]", ")")):
            steps = steps[:-1]  # a method of the value
        path = (*before, *steps)
        found = _COMPARED.match(text, stop)
        if found and path:
            value = int(found[3]) if found[3] else found[1] or found[2] or ""
            constants.setdefault(path, []).append(value)
        elif path:
            uses.setdefault(path)
        for name, inner in _bound(text, start, path):
            if inner not in names.setdefault(name, {}) and len(inner) < 8:
                names[name].setdefault(inner)
                if len(inner) > len(path):
                    uses.setdefault(inner)
                uses.pop(path, None) if inner == path else None
                pattern = re.compile(rf"(?<![\w$.'\"]){re.escape(name)}(?![\w$'\"]|\s*[:=](?!=))")
                todo += [(match.start(), match.end(), inner) for match in islice(pattern.finditer(text), 60)]
    for switched in re.finditer(r"\bswitch\s*\(([^()]*)\)", text):
        for name, paths in names.items():
            match = re.fullmatch(rf"\s*{re.escape(name)}({_CHAIN.pattern[:-2]}*)\s*", switched[1])
            for path in paths if match else ():
                assert match is not None
                cases = [one[1] or one[2] for one in _CASES.finditer(text, switched.end(), switched.end() + 4000)]
                constants.setdefault((*path, *_steps(match[1])), []).extend(cases)
    own = {path: list(dict.fromkeys(values)) for path, values in constants.items() if path}
    leaves = [one for one in uses if one and not any(one == path[: len(one)] != path for path in uses)]
    return [one for one in leaves if one not in own], own


def _bound(text: str, start: int, path: Path) -> Iterator[tuple[str, Path]]:
    """The names that the value at `start` is given to, with the place of each in it."""
    before = text[max(0, start - 400) : start]
    found = _ASSIGNED.search(before)
    if found and found["name"]:
        yield found["name"], path
    elif found:
        yield from _parts(before[_opened(before, found.start("parts")) : found.end("parts")], path)
    called = _CALLED.search(before)
    if called:
        for name in _parameters(text, called[1]):
            yield name, path


def _parts(pattern: str, path: Path) -> Iterator[tuple[str, Path]]:
    """The names of a destructuring pattern, `{ a, b: { c }, d = 1 }`."""
    stack = [path]
    for found in re.finditer(r"([A-Za-z_$][\w$]*)\s*(:\s*\{|:\s*([A-Za-z_$][\w$]*))?|\}", pattern):
        if found[0] == "}":
            stack = stack[:-1] or [path]
        elif found[2] and found[3] is None:
            stack.append((*stack[-1], found[1]))
        elif found[1]:
            yield found[3] or found[1], (*stack[-1], found[1])


@lru_cache(maxsize=64)
def _parameters(text: str, function: str) -> tuple[str, ...]:
    """The first parameter of a function of the module, or of what it is the name of."""
    name = re.escape(function)
    for form in (
        rf"\bfunction\s+{name}\s*\(\s*([A-Za-z_$][\w$]*)",
        rf"\b{name}\s*[:=]\s*(?:async\s*)?(?:function\b[^(]*)?\(?\s*([A-Za-z_$][\w$]*)\s*(?:[,)]|=>)",
        rf"(?:^|\n)\s*(?:async\s+)?{name}\s*\(\s*([A-Za-z_$][\w$]*)[^()]*\)\s*\{{",
        rf"\bdef\s+{name}\s*\(\s*(?:self\s*,\s*)?([A-Za-z_]\w*)",
    ):
        found = re.search(form, text)
        if found:
            return (found[1],)
    return ()


def _steps(chain: str) -> Path:
    return tuple(
        int(found["index"]) if found["index"] else found["got"] or found["key"] or found["name"] or ""
        for found in _STEP.finditer(chain)
    )


def _opened(text: str, end: int) -> int:
    """The place of the brace that the one at `end` closes."""
    depth = 0
    for at in range(end, -1, -1):
        depth += (text[at] == "}") - (text[at] == "{")
        if not depth:
            return at
    return end


def _closed(text: str, start: int) -> int:
    """The place behind the bracket that closes the one at `start`."""
    depth = 0
    for at in range(start, min(len(text), start + 2000)):
        if text[at] == "(":
            depth += 1
        elif text[at] == ")":
            depth -= 1
            if not depth:
                return at + 1
    return start
