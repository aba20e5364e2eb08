"""`name=value` pairs and URLs wherever they stand: targets, headers, forms. Rules

- In a URL a pair begins behind `?`, `&`, `;` or `#`, also behind their percent-encoded forms (a URL in a query), so
  path parameters (`;jsessionid=`), queries, fragments (`#access_token=`) and redirects inside of redirects are
  searched.
- A secret value ends at `&` or `#`, a path parameter at `;`, `/`, `?` or `#` too, an encoded pair at their encoded
  forms too. A `;` in a query does not end it: most servers take it as a part of the value. In text with URLs in it
  quotes, blanks and angle brackets end it.
- The userinfo before the `@` of an authority is replaced as a whole (RFC 3986 section 3.2.1). Separators, names and
  their encoding stay.
"""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_to_bytes

from cassettes.redaction.registry import Names

Fill = Callable[[bytes], bytes]
#: the replacement for a secret where its length need not stay
STARS: Final = b"***"
#: bytes of a name that are compared
LONGEST: Final = 256

_PAIR: Final = re.compile(
    rb"([?&;#]|%(?:25)*(?:3[FfBb]|26|23))"
    rb"((?:[^=&;#?<>\"\s%]|%(?!(?:25)*(?:3[FfBbDd]|26|23))){1,256}+)"
    rb"(=|%(?:25)*3[Dd])"
)
_ENDS: Final = re.compile(rb"[&#\s<>\"]")
_ENDS_PARAMETER: Final = re.compile(rb"[&#;/?\s<>\"]")
_ENDS_IN_ONE: Final = re.compile(rb"[&#]")
_ENDS_PARAMETER_IN_ONE: Final = re.compile(rb"[&#;/?]")
_ENDS_ENCODED: Final = re.compile(rb"[&#\s<>\"]|%(?:25)*(?:26|23)")
_AUTHORITY: Final = re.compile(rb"(?:^|[:\s<\"'=,;(]|%(?:25)*3[Aa])(?:/|%((?:25)*)2[Ff]){2}")
_ENDS_AUTHORITY: Final = re.compile(rb"[/?#&\s<>\"]")
_ENCODED_AT: Final = re.compile(rb"%(?:25)*40")
#: what ends an authority that is encoded once, twice or three times
_ENDS_ENCODED_AUTHORITY: Final = {
    level: re.compile(rb"[/?#&\s<>\"]|%%%b(?:2[Ff]|3[Ff]|2[36])" % level) for level in (b"", b"25", b"2525")
}
_MAY_HAVE: Final = re.compile(rb"[?&;#@]|%")


def three_stars(secret: bytes) -> bytes:
    """The replacement for a secret in a header or target."""
    return STARS


def as_many_stars(secret: bytes) -> bytes:
    """The replacement for a secret where its length stays; line ends stay, too."""
    return secret.translate(_STARRED)


def as_many_nuls(secret: bytes) -> bytes:
    """The replacement for a secret in data that is compared, where runs of NULs become one."""
    return bytes(len(secret))


_STARRED: Final = bytes(byte if byte in b"\r\n" else ord("*") for byte in range(256))


def decoded(name: bytes) -> str:
    """A name as written in a URL or form, decoded."""
    if b"%" in name or b"+" in name:
        name = unquote_to_bytes(name.replace(b"+", b" "))
        if b"%" in name:
            name = unquote_to_bytes(name)
    return name.decode("utf-8", "replace")


def redact_urls(text: bytes, names: Names, fill: Fill = three_stars, *, one: bool = False) -> bytes:
    """A target, a URL or text with URLs in it: userinfo and the values of secret names replaced.

    `one`: `text` is one URL, so that quotes, blanks and angle brackets, which clients send as typed, end no value.
    """
    if not names or not _MAY_HAVE.search(text):
        return text
    if b"@" in text or b"40" in text:
        text = _without_userinfo(text, fill)
    query = text.find(b"?")
    out: list[bytes] = []
    done = at = 0
    while found := _PAIR.search(text, at):
        at = found.end()
        if not names.match_path(decoded(found[2])):
            continue
        if len(found[1]) > 1 or len(found[3]) > 1:
            ends = _ENDS_ENCODED
        elif found[1] == b";" and not 0 <= query < found.start():
            ends = _ENDS_PARAMETER_IN_ONE if one else _ENDS_PARAMETER
        else:
            ends = _ENDS_IN_ONE if one else _ENDS
        end = ends.search(text, at)
        stop = end.start() if end else len(text)
        if stop > at:
            out += (text[done:at], fill(text[at:stop]))
            done = at = stop
    return b"".join((*out, text[done:])) if out else text


