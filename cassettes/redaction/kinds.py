"""The kind of a body, found from its first bytes and never from its Content-Type. Rules

- Redaction and matching use the same answer, so that equal bytes are read in the same way whatever their labels say:
  `curl -d '{"api_key": "..."}'` is labelled as a form and is JSON.
- The kind of a stream is known before a value can have begun, so that no byte of a secret is handed out before.
- Bytes of no known kind are text, in which JSON is looked for.
"""

import re
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """How a body is read."""

    JSON = "json"  #: one JSON text, or lines of them
    SSE = "sse"
    FORM = "form"  #: `name=value` pairs
    MULTIPART = "multipart"
    XML = "xml"
    TEXT = "text"
    MEDIA = "media"  #: an image, sound, film or font: it has no fields
    CLOSED = "closed"  #: compressed, or text of two or four bytes a character: it can't be scanned


#: bytes of a body that are examined
LOOK: Final = 2048
#: bytes up to the first `=` of a form
_FIRST: Final = 512

_BOM: Final = b"\xef\xbb\xbf"
_SSE: Final = re.compile(rb"(?:data|event|id|retry)?:|(?:data|event|id|retry)[\r\n]")
_FORM: Final = re.compile(rb"[^=<>{}\"\\\x00-\x1f]{0,%d}=" % _FIRST)
_NO_VALUE_YET: Final = re.compile(rb"[^=<>{}\"\\\x00-\x1f]*")
#: a form whose first name begins with a bracket, and the beginning of such a form
_BRACKETED: Final = re.compile(rb"\[[^\[\]={}\",\s]*\][^={}\",\s]*=")
_BRACKETED_BEGUN: Final = re.compile(rb"\[[^\[\]={}\",\s]*(?:\][^={}\",\s]*)?")
#: the last bytes of a body of this kind
_ENDS: Final = {Kind.JSON: (b"}", b"]", b'"'), Kind.XML: (b">",), Kind.TEXT: ()}
#: a form's second field; and percent-encoded bytes in a form
_PAIR_BEHIND: Final = re.compile(rb"&[^\s=&<>{}\"]{1,256}=")
_BLANK: Final = re.compile(rb"\s")
#: the first delimiter of multipart; RFC 2046 section 5.1.1 allows text before it
_DELIMITER: Final = re.compile(
    rb"^(--[^\r\n]{1,200}?)[ \t]*\r?\n(?:[\w-]+:[^\n]*\n)*?content-[a-z-]+[ \t]*:", re.IGNORECASE | re.MULTILINE
)
_CLOSED: Final = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\xff\xfe", b"\xfe\xff")
_MEDIA: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"OggS", b"ID3", b"fLaC", b"wOF", b"\x00\x00\x01\x00")
_BOX: Final = re.compile(rb"\x00\x00..ftyp", re.DOTALL)  # MP4, M4A
#: ASCII characters in UTF-16 or UTF-32 without a byte order mark
_WIDE: Final = re.compile(rb"\x00{1,3}[\x20-\x7e]\x00|[\x20-\x7e\t\r\n]\x00{1,3}[\x20-\x7e\t\r\n]\x00")
_LONGEST_MAGIC: Final = 8


def kind_of(body: bytes) -> Kind:
    """The kind of a whole body. One that begins like JSON or XML and does not end like it is a form, if it looks like
    one.
    """
    found = kind_begun(body[:LOOK], whole=True) or Kind.TEXT
    if found in _ENDS and b"&" in body:
        last = body[-LOOK:].rstrip(b" \t\r\n\0")[-1:]
        if last not in _ENDS[found] and _PAIR_BEHIND.search(body) and not _BLANK.search(body[:LOOK].strip()):
            return Kind.FORM
    return found


def kind_begun(start: bytes, *, whole: bool = False) -> Kind | None:
    """The kind of a body that begins with `start`, or None as long as more bytes may tell. `whole`: no more will come.

    A stream is never `MULTIPART`: its parts are found only where all of it is there.
    """
    for kind, found in ((Kind.CLOSED, _CLOSED), (Kind.MEDIA, _MEDIA)):
        if start.startswith(found):
            return kind
    if _BOX.match(start):
        return Kind.MEDIA
    if _WIDE.match(start):
        return Kind.CLOSED
    if not whole and len(start) < _LONGEST_MAGIC and _may_become_a_mark(start):
        return None
    text = text_of(start)
    if text[:1] in (b"{", b'"'):
        return Kind.JSON
    if text[:1] == b"<":
        return Kind.XML
    if text[:1] == b"[":
        return _bracket(text, whole=whole)
    if whole and _DELIMITER.search(text):
        return Kind.MULTIPART
    if _SSE.match(text):
        return Kind.SSE
    if _FORM.match(text):
        return Kind.FORM
    if not whole and len(text) < _FIRST and _NO_VALUE_YET.fullmatch(text):
        return None
    return Kind.TEXT


def boundary_of(body: bytes) -> bytes:
    """The delimiter between the parts of a body of the kind `MULTIPART`, with its two dashes."""
    found = _DELIMITER.search(text_of(body[:LOOK]))
    assert found is not None
    return found[1]


def text_of(body: bytes) -> bytes:
    """The body without a byte order mark and blanks before it."""
    return body.removeprefix(_BOM).lstrip(b" \t\r\n")


def _may_become_a_mark(start: bytes) -> bool:
    zeros = start[:1] == b"\0"  # characters of more bytes than one, or a box
    return zeros or any(mark.startswith(start) for mark in (_BOM, *_CLOSED, *_MEDIA))


def _bracket(text: bytes, *, whole: bool) -> Kind | None:
    if _BRACKETED.match(text):
        return Kind.FORM
    if not whole and len(text) < _FIRST and _BRACKETED_BEGUN.fullmatch(text):
        return None
    return Kind.JSON
