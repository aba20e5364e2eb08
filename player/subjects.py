"""What a request says, in a form that can be compared: pure functions. Rules

- Path: percent-decoded bytes. Query: (name, value) pairs without regard to order. JSON body: its leaves by pointer
  (RFC 6901), by value; `1` and `1.0` are equal, `1` and `true` are not. Form: its fields, also without regard to order.
  Any other body: its bytes.
- What a body is, its bytes say (`cassettes.redaction.kinds`), as for redaction. Its Content-Type is not looked at, so
  equal bytes match one another whatever their labels.
- A value that the masks name is a secret: it equals any other value of any length, on both sides. Where a value has no
  place of its own (pairs behind `;` or in a URL in a query, text, lines of JSON, JSON in a string, multipart) the
  cassette's redaction is applied to both sides.
- What is to be ignored is not in a subject at all.
- Large requests are read in a thread, and C code keeps Python's lock from the loop until it returns. So JSON is read
  with functions of ours (`_JSON`), and a fingerprint made of a generator: at each step the loop may have the lock.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.model import Request
from cassettes.redaction.kinds import Kind, kind_of
from cassettes.redaction.redact import Redaction

#: ("query", name), ("body", pointer) or ("body", "") for a body that is compared as a whole
Place = tuple[str, str]
_SECRET = ("secret", "")
#: only there does redaction see pairs that are none when the query is split
_NO_PLAIN_PAIRS = re.compile(rb"[;#%]|//|\?.*\?")


@dataclass(frozen=True, slots=True)
class Ignored:
    """Query keys and JSON pointers that don't count; a pointer covers everything below it."""

    query: frozenset[str] = frozenset()
    pointers: tuple[str, ...] = ()

    @classmethod
    def of(cls, texts: tuple[str, ...]) -> "Ignored":
        """From the values of `--ignore`: `query:NAME` or `body:/json/pointer`. Raises SpecError."""
        names, pointers = set(), []
        for text in texts:
            kind, _, what = text.partition(":")
            if kind == "query" and what:
                names.add(what)
            elif kind == "body" and what.startswith("/"):
                pointers.append(what)
            else:
                raise SpecError(say("player.bad-ignore", found=text[:80]))
        return cls(frozenset(names), tuple(pointers))

    def skips(self, place: Place) -> bool:
        kind, name = place
        if kind == "query":
            return name in self.query
        return any(name == pointer or name.startswith(pointer + "/") for pointer in self.pointers)


@dataclass(frozen=True)
class Subject:
    """A request as it is compared. `values`: what stands at each place; `size`: of the request, in bytes."""

    method: str
    path: bytes
    values: dict[Place, object]
    size: int = field(default=0, compare=False)

    @cached_property
    def fingerprint(self) -> tuple[object, ...]:
        """Equal for subjects that don't differ."""
        return (self.method, self.path, frozenset(item for item in self.values.items()))


def subject(request: Request, masks: Redaction, ignored: Ignored) -> Subject:
    """`request` in its comparable form."""
    target = masks.target(request.target) if _NO_PLAIN_PAIRS.search(request.target) else request.target
    path, _, query = target.partition(b"?")
    values: dict[Place, object] = {}
    for name, texts in _grouped(query).items():
        values["query", name] = _SECRET if masks.is_secret_query(name) else texts
    values.update((("body", pointer), value) for pointer, value in _body(request, masks))
    kept = {place: value for place, value in values.items() if not ignored.skips(place)}
    return Subject(request.method, unquote_to_bytes(path), kept, len(request.target) + len(request.body))


def show(value: object) -> str:
    """A value of a subject for people and JSON, cut to 60 characters."""
    if isinstance(value, tuple) and len(value) == 2 and value[0] in _TAGS:
        value = value[1]
    elif isinstance(value, tuple):
        value = ", ".join(map(str, value))
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


_TAGS = frozenset({"secret", "null", "bool", "number", "string", "empty"})


def _grouped(query: bytes) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query.decode("utf-8", "surrogateescape"), keep_blank_values=True, errors="replace"):
        found.setdefault(name, []).append(value)
    return {name: tuple(sorted(texts)) for name, texts in found.items()}


def _body(request: Request, masks: Redaction) -> Iterator[tuple[str, object]]:
    body = request.body
    if not body:
        return
    kind = kind_of(body)
    if kind is Kind.FORM:
        for name, texts in _grouped(masks.comparable_body(request)).items():
            yield "/" + _token(name), _SECRET if masks.is_secret_field(name) else texts
        return
    if kind is Kind.JSON:
        try:
            value = _JSON(body.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError):
            pass
        else:
            yield from _leaves(value, masks)
            return
    yield "", masks.comparable_body(request)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return dict(pairs)


def _whole(digits: str) -> int:
    return int(digits)


def _fraction(digits: str) -> float:
    return float(digits)


_JSON = partial(json.loads, parse_constant=str, object_pairs_hook=_pairs, parse_int=_whole, parse_float=_fraction)


def _token(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _leaves(root: Any, masks: Redaction) -> Iterator[tuple[str, object]]:
    waiting: list[tuple[str, Any]] = [("", root)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, dict) and value:
            for name, below in value.items():
                place = f"{pointer}/{_token(name)}"
                if masks.is_secret_field(name):
                    yield place, _SECRET
                else:
                    waiting.append((place, below))
        elif isinstance(value, list) and value:
            waiting.extend((f"{pointer}/{index}", below) for index, below in enumerate(value))
        else:
            yield pointer, _leaf(value, masks)


def _leaf(value: Any, masks: Redaction) -> tuple[str, object]:
    if value is None:
        return ("null", "null")
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, (int, float)):
        return ("number", value)
    if isinstance(value, str):
        return ("string", masks.comparable_text(value))
    return ("empty", "{}" if isinstance(value, dict) else "[]")