def _without_userinfo(text: bytes, fill: Fill) -> bytes:
    """Each userinfo replaced: it ends at the last `@` before the end of its authority, or where there is none at an
    encoded one. No byte is looked at for one authority and again for the next that is encoded as often.
    """
    out: list[bytes] = []
    done = at = end = 0  # `end`: of what may be an authority, which others, encoded, may begin within
    last, encoded = -1, True  # the last `@` before `end`; whether an encoded one may still come before it
    while found := _AUTHORITY.search(text, at):
        at = found.end()
        if at >= end:
            ends = _ENDS_AUTHORITY.search(text, at)
            end = ends.start() if ends else len(text)
            last, encoded = text.rfind(b"@", at, end), True
        if last >= at:
            stop, behind = last, last + 1
        elif encoded and (first := _ENCODED_AT.search(text, at, end)):
            stop, behind = _encoded_at(text, at, end, found[1]) or first.span()
        else:
            encoded = False
            continue
        if stop > at:
            out += (text[done:at], fill(text[at:stop]))
            done = stop
        at = behind
    return b"".join((*out, text[done:])) if out else text


def _encoded_at(text: bytes, at: int, end: int, level: bytes | None) -> tuple[int, int] | None:
    """The place of the last `@` that is encoded as often as the `//` before `at`: an `@` of a password is encoded once
    more. `level` is what stands between `%` and the digits.
    """
    if level not in _ENDS_ENCODED_AUTHORITY:
        return None
    ends, sign = _ENDS_ENCODED_AUTHORITY[level].search(text, at, end), b"%" + level + b"40"
    stop = text.rfind(sign, at, ends.start() if ends else end)
    return (stop, stop + len(sign)) if stop >= 0 else None


class PairScanner:
    """The pairs of a form in a stream of bytes: `feed` returns as many bytes as it got. `fill` makes the replacement
    for a piece of a secret, with as many bytes as the piece.
    """

    def __init__(self, names: Names, fill: Fill = as_many_stars) -> None:
        self._names, self._fill = names, fill
        self._secret: dict[bytes, bool] = {}
        #: the bytes so far of a name; None in a value
        self._name: bytes | None = b""
        self._hiding = False

    def feed(self, data: bytes) -> bytes:
        """`data` with secrets starred."""
        out = bytearray()
        done = at = 0
        end = len(data)
        while at < end:
            if self._hiding:
                stop = data.find(b"&", at)
                stop = end if stop < 0 else stop
                out += data[done:at] + self._fill(data[at:stop])
                done = at = stop
                self._hiding = stop == end
            elif self._name is None:
                opener = _OPENER.search(data, at)
                if opener is None:
                    break
                at, self._name = opener.end(), b""
            else:
                at = self._read_name(data, at)
        return bytes(out + data[done:]) if out else data

    def _read_name(self, data: bytes, at: int) -> int:
        found = _NAME.match(data, at)
        assert found is not None
        assert self._name is not None
        if found.end() == len(data) and not found[2]:
            self._name = (self._name + found[1])[: LONGEST + 1]
            return found.end()
        name, self._name = self._name + found[1], b""
        if found[2] == b"=":
            self._name, self._hiding = None, self._is_secret(name)
        return found.end()

    def _is_secret(self, name: bytes) -> bool:
        known = self._secret.get(name)
        if known is None:
            known = len(name) <= LONGEST and self._names.match_path(decoded(name))
            if len(self._secret) < 1000:
                self._secret[name] = known
        return known


_OPENER: Final = re.compile(rb"[&;\n]")
_NAME: Final = re.compile(rb"([^=&;\n]*)([=&;\n]?)")
