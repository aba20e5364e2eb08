"""Whether a body is still in the Content-Encoding that its headers name. Rules

- Other tools keep the body either as it was on the wire or decoded, and few say which: the first bytes decide.
- Brotli has no mark and the standard library can't read it: there, only a tool that says so is believed.
- Only a start is inflated, so that a bomb costs nothing.
"""

import zlib
from typing import Final

_GZIP: Final = b"\x1f\x8b\x08"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
_START: Final = 4096


def is_in(body: bytes, coding: bytes) -> bool:
    """Whether `body` begins as one in `coding`, the value of a Content-Encoding: its last coding was applied last."""
    last = coding.rpartition(b",")[2].strip().lower()
    if last in (b"gzip", b"x-gzip"):
        return body.startswith(_GZIP)
    if last == b"zstd":
        return body.startswith(_ZSTD)
    if last == b"deflate":  # zlib's format, or what some servers send instead: RFC 9110 section 8.4.1.2
        return _inflates(body, zlib.MAX_WBITS) or (not _is_plain(body) and _inflates(body, -zlib.MAX_WBITS))
    return False


def _inflates(body: bytes, window: int) -> bool:
    try:
        return bool(zlib.decompressobj(window).decompress(body[:_START], _START))
    except zlib.error:
        return False


def _is_plain(body: bytes) -> bool:
    """Whether the body begins as text: almost any bytes are the start of a raw deflate stream."""
    start = body[:_START]
    try:
        start.decode()
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return b"\0" not in start
