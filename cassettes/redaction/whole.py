"""Secrets in a whole body, by its kind: a request's body, and each part of a multipart. Rules

- Lengths stay. With `hide`, for comparing, each secret is one NUL, whatever its length, and a multipart loses its
  boundary, since no two bodies share one.
- In the values of a form, percent-encoded JSON is searched, one level deep, and URLs, however often they are encoded;
  absolute URLs everywhere, also where JSON, or JSON in a JSON string, escapes their `/`, `&` and `=` (`\\u0026`,
  as Go and .NET write it).
- JSON in a JSON string is searched, one level deep, also where its quotes are `\\u0022`.
- Multipart (RFC 7578): the content of a secret field's part is starred; any other part is redacted like a body.
- XML: all text in secret elements (CDATA, and elements within) and the values of secret attributes; JSON in it.
- JSON in a target or header has no length to keep: `***` stands for any secret there.
- The content of gzip is searched, and packed again in as many bytes (`cassettes.redaction.packed`).
- UTF-16, as some Windows tools write it, is searched like the ASCII text that it encodes.
"""

import re
from itertools import groupby
from typing import Final

from cassettes.redaction.kinds import Kind, boundary_of, kind_of, text_of
from cassettes.redaction.packed import closed, opened
from cassettes.redaction.pairs import STARS, Fill, as_many_nuls, as_many_stars, decoded, redact_urls
from cassettes.redaction.registry import Names
from cassettes.redaction.stream import SLICE, scanned, scanner_for

#: The replacement for a secret of any length, and for a boundary, in a body that is compared.
HIDDEN: Final = b"\0"

