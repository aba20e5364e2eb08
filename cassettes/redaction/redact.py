"""Takes secrets out of what is stored, before it is stored. Rules

- Which names are secret stands in `cassettes.redaction.registry`; this module only applies rules to values and does
  no I/O.
- Forwarded bytes are never changed: every function returns a new value.
- In heads and trailers the value of a secret becomes `***`; an empty one stays empty. Bodies keep their length and
  stay valid JSON or forms.
- Two requests that differ in secrets only are equal in `target` and `comparable_body`, redacted before or not.
- Applying it twice changes nothing more. Text that is not UTF-8, and JSON or forms that are malformed, never raise.
- Bodies that could not be searched are counted: see `Stored.seen`, `Redactor.unseen` and `Redactor.raw`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from cassettes.headers import is_encoded
from cassettes.messages import say
from cassettes.model import Chunk, Ending, Headers, Mark, Request, ResponseHead
from cassettes.redaction.headers import redact_header, redact_plain
from cassettes.redaction.kinds import Kind
from cassettes.redaction.packed import MAGIC
from cassettes.redaction.pairs import redact_urls
from cassettes.redaction.raw import RawMask
from cassettes.redaction.registry import DEFAULT_RULES, Names, parse_rule
from cassettes.redaction.stream import BodyScanner, scanned, scanner_for
from cassettes.redaction.whole import hidden_in_urls, is_searched, redact_body, redact_gzip, redact_json_in

#: matches plain text in a body that claims a Content-Encoding
_PLAIN: Final = re.compile(rb"\s*(?:[\[{]\s*[\"{\[\]}0-9tfn-]|data:|event:)")


class Stored(NamedTuple):
    """A request as it may be stored. `seen`: whether its body could be searched, as far as there are rules for it."""

    request: Request
    seen: bool


@dataclass(frozen=True)
class Redaction:
    """The rules of a session, applied to values. `rules` are text (`name:*token*`, `header:authorization`, `query:key`,
    `field:x`, `body:NAME`). Raises SpecError for an invalid rule.
    """

    rules: tuple[str, ...]

    def __post_init__(self) -> None:
        for rule in self.rules:
            parse_rule(rule)

    @classmethod
    def default(cls, extra: Iterable[str] = ()) -> "Redaction":
        """The registry's rules, and the rules of `extra`."""
        return cls(tuple(dict.fromkeys((*DEFAULT_RULES, *extra))))

    @classmethod
    def none(cls) -> "Redaction":
        """No rules: everything is stored unchanged."""
        return cls(())

    def is_secret_header(self, name: bytes) -> bool:
        return self._headers.match(name.decode("latin-1"))

    def is_secret_query(self, name: str) -> bool:
        """Whether the key `name`, percent-decoded, is a secret's; for `a[b]` and `a.b` both the whole name and `b` are
        compared.
        """
        return self._query.match_path(name)

    def is_secret_field(self, name: str) -> bool:
        """As `is_secret_query`, for a field of a request's body."""
        return self._fields.match_path(name)

    def headers(self, headers: Headers) -> Headers:
        """Request or response headers, or trailers: same names, order and case."""
        if not self.rules:
            return headers
        return tuple(
            (name, redact_json_in(redact_header(name, value, self.is_secret_header(name), self._query), self._fields))
            for name, value in headers
        )

    @property
    def urls(self) -> Names:
        """The names of pairs in URLs."""
        return self._query

    def target(self, target: bytes) -> bytes:
        """A request target or URL without userinfo and the values of secret keys, also in JSON in its query."""
        return redact_json_in(redact_urls(target, self._query, one=True), self._fields)

    def text(self, text: str) -> str:
        """A value that is shown to people, without the secrets of JSON and pairs that stand in it."""
        data = text.encode("utf-8", "surrogateescape")
        if b'"' in data:
            data = scanned(scanner_for(Kind.JSON, self._fields), data)
        if b"=" in data or b"@" in data:
            data = redact_urls(b"?" + data, self._query)[1:]
        return data.decode("utf-8", "replace")

    def request(self, request: Request) -> Request:
        """The request as it may be stored."""
        return self.stored(request).request

    def stored(self, request: Request) -> Stored:
        """The request as it may be stored, and whether its body was searched: gzip is opened once for both."""
        body, seen = request.body, True
        if body and self._fields:
            if body.startswith(MAGIC):
                body, seen = redact_gzip(body, self._fields)
            else:
                seen = _PLAIN.match(body) is not None if is_encoded(request.headers) else is_searched(body)
                body = redact_body(body, self._fields)
        target, headers = self.target(request.target), self.headers(request.headers)
        return Stored(Request(request.method, target, headers, body, request.version, request.at), seen)

    def comparable_body(self, request: Request) -> bytes:
        """The request's body with every secret as one NUL, and multipart without its boundary, which no two share."""
        return redact_body(request.body, self._fields, hide=True) if request.body else b""

    def comparable_text(self, text: str) -> str:
        """A string of a JSON body in which JSON or URLs may stand: every secret in it as one NUL."""
        if not self._fields:
            return text
        if '"' in text and text.lstrip()[:1] in ("{", "["):
            hidden = redact_body(text.encode("utf-8", "surrogatepass"), self._fields, hide=True)
        elif "://" in text:
            hidden = hidden_in_urls(text.encode("utf-8", "surrogatepass"), self._fields)
        else:
            return text
        return hidden.decode("utf-8", "replace")

    def scanner(self) -> BodyScanner | None:
        """A scanner for one response's body, or None where no rule concerns it."""
        return BodyScanner(self._body) if self._body else None

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
        worded = frozenset(name for of_kind, name in parsed if of_kind == "name") if kind != "body" else frozenset()
        return Names(frozenset(name for of_kind, name in parsed if of_kind == kind), worded)


