"""Templates to try, made of the JSON fields that a module reads, found in its text. Pure. Rules

- Nothing is run: values are followed through the text (`followed`). A value that is compared with a text or number
  becomes a constant of the template.
- Of several constants the one before the leaf is the likeliest: what is read below `if (type === 'delta')` stands in an
  event of that type. One that says the end makes a last event.
- It may guess wrong: each template is tried, and the first that the client reads is taken.
"""

import json
import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Any, Final

from cassettes.errors import SpecError
from chunktape.check.tapes.followed import Path, followed
from chunktape.check.tapes.template import Template

#: characters of a module's text that are looked at; templates, and places that may be the answer's, at most
_READ: Final = 300_000
_MOST: Final = 48
_LEAVES: Final = 8
#: names that answers have, the likeliest first
_LIKELY: Final = (
    *("content", "text", "delta", "answer", "reply", "message", "msg", "chunk", "token", "result", "output", "word"),
    *("response", "value", "data"),
)
_EVENT: Final = re.compile(
    r"\b(?:\w*event\w*|evt|\w*name|\w*type)\s*[=!]==?\s*(?:'([\w.:-]{1,40})'|\"([\w.:-]{1,40})\")", re.IGNORECASE
)
_ENDS: Final = re.compile(r"(?:\w+[._])?(?:done|end|ended|finish|finished|complete|completed)", re.IGNORECASE)
_COMMENT: Final = re.compile(r"/\*.*?\*/|(?<![:'\"`\\])//[^\n]*", re.DOTALL)


def templates(text: str) -> Iterator[Template]:
    """Templates for the streams that a module with this text may read, the likeliest first."""
    text = _COMMENT.sub(" ", text[:_READ])
    uses, constants = followed(text)
    leaves = sorted(uses, key=_likely)[:_LEAVES]
    names = ["", *islice(dict.fromkeys(found[1] or found[2] for found in _EVENT.finditer(text)), 4)]
    lines = [False, True] if re.search(r"['\"`/^]data\b", text) else [True, False]
    done = "[DONE]" if "[DONE]" in text else _ending(constants)
    made: dict[Template, None] = {}
    for ndjson, leaf in product(lines, leaves):
        for values in islice(_choices(leaf, uses[leaf], constants), 4):
            for name in names if not ndjson else [""]:
                try:
                    made.setdefault(Template(_written(leaf, values), name, done, ndjson))
                except SpecError:
                    continue
    yield from islice(made, _MOST)


def _likely(leaf: Path) -> tuple[int, int]:
    name = next((step for step in reversed(leaf) if isinstance(step, str)), "").lower()
    rank = next((number for number, word in enumerate(_LIKELY) if word in name), len(_LIKELY))
    return rank, -len(leaf)


def _ending(constants: dict[Path, dict[Any, int]]) -> str:
    """The data of an event that says the end, where a value is compared with a word for it; else nothing."""
    for path, values in constants.items():
        for value in values:
            if isinstance(value, str) and _ENDS.fullmatch(value):
                return _written(path, {}, value)
    return ""


def _choices(leaf: Path, at: int, constants: dict[Path, dict[Any, int]]) -> Iterator[dict[Path, Any]]:
    """Values for what is compared with constants: each with the one that stands last before the leaf at `at`, then one
    of them with its others.
    """

    def nearest_first(values: dict[Any, int]) -> list[Any]:
        return sorted(values, key=lambda value: (values[value] > at, abs(at - values[value])))

    fitting = {path: nearest_first(values) for path, values in constants.items() if path[: len(leaf)] != leaf}
    first = {path: values[0] for path, values in fitting.items()}
    yield first
    for path, values in fitting.items():
        for value in values[1:]:
            yield {**first, path: value}
    if first:
        yield {}


def _written(leaf: Path, values: dict[Path, Any], text: str = "$TEXT") -> str:
    """The JSON text of an object with `text` at `leaf`, and `values` at their paths."""
    root: dict[Any, Any] = {}
    for path, value in (*values.items(), (leaf, text)):
        here = root
        for step in path[:-1]:
            inner = here.get(step)
            here[step] = inner = inner if isinstance(inner, dict) else {}
            here = inner
        here[path[-1]] = value
    return json.dumps(_listed(root), ensure_ascii=False, separators=(",", ":")).replace('"$TEXT"', "$TEXT")


def _listed(value: Any) -> Any:
    """Objects whose keys are all numbers as lists."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_listed(value.get(number, {})) for number in range(min(max(value), 9) + 1)]
    return {str(key): _listed(inner) for key, inner in value.items()}