#: levels of bodies within bodies that are redacted by their own kind
_DEPTH: Final = 3
_HIDDEN_RUN: Final = re.compile(rb"\0+")
_HEAD_END: Final = re.compile(rb"\r?\n\r?\n")
_FOLD: Final = re.compile(rb"\r?\n[ \t]+")
_DISPOSITION: Final = re.compile(rb"^content-disposition[ \t]*:([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_PARAMETER: Final = re.compile(rb""";\s*([^=;\s"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))""")
_ENCODED_VALUE: Final = re.compile(rb"=([^=&]*%(?:25)*(?:22|26|3[BbDdFf]|23|40)[^&]*)")
#: an absolute URL in text or JSON, from its colon on; JSON in a JSON string has two backslashes before an escape
_URL: Final = re.compile(
    rb""":(?:\\{0,2}/|\\{1,2}u002[fF]){2}[^\s"<>\\]*(?:\\{1,2}(?:/|u00[0-9a-fA-F]{2})[^\s"<>\\]*)*"""
)
_URL_TOKEN: Final = re.compile(rb"\\{1,2}u00[0-9a-fA-F]{2}|\\{1,2}/|.", re.DOTALL)
#: one of these stands in every body with such a URL
_URL_SIGNS: Final = (b"//", b"/\\", b"\\u002")
_QUOTE: Final = b"\\u0022"
_ESCAPE: Final = re.compile(rb"\\(?:u0022|.)", re.DOTALL)
_TOKEN: Final = re.compile(rb"%[0-9A-Fa-f]{2}|.", re.DOTALL)
_XML_PART: Final = re.compile(
    rb"<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<(?P<end>/)?(?P<name>[\w:.-]{1,128})(?:\s[^<>]*)?>|(?P<text>[^<]+)|<",
    re.DOTALL,
)
_XML_ATTRIBUTE: Final = re.compile(rb"""\s([\w:.-]{1,128})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


def redact_body(body: bytes, names: Names, *, hide: bool = False, depth: int = 0) -> bytes:
    """A whole body without secrets. `depth`: the number of bodies around it."""
    redacted = _by_kind(body, names, hide=hide, depth=depth)
    return _with_single_nuls(body, redacted) if hide else redacted


def _with_single_nuls(body: bytes, hidden: bytes) -> bytes:
    """`hidden` with one NUL for each run of them that stands for bytes of `body`."""
    if len(hidden) != len(body) or HIDDEN not in hidden:  # looking for runs takes 8 ms a MiB
        return hidden
    return _HIDDEN_RUN.sub(lambda run: HIDDEN if body[run.start()] else run[0], hidden)


def redact_gzip(body: bytes, names: Names) -> tuple[bytes, bool]:
    """A body that begins like gzip without secrets, and whether it could be searched."""
    content = opened(body)
    if content is None:
        return body, False
    return _gzipped(body, content, names, hide=False, depth=1), is_searched(content, depth=1)


def is_searched(body: bytes, *, depth: int = 0) -> bool:
    """Whether `redact_body` finds secrets in such a body."""
    kind = kind_of(body)
    if kind not in (Kind.CLOSED, Kind.MULTIPART):
        return True
    if depth >= _DEPTH:
        return False
    if kind is Kind.MULTIPART:
        return True
    content = opened(body)
    return wide_order(body) is not None if content is None else is_searched(content, depth=depth + 1)


def _by_kind(body: bytes, names: Names, *, hide: bool, depth: int) -> bytes:
    kind = kind_of(body)
    fill = as_many_nuls if hide else as_many_stars
    if kind is Kind.MULTIPART and depth < _DEPTH:
        return _multipart(body, names, fill, hide=hide, depth=depth + 1)
    if kind is Kind.CLOSED and depth < _DEPTH:
        content = opened(body)
        if content is not None:
            return _gzipped(body, content, names, hide=hide, depth=depth + 1)
        return _wide(body, names, hide=hide, depth=depth + 1)
    if kind is Kind.CLOSED:
        return body
    if kind is Kind.XML:
        body = _stars_in_attributes(_stars_in_elements(body, names, fill), names, fill)
    redacted = _stars_in_urls(_json_scanned(body, kind, names, hide=hide), names, fill)
    if kind is Kind.FORM and b"%" in body:
        redacted = _ENCODED_VALUE.sub(lambda found: b"=" + _decoded(found[1], names, fill, hide=hide), redacted)
    return redacted


def _json_scanned(body: bytes, kind: Kind, names: Names, *, hide: bool) -> bytes:
    """The body through its scanner. A quote that is written as `\\u0022` is shown to it as `\\"` and four blanks; where
    the backslash is itself escaped, no quote is meant.
    """
    scanner = scanner_for(kind, names, hide=hide)
    if not _has(body, _QUOTE):
        return scanned(scanner, body)
    places = [found.start() for found in _ESCAPE.finditer(body) if found[0] == _QUOTE]
    shown = bytearray(body)
    for at in places:
        shown[at : at + len(_QUOTE)] = b'\\"    '
    out = bytearray(scanned(scanner, bytes(shown)))
    for at in places:
        if out[at + 1] == ord('"'):  # any other byte: the quote belonged to a secret
            out[at : at + len(_QUOTE)] = _QUOTE
    return bytes(out)


def _stars_in_urls(body: bytes, names: Names, fill: Fill) -> bytes:
    """The secrets of absolute URLs in text or JSON; where a decoded byte changes, its escape is replaced as a whole."""

    def starred(found: "re.Match[bytes]") -> bytes:
        if b"\\" not in found[0]:
            return redact_urls(found[0], names, fill, one=True)
        tokens = _URL_TOKEN.findall(found[0])
        plain = bytes(int(token[-2:], 16) if len(token) >= 6 else token[-1] for token in tokens)
        changed = redact_urls(plain, names, fill, one=True)
        if changed == plain:
            return found[0]
        pairs = zip(tokens, plain, changed, strict=True)
        return b"".join(token if old == new else bytes((new,)) * len(token) for token, old, new in pairs)

    return _URL.sub(starred, body) if any(_has(body, sign) for sign in _URL_SIGNS) else body


def hidden_in_urls(text: bytes, names: Names) -> bytes:
    """A text that is compared, with each secret of its absolute URLs as one NUL."""
    return _with_single_nuls(text, _stars_in_urls(text, names, as_many_nuls))


def _has(body: bytes, wanted: bytes) -> bool:
    """Whether `wanted` is in `body`, looked for slice by slice, as in `scanned`."""
    return any(body.find(wanted, at, at + SLICE + len(wanted)) >= 0 for at in range(0, len(body), SLICE))


def _part_name(head: bytes) -> str | None:
    """The name of a part of multipart, None without one."""
    found = _DISPOSITION.search(_FOLD.sub(b" ", head))
    for name, quoted, bare in _PARAMETER.findall(found[1]) if found else ():
        if name.lower() in (b"name", b"name*"):
            return decoded(quoted or bare)
    return None


def _multipart(body: bytes, names: Names, fill: Fill, *, hide: bool, depth: int) -> bytes:
    boundary, text = boundary_of(body), text_of(body)
    before = body[: len(body) - len(text)]
    parts = re.split(rb"(?m)^%b(?=--|\s|\Z)" % re.escape(boundary), text)
    for index, part in enumerate(parts):
        end_of_head = _HEAD_END.search(part)
        if end_of_head is None:
            continue
        head, content = part[: end_of_head.end()], part[end_of_head.end() :]
        line_end = re.search(rb"\r?\n?\Z", content)
        end = line_end[0] if line_end else b""
        content = content.removesuffix(end)
        name = _part_name(head)
        if name is not None and names.match_path(name):
            content = fill(content) if not hide else HIDDEN[: len(content)]
        else:
            content = redact_body(content, names, hide=hide, depth=depth)
        parts[index] = head + content + end
    return before + (b"--" + HIDDEN if hide else boundary).join(parts)


def _stars_in_elements(body: bytes, names: Names, fill: Fill) -> bytes:
    """All text in secret elements, also in elements within; where one never ends, up to the end of the body."""
    out: list[bytes] = []
    secret, depth = b"", 0  # the name of the secret element that is open, and how many of that name
    done = 0
    for part in _XML_PART.finditer(body):
        name = part["name"]
        if name is None:
            group = "data" if part["data"] is not None else "text"
            if depth and part[group]:
                out += (body[done : part.start(group)], fill(part[group]))
                done = part.end(group)
        elif part[0].endswith(b"/>"):
            continue
        elif depth:
            depth += 0 if name != secret else -1 if part["end"] else 1
        elif not part["end"] and _is_secret_name(name, names):
            secret, depth = name, 1
    return b"".join((*out, body[done:])) if out else body


def _stars_in_attributes(body: bytes, names: Names, fill: Fill) -> bytes:
    def starred(found: "re.Match[bytes]") -> bytes:
        group = 2 if found[2] is not None else 3
        if not _is_secret_name(found[1], names):
            return found[0]
        start, end = found.start(group) - found.start(), found.end(group) - found.start()
        return found[0][:start] + fill(found[0][start:end]) + found[0][end:]

    return _XML_ATTRIBUTE.sub(starred, body)


def _is_secret_name(name: bytes, names: Names) -> bool:
    """Whether the name of an element or attribute is secret; a name space before a colon is left out."""
    return names.match(decoded(name.rpartition(b":")[2]))


def redact_json_in(text: bytes, names: Names) -> bytes:
    """A target or header with JSON in it, percent-encoded or not: a secret becomes `***`, one that is a number `1`."""
    if b'"' not in text and b"%22" not in text:
        return text
    tokens = _TOKEN.findall(text)
    plain = bytes(int(token[1:], 16) if len(token) == 3 else token[0] for token in tokens)
    hidden = scanned(scanner_for(Kind.JSON, names, hide=True), plain)
    if hidden == plain:
        return text
    out: list[bytes] = []
    before = b""
    for secret, group in groupby(zip(tokens, plain, hidden, strict=True), key=lambda one: one[1] != one[2]):
        piece = b"".join(token for token, _, _ in group)
        if secret:
            piece = STARS if before.endswith((b'"', b"%22")) else b"1"
        out.append(piece)
        before = piece
    return b"".join(out)


def _decoded(value: bytes, names: Names, fill: Fill, *, hide: bool) -> bytes:
    """A form's value with JSON or a URL in it, percent-encoded; where a decoded byte changes, all bytes that encode it
    are replaced.
    """
    value = redact_urls(value, names, fill)
    if b"%22" not in value:
        return value
    tokens = _TOKEN.findall(value)
    plain = bytes(int(token[1:], 16) if len(token) == 3 else 0x20 if token == b"+" else token[0] for token in tokens)
    starred = scanned(scanner_for(Kind.JSON, names, hide=hide), plain)
    pairs = zip(tokens, plain, starred, strict=True)
    return b"".join(token if old == new else bytes((new,)) * len(token) for token, old, new in pairs)


def _gzipped(body: bytes, content: bytes, names: Names, *, hide: bool, depth: int) -> bytes:
    """A gzip body with the secrets of its `content` starred, in as many bytes. All of it is starred where the new
    content does not fit: the body was packed better than we can.
    """
    redacted = redact_body(content, names, hide=hide, depth=depth)
    if hide:
        return redacted
    return body if redacted == content else closed(redacted, len(body)) or as_many_stars(body)


def _wide(body: bytes, names: Names, *, hide: bool, depth: int) -> bytes:
    """Text of two bytes a character; anything else of this kind can't be searched."""
    low = wide_order(body)
    if low is None:
        return body
    if hide:
        text = body.decode("utf-16-be" if low else "utf-16-le", "replace").removeprefix("\ufeff")
        return redact_body(text.encode(), names, hide=True, depth=depth)
    units = body[: len(body) // 2 * 2]
    narrow = bytes(a if not b else 0xFF for a, b in zip(units[low::2], units[1 - low :: 2], strict=True))
    mark = 1 if units.startswith((b"\xff\xfe", b"\xfe\xff")) else 0
    starred = narrow[:mark] + _by_kind(narrow[mark:], names, hide=False, depth=depth)
    out = bytearray(body)
    for index, (old, new) in enumerate(zip(narrow, starred, strict=True)):
        if old != new:
            out[2 * index + low], out[2 * index + 1 - low] = new, 0
    return bytes(out)


def wide_order(body: bytes) -> int | None:
    """The index of the low byte of the first UTF-16 unit, 0 or 1; None where the body is not UTF-16."""
    start = body[:SLICE]
    if start.startswith((b"\xff\xfe\0\0", b"\0\0")):
        return None
    if start.startswith(b"\xff\xfe") or (start[1:2] == b"\0" and start[:1] != b"\0"):
        return 0
    return 1 if start.startswith(b"\xfe\xff") or start[:1] == b"\0" else None