class Redactor:
    """Redacts one interaction on its way into a file, part by part in order. The recorder, the imports and a player
    that records use this and nothing else.
    """

    __slots__ = ("_has_head", "_mask", "_redaction", "_scanner", "raw", "unseen")

    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction
        self._scanner = redaction.scanner()
        self._mask: RawMask | None = None
        self._has_head = False
        #: bodies to which rules could not be applied: encoded, compressed, or of an unknown coding
        self.unseen = 0
        #: whether a part of the response is not HTTP, so that secrets were looked for in lines of text only
        self.raw = False

    def request(self, request: Request, stored: Stored | None = None) -> Request:
        """The request. `stored`: the result of `Redaction.stored` for it, where it was made beforehand."""
        stored = stored or self._redaction.stored(request)
        self.unseen += not stored.seen
        return stored.request

    def head(self, head: ResponseHead) -> ResponseHead:
        """The response's head."""
        self._has_head = True
        if self._scanner is not None and is_encoded(head.headers):
            self.unseen += 1
        reason = redact_plain(b"", head.reason, self._redaction.urls)
        return ResponseHead(head.at, head.status, reason, self._redaction.headers(head.headers), head.version)

    @property
    def idle(self) -> bool:
        """Whether parsed chunks need no redaction."""
        return self._scanner is None

    def chunk(self, chunk: Chunk) -> Chunk:
        """A chunk, redacted; its size stays."""
        data = chunk.data
        if chunk.mark is Mark.UNPARSED and self._redaction.rules:
            if self._mask is None:
                self.raw, self._mask = True, RawMask(self._redaction, in_body=self._has_head)
            data = self._mask.feed(data, self._scanner)
        elif self._scanner is not None and data:
            data = self._scanner.feed(data)
        return Chunk(chunk.at, chunk.read, data, chunk.mark)

    def ending(self, ending: Ending) -> Ending:
        """The ending, with its trailers."""
        if self._scanner is not None and self._scanner.blind and not self.unseen:
            self.unseen += 1
        return replace(ending, trailers=self._redaction.headers(ending.trailers)) if ending.trailers else ending


def overlooked(unseen: int, raw: int) -> Iterator[str]:
    """Sentences about so many bodies and responses into which redaction could not look, or not fully."""
    if unseen:
        yield say(
            "Bodies that are compressed or of an unknown coding, which redaction did not look into: {count}.",
            count=unseen,
        )
    if raw:
        yield say(
            "Responses that are not valid HTTP and are kept as raw bytes, in which redaction looked at lines of "
            "text only: {count}.",
            count=raw,
        )
