"""A request in a form that can be compared: pure functions. Rules

- Path: percent-decoded bytes. Query: (name, value) pairs without regard to order. JSON body: its leaves by pointer
  (RFC 6901), by value; `1` and `1.0` are equal, `1` and `true` are not. Form: its fields, also without regard to order.
  Any other body: its bytes.
- The kind of a body is found from its bytes (`cassettes.redaction.kinds`), as for redaction, and not from its
  Content-Type: equal bytes match one another whatever their labels.
- A value that the masks name is a secret: it equals any other value of any length, on both sides. Where a value has no
  place of its own (pairs behind `;` or in a URL in a query, text, lines of JSON, JSON in a string, multipart) the
  cassette's redaction is applied to both sides.
- Ignored places are left out of a subject.
- Large requests are read in a thread, and C code holds Python's lock until it returns. So JSON is read with Python
  functions (`_JSON`), and a fingerprint is made from a generator: between two steps the loop may take the lock.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice
from typing import Any, Final
from urllib.parse import unquote_plus, unquote_to_bytes

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.model import Request
from cassettes.redaction.kinds import Kind, kind_of
from cassettes.redaction.redact import Redaction

#: ("query", name), ("body", pointer) or ("body", "") for a body that is compared as a whole
Place = tuple[str, str]
_SECRET = ("secret", "")
#: bytes that one value of a subject takes beside its text
LEAF: Final = 500
#: a form with more fields, and JSON with more leaves, is compared as a whole: each place would take 10 us and `LEAF`
FIELDS: Final = 10_000
#: characters of a form's name or value that are decoded
DECODED: Final = 1 << 18
LEAVES: Final = 200_000
#: a query with one of these may hold pairs that redaction sees and splitting does not
_NO_PLAIN_PAIRS = re.compile(rb"[;#%\"]|//|\?.*\?")


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
                raise SpecError(
                    say("--ignore takes query:NAME or body:/json/pointer; found {found!r}.", found=text[:80])
                )
        return cls(frozenset(names), tuple(pointers))

    def skips(self, place: Place) -> bool:
        kind, name = place
        if kind == "query":
            return name in self.query
        return any(name == pointer or name.startswith(pointer + "/") for pointer in self.pointers)


@dataclass(frozen=True)
class Subject:
    """A request as it is compared. `values`: the value at each place; `size`: bytes of the request."""

    method: str
    path: bytes
    values: dict[Place, object]
    size: int = field(default=0, compare=False)

    @property
    def weight(self) -> int:
        """Bytes that it takes when it is kept, at most; a leaf has a name, a value, and a place in three tables."""
        return 4 * self.size + LEAF * len(self.values)

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
    for part in query.decode("utf-8", "surrogateescape").split("&"):
        if part:
            name, _, value = part.partition("=")
            found.setdefault(_decoded(name), []).append(_decoded(value))
    return {name: tuple(sorted(texts)) for name, texts in found.items()}


def _decoded(text: str) -> str:
    """`text` without its percent-encoding. A long text stays as it is written: 20 MiB would take some seconds."""
    return unquote_plus(text, errors="replace") if len(text) <= DECODED else text


def _body(request: Request, masks: Redaction) -> Iterator[tuple[str, object]]:
    body = request.body
    if not body:
        return
    kind = kind_of(body)
    if kind is Kind.FORM and body.count(b"&") < FIELDS:
        for name, texts in _grouped(masks.comparable_body(request)).items():
            yield "/" + _token(name), _SECRET if masks.is_secret_field(name) else texts
        return
    if kind is Kind.JSON:
        try:
            value = _JSON(body.removeprefix(b"\xef\xbb\xbf"))
        except (ValueError, RecursionError):
            pass
        else:
            leaves = list(islice(_leaves(value, masks), LEAVES + 1))
            if len(leaves) <= LEAVES:
                yield from leaves
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
