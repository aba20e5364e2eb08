"""Takes secrets out of what is stored, before it is stored. Rules

- Which names are secret stands in `cassettes.secrets`; this module only applies rules to values and does no I/O.
- What is forwarded is never touched: every function gives a new value.
- The value of a secret header or query key becomes `***`; an empty one stays empty. A cookie that is set keeps its
  name and its known attributes. Bodies keep their length and stay valid JSON or forms: see `cassettes.body_scanner`.
- Two requests that differ in secrets only are equal in `target` and `comparable_body`, redacted before or not.
- Applying it twice changes nothing more. Text that is not UTF-8, and JSON or forms that are malformed, never raise.
- A body with a Content-Encoding is not looked into; `skipped_encoded` says so to whoever sums up.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final
from urllib.parse import unquote_to_bytes

from cassettes.body_scanner import BodyScanner, scanned, scanner_for
from cassettes.model import Headers, Request
from cassettes.secrets import DEFAULT_RULES, URL_HEADERS, Names, parse_rule

STARS: Final = b"***"
#: What stands for a secret of any length in a body that is compared, and for a boundary.
HIDDEN: Final = b"\0"

#: RFC 6265 section 5.2 and what browsers added to it.
_COOKIE_ATTRIBUTES: Final = frozenset(
    {b"expires", b"max-age", b"domain", b"path", b"secure", b"httponly", b"samesite", b"partitioned", b"priority"}
)
_FORM = re.compile(rb"[\w.~%+*\[\]-]+=[^\s{}\"]*")
#: from one separator to the next, a name and a value that is not empty
_PAIR = re.compile(rb"(?<![^&;])([^&;=]*+)=([^&;]++)")
#: names of pairs that are remembered while one text is looked through
_KNOWN: Final = 1000
_HIDDEN_RUN = re.compile(rb"\0+")
_PART_NAME = re.compile(rb"""(?i)^content-disposition:[^\r\n]*?[;\s]name=(?:"([^"\r\n]*)"|([^;\s]*))""", re.MULTILINE)


