"""Secrets in the values of headers and trailers. Rules

- The value of a secret header is replaced; the scheme of a credential (`Bearer`) and the names of cookies stay. A
  cookie that is set also keeps its known attributes; unknown ones are dropped.
- Any other header may hold URLs: `cassettes.redaction.pairs` takes the secrets out of headers that are known to hold
  one (`URL_HEADERS`, and names that end in `url`, `uri`, `path`), out of absolute URLs in all headers, and out of a
  value that is itself a query (`a=1&token=x`).
"""

import re
from functools import lru_cache
from typing import Final

from cassettes.redaction.pairs import STARS, Fill, redact_urls, three_stars
from cassettes.redaction.registry import Names
from cassettes.redaction.spelling import spelled

#: Headers whose value is a URL, a target or a list of them.
URL_HEADERS: Final = frozenset(
    {
        b"location", b"content-location", b"content-base", b"referer", b"origin", b"link", b"refresh", b"forwarded",
        b"destination", b"sourcemap", b"x-sourcemap", b"hx-redirect", b"hx-location", b"x-accel-redirect",
        b"x-forwarded-prefix", b"service-worker-allowed", b"content-security-policy", b"report-to", b"x-redirect-by",
    }
)  # fmt: skip
#: Headers whose value is one URL.
ONE_URL: Final = frozenset({b"location", b"content-location", b"referer"})
_URL_WORDS: Final = frozenset(
    {"url", "uri", "path", "redirect", "location", "referrer", "link", "endpoint", "callback"}
)

#: RFC 6265 section 5.2 and what browsers added to it.
_COOKIE_ATTRIBUTES: Final = frozenset(
    {b"expires", b"max-age", b"domain", b"path", b"secure", b"httponly", b"samesite", b"partitioned", b"priority"}
)
#: The authentication schemes registered with IANA, and those of signed requests.
_SCHEME: Final = re.compile(
    rb"(?i)(?:basic|bearer|digest|dpop|gnap|hoba|mutual|negotiate|ntlm|oauth|privatetoken|vapid|token|apikey|api-key|key"
    rb"|hmac|mac|hawk|bot|jwt|sharedkey|sharedaccesssignature|scram-sha-(?:1|256)"
    rb"|[a-z0-9]{1,16}-(?:hmac-)?sha256(?:-rsa2048)?)[ ]+(?=\S)"
)
#: a value that is a query and nothing else
_QUERY: Final = re.compile(rb"(\s*)([\w.%+\[\]$-]{1,256}=[^\s,]*\s*)")
_PIECE: Final = re.compile(rb"\s*([^=;\s][^=;]*)?(?:=((?:\s*\"[^\"]*\"?)?[^;]*))?")


def redact_header(name: bytes, value: bytes, secret: bool, names: Names) -> bytes:
    """The value of a header as it may be stored. `secret`: the header is a secret one; `names`: the secret names of
    pairs in URLs.
    """
    if not value.strip():
        return value
    if not secret:
        return redact_plain(name, value, names)
    lower = name.lower()
    if lower == b"set-cookie":
        return _set_cookie(value)
    if lower == b"cookie":
        return b"; ".join(_cookie(piece) for piece in _pieces(value))
    scheme = _SCHEME.match(value)
    return scheme[0] + STARS if scheme else STARS


def redact_plain(name: bytes, value: bytes, names: Names, fill: Fill = three_stars) -> bytes:
    """The value of a header that is not secret, with the secrets of its URLs replaced."""
    if b"://" in value or _has_a_url(name):
        return redact_urls(value, names, fill, one=name.lower() in ONE_URL)
    if b"=" in value and (query := _QUERY.fullmatch(value)):
        return query[1] + redact_urls(b"?" + query[2], names, fill)[1:]
    return value


@lru_cache(1000)
def _has_a_url(name: bytes) -> bool:
    lower = name.lower()
    words = spelled(lower.decode("latin-1")).words
    return lower in URL_HEADERS or (bool(words) and words[-1] in _URL_WORDS)


def _pieces(value: bytes) -> list[tuple[bytes, bytes | None]]:
    """The (name, value) of each cookie or attribute; a `;` in quotes separates nothing."""
    found = []
    at = 0
    while at < len(value):
        piece = _PIECE.match(value, at)
        assert piece is not None
        if piece[1] or piece[2] is not None:
            found.append((piece[1] or b"", piece[2]))
        stop = value.find(b";", piece.end())
        at = len(value) if stop < 0 else stop + 1
    return found


def _cookie(piece: tuple[bytes, bytes | None]) -> bytes:
    """One cookie, starred. A piece whose value is empty or only `=` may be a secret without a name."""
    name, value = piece
    return name + b"=" + STARS if name and value is not None and value.strip(b" \t=") else STARS


def _set_cookie(value: bytes) -> bytes:
    """`sid=abc; Path=/; HttpOnly` -> `sid=***; Path=/; HttpOnly`."""
    pair = _PIECE.match(value)
    assert pair is not None
    _, *attributes = value[pair.end() :].split(b";")
    kept = [a for a in attributes if a.partition(b"=")[0].strip().lower() in _COOKIE_ATTRIBUTES]
    return b";".join([_cookie((pair[1] or b"", pair[2])), *kept])
