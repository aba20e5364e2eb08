"""Follows a parsed value through the text of a module: the places that are read in it. Pure. Rules

- A value of `JSON.parse` (or `json.loads`) is followed through names, members, destructuring, calls into functions of
  the module, what these return, and lists that are gone through. A value that can't be followed is passed over.
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
_RETURNED: Final = re.compile(r"\breturn\s*\Z")
_PUSHED: Final = re.compile(r"\b([A-Za-z_$][\w$]*)\s*\.\s*(?:push|append)\s*\(\s*\Z")
_FUNCTION: Final = re.compile(
    r"\b(?:function|def)\s+([A-Za-z_$][\w$]*)\s*\(|([A-Za-z_$][\w$]*)\s*[:=]\s*(?:async\s*)?(?:function\b|\([^()]*\)"
    r"\s*=>|[\w$]+\s*=>)|(?:^|\n)\s*(?:async\s+)?(?!if\b|for\b|while\b|switch\b|catch\b|with\b)([A-Za-z_$][\w$]*)\s*\([^()]*\)\s*\{"
)
_COMPARED: Final = re.compile(r"\s*(?:[!=]==?|\bis\b)\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|(-?\d+)\b)")
_CASES: Final = re.compile(r"\bcase\s+(?:'([^'\n]*)'|\"([^\"\n]*)\")\s*:")


def followed(text: str) -> tuple[dict[Path, int], dict[Path, dict[Any, int]]]:
    """The places that are read in the parsed values, and the constants that places are compared with; each with where
    it stands in the text.
    """
    uses: dict[Path, int] = {}
    constants: dict[Path, dict[Any, int]] = {}
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
            constants.setdefault(path, {}).setdefault(value, start)
        elif path:
            uses[path] = max(start, uses.get(path, 0))
        for name, inner in _bound(text, start, path):
            if inner not in names.setdefault(name, {}) and len(inner) < 8:
                names[name].setdefault(inner)
                if len(inner) > len(path):
                    uses.setdefault(inner, start)
                uses.pop(path, None) if inner == path else None
                pattern = re.compile(rf"(?<![\w$.'\"]){re.escape(name)}(?![\w$'\"]|\s*[:=](?!=))")
                todo += [(match.start(), match.end(), inner) for match in islice(pattern.finditer(text), 60)]
    for switched in re.finditer(r"\bswitch\s*\(([^()]*)\)", text):
        for name, paths in names.items():
            match = re.fullmatch(rf"\s*{re.escape(name)}({_CHAIN.pattern[:-2]}*)\s*", switched[1])
            for path in paths if match else ():
                assert match is not None
                cases = _CASES.finditer(text, switched.end(), switched.end() + 4000)
                found_in = constants.setdefault((*path, *_steps(match[1])), {})
                for one in cases:
                    found_in.setdefault(one[1] or one[2], one.start())
    own = {path: values for path, values in constants.items() if path}
    leaves = [one for one in uses if one and not any(one == path[: len(one)] != path for path in uses)]
    return {one: uses[one] for one in leaves if one not in own}, own


def _bound(text: str, start: int, path: Path) -> Iterator[tuple[str, Path]]:
    """The names that the value at `start` is given to, with the place of each in it."""
    before = text[max(0, start - 400) : start]
    found = _ASSIGNED.search(before)
    if found and found["name"]:
        yield found["name"], path
    elif found:
        yield from _parts(before[_opened(before, found.start("parts")) : found.end("parts")], path)
    returned = _RETURNED.search(before)
    if returned and (function := _function_at(text, start)):
        yield from ((name, path) for name in _given_by(text, function))
    pushed = _PUSHED.search(before)
    if pushed:
        yield from ((name, path) for name in _elements(text, pushed[1], start))
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


def _function_at(text: str, at: int) -> str:
    """The name of the function that begins last before `at`; empty where there is none."""
    names = [found[1] or found[2] or found[3] for found in _FUNCTION.finditer(text, max(0, at - 4000), at)]
    return names[-1] if names else ""


def _given_by(text: str, function: str) -> list[str]:
    """The names that the result of a function of the module is given to."""
    call = rf"([A-Za-z_$][\w$]*)\s*=(?![=>])\s*(?:await\s+)?(?:[\w$]+\s*\.\s*)*{re.escape(function)}\s*\("
    return [found[1] for found in islice(re.finditer(call, text), 8)]


def _elements(text: str, name: str, at: int) -> Iterator[str]:
    """The names that the elements of a list have: where it is gone through, also by who is given it."""
    lists = [re.escape(name)]
    if re.search(rf"\breturn\s+{lists[0]}\b", text[at : at + 2000]) and (function := _function_at(text, at)):
        lists += [*map(re.escape, _given_by(text, function)), rf"(?:[\w$]+\s*\.\s*)*{re.escape(function)}\s*\([^()]*\)"]
    for one in lists:
        through = (
            rf"\bof\s+{one}\s*\)|\bin\s+{one}\s*:|(?<![\w$]){one}\s*\.\s*(?:forEach|map)\s*\(\s*(?:async\s*)?"
            r"(?:function\s*\(|\()?\s*([A-Za-z_$][\w$]*)"
        )
        for found in islice(re.finditer(through, text), 8):
            loop = re.search(r"([A-Za-z_$][\w$]*)\s*\Z", text[max(0, found.start() - 80) : found.start()])
            yield from filter(None, [found[1] or (loop and loop[1])])


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