@dataclass(frozen=True)
class Redaction:
    """What to take out: `rules` as text (`header:authorization`, `query:key`, `field:api_key`, `body:NAME`).

    Raises SpecError for a rule that is none.
    """

    rules: tuple[str, ...]

    def __post_init__(self) -> None:
        for rule in self.rules:
            parse_rule(rule)

    @classmethod
    def default(cls, extra: Iterable[str] = ()) -> "Redaction":
        """The registry's rules, and those of `extra` that it does not have."""
        return cls(tuple(dict.fromkeys((*DEFAULT_RULES, *extra))))

    @classmethod
    def none(cls) -> "Redaction":
        """No rule: everything is stored as it came."""
        return cls(())

    def is_secret_header(self, name: bytes) -> bool:
        return self._headers.match(name.decode("latin-1"))

    def is_secret_query(self, name: str) -> bool:
        """`name` as decoded; of `a[b]` and `a.b` both the whole and `b` are looked at."""
        return _match_path(self._query, name)

    def is_secret_field(self, name: str) -> bool:
        """As `is_secret_query`, for a field of a request's body."""
        return _match_path(self._fields, name)

    def headers(self, headers: Headers) -> Headers:
        """Request or response headers, or trailers: same names, order and case."""
        return tuple((name, self._header_value(name, value)) for name, value in headers)

    def target(self, target: bytes) -> bytes:
        """A request target or URL with the values of secret query keys replaced."""
        head, mark, query = target.partition(b"?")
        if not mark or not self._query:
            return target
        query, hash_mark, fragment = query.partition(b"#")
        return head + mark + _pairs(query, self._query, lambda value: STARS) + hash_mark + fragment

    def request(self, request: Request) -> Request:
        """The request as it may be stored."""
        return replace(
            request,
            target=self.target(request.target),
            headers=self.headers(request.headers),
            body=self._request_body(request, hide=False),
        )

    def comparable_body(self, request: Request) -> bytes:
        """The request's body with every secret as one NUL, and multipart without its boundary, which no two share."""
        return self._request_body(request, hide=True)

    def scanner(self, content_type: bytes, content_encoding: bytes) -> BodyScanner | None:
        """A scanner for one response body, or None if there is nothing to do or the body can't be looked into."""
        if not self._body or _is_encoded(content_encoding):
            return None
        return scanner_for(content_type, self._body)

    def skipped_encoded(self, content_encoding: bytes, *, request: bool = False) -> bool:
        """Whether rules for this body exist but could not be applied, because it is encoded."""
        return bool(self._fields if request else self._body) and _is_encoded(content_encoding)

    def _header_value(self, name: bytes, value: bytes) -> bytes:
        if not value.strip():
            return value
        if self.is_secret_header(name):
            return _set_cookie(value) if name.lower() == b"set-cookie" else STARS
        return self.target(value) if name.lower() in URL_HEADERS else value

    def _request_body(self, request: Request, *, hide: bool) -> bytes:
        body = request.body
        if not body or not (self._fields or hide) or _is_encoded(_value(request.headers, b"content-encoding")):
            return body
        content_type = _value(request.headers, b"content-type")
        kind = content_type.partition(b";")[0].strip().lower()
        if kind == b"multipart/form-data":
            return self._multipart(body, content_type, hide=hide)
        if not self._fields:
            return body
        if kind == b"application/x-www-form-urlencoded" or (b"json" not in kind and _FORM.fullmatch(body)):
            return _pairs(body, self._fields, _one if hide else _stars)
        if kind.startswith((b"image/", b"audio/", b"video/", b"font/")):
            return body
        redacted = scanned(scanner_for(content_type, self._fields, hide=hide), body)
        if not hide or HIDDEN not in redacted:  # looking for runs takes 8 ms a MiB
            return redacted
        return _HIDDEN_RUN.sub(lambda run: HIDDEN if body[run.start()] else run[0], redacted)

    def _multipart(self, body: bytes, content_type: bytes, *, hide: bool) -> bytes:
        """RFC 7578: the content of a secret field's part is starred; an unreadable boundary leaves the body alone."""
        found = re.search(rb'(?i)[;\s]boundary=(?:"([^"]+)"|([^;\s]+))', content_type)
        if found is None:
            return body
        delimiter = b"--" + (found[1] or found[2])
        parts = body.split(delimiter)
        for index, part in enumerate(parts[1:], start=1):
            head, blank, content = part.partition(b"\r\n\r\n")
            name = _PART_NAME.search(head)
            decoded = (name[1] or name[2] or b"").decode("utf-8", "replace") if name else ""
            if blank and self.is_secret_field(decoded):
                end = b"\r\n" if content.endswith(b"\r\n") else b""
                secret = content.removesuffix(end)
                parts[index] = head + blank + (_one if hide else _stars)(secret) + end
        return (b"--" + HIDDEN if hide else delimiter).join(parts)

    @cached_property
    def _headers(self) -> Names:
        return self._names("header")

    @cached_property
    def _query(self) -> Names:
        return self._names("query")

    @cached_property
    def _fields(self) -> Names:
        return self._names("field")

    @cached_property
    def _body(self) -> Names:
        return self._names("body")

    def _names(self, kind: str) -> Names:
        parsed = [parse_rule(rule) for rule in self.rules]
        return Names(frozenset(name for of_kind, name in parsed if of_kind == kind))


def _stars(secret: bytes) -> bytes:
    return b"*" * len(secret)


def _one(secret: bytes) -> bytes:
    return HIDDEN


def _pairs(text: bytes, names: Names, value_for: Callable[[bytes], bytes]) -> bytes:
    """`name=value` pairs; separators, names and their encoding stay. A name is looked at once, of millions of pairs."""
    known: dict[bytes, bool] = {}

    def redacted(pair: re.Match[bytes]) -> bytes:
        name = pair[1]
        secret = known.get(name)
        if secret is None:
            if len(known) >= _KNOWN:
                known.clear()
            decoded = unquote_to_bytes(name.replace(b"+", b" ")).decode("utf-8", "replace")
            secret = known[name] = _match_path(names, decoded)
        return name + b"=" + value_for(pair[2]) if secret else pair[0]

    return _PAIR.sub(redacted, text)


def _match_path(names: Names, name: str) -> bool:
    return names.match(name) or names.match(re.split(r"[.\[]", name.rstrip("]"))[-1])


def _value(headers: Headers, wanted: bytes) -> bytes:
    return b",".join(value for name, value in headers if name.lower() == wanted)


def _is_encoded(content_encoding: bytes) -> bool:
    return any(coding.strip().lower() not in (b"", b"identity") for coding in content_encoding.split(b","))


def _set_cookie(value: bytes) -> bytes:
    """`sid=abc; Path=/; HttpOnly` -> `sid=***; Path=/; HttpOnly`. What is no known attribute is dropped."""
    pair, *attributes = value.split(b";")
    name, equals, _ = pair.partition(b"=")
    kept = [a for a in attributes if a.partition(b"=")[0].strip().lower() in _COOKIE_ATTRIBUTES]
    return b";".join([name + equals + STARS if equals else STARS, *kept])
