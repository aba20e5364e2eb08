"""Whether a stored body is still in the Content-Encoding that its headers name. Rules

- Tools that record above the HTTP client store the decoded body and keep the header. A client that gets both fails, so
  codings that the body is not in are removed, from the outermost one inwards (RFC 9110 section 8.4: the last one
  named).
- gzip, deflate (zlib's form and the raw one), zstd and compress are known by their magic and, for the first two, by
  inflating the start. Brotli has no magic: a body that is text, or a file of a well-known kind, is not brotli.
- A coding that is not known here stays: no client acts on it.
- At most 64 KiB are read, and at most 64 KiB inflated.
"""

import re
import zlib
from collections.abc import Callable
from typing import Final

_HEAD: Final = 64 * 1024
#: bytes from which a body that is valid UTF-8 counts as text, whatever control characters it has
_LONG: Final = 64
#: bytes that are decoded in a charset that the file names: some charsets are very slow
_NAMED: Final = 4096
#: how Python's decoders describe a character without its end
_CUT: Final = ("unexpected end", "incomplete", "truncated")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CHARSET: Final = re.compile(rb"charset\s*=\s*\"?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
#: how binary files begin: PNG, JPEG, GIF, PDF, ZIP, WebP and WAV, WASM, Ogg, gzip
_FILES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"RIFF", b"\0asm", b"OggS", b"\x1f\x8b")


def still_in(body: bytes, codings: list[bytes], content_type: bytes = b"") -> list[bytes]:
    """The codings of `codings` that `body` is really in."""
    left = list(codings)
    while left and not _is_in(body, left[-1], content_type):
        left.pop()
    return left


def _is_in(body: bytes, coding: bytes, content_type: bytes) -> bool:
    test = _TESTS.get(coding)
    return test is None or (bool(body) and test(body, content_type))


def _inflates(body: bytes, window: int, *, whole: bool = False) -> bool:
    """Whether the start of `body` inflates; with `whole`, a body that is here whole must also end correctly."""
    inflate = zlib.decompressobj(window)
    try:
        inflate.decompress(body[:_HEAD], _HEAD)
    except zlib.error:
        return False
    return not whole or len(body) > _HEAD or bool(inflate.unconsumed_tail) or (inflate.eof and not inflate.unused_data)


def _gzip(body: bytes, _type: bytes) -> bool:
    return body[:2] == b"\x1f\x8b" and _inflates(body, zlib.MAX_WBITS | 16)


def _deflate(body: bytes, content_type: bytes) -> bool:
    if is_text(body, content_type):  # a few letters may well inflate, and `x^` is a header of zlib's
        return False
    is_zlib = len(body) > 1 and _inflates(body, zlib.MAX_WBITS)  # whose header has two bytes
    return is_zlib or _inflates(body, -zlib.MAX_WBITS, whole=True)


def _brotli(body: bytes, content_type: bytes) -> bool:
    # the usual encoder writes `;` for an empty body
    return body == b";" or not (body.startswith(_FILES) or is_text(body, content_type))


def _zstd(body: bytes, _type: bytes) -> bool:
    skippable = body[1:4] == b"\x2a\x4d\x18" and body[0] & 0xF0 == 0x50
    return body[:4] == b"\x28\xb5\x2f\xfd" or skippable


def _compress(body: bytes, _type: bytes) -> bool:
    return body[:2] == b"\x1f\x9d"


_TESTS: Final[dict[bytes, Callable[[bytes, bytes], bool]]] = {
    b"gzip": _gzip,
    b"x-gzip": _gzip,
    b"deflate": _deflate,
    b"br": _brotli,
    b"zstd": _zstd,
    b"compress": _compress,
    b"x-compress": _compress,
}


def is_text(body: bytes, content_type: bytes = b"") -> bool:
    """Whether the start of `body` is text in UTF-8 or in the charset that its Content-Type names."""
    start = body[:_HEAD]
    text = _decoded(start, "utf-8")
    if text is not None and (len(start) >= _LONG or not _CONTROL.search(text)):
        return True
    named = _CHARSET.search(content_type)
    text = _decoded(start[:_NAMED], named[1].decode()) if named else None
    # many charsets have a character for every byte: only control characters tell compressed bytes from text
    return text is not None and not _CONTROL.search(text)


def _decoded(data: bytes, charset: str) -> str | None:
    """The text in `data`, whose last character may be cut off; None where it is not in this charset."""
    try:
        return data.decode(charset) or None  # refuses codecs that are not text encodings, such as bz2
    except UnicodeDecodeError as error:
        is_cut = error.start > 0 and error.end == len(data) and any(word in error.reason for word in _CUT)
        return _decoded(data[: error.start], charset) if is_cut else None
    except (LookupError, ValueError):
        return None
