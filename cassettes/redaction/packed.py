"""Gzip (RFC 1952): what is in a request's body is found, and the body keeps its length. Rules

- A body of one or more whole members and nothing else is opened; any other is left closed, and so is one whose
  content is implausibly long (`SLACK`, `RATIO`, `MOST`), since small bodies are searched on the event loop.
- It is closed again only where a secret was in it: as one member, whose comment fills it up to the old length.
"""

import zlib
from typing import Final

#: bytes of content that a body may have whatever its size, bytes for each of its own beyond that, and bytes in all
SLACK: Final = 1 << 16
RATIO: Final = 16
MOST: Final = 32 << 20
MAGIC: Final = b"\x1f\x8b\x08"
#: magic, a comment follows, no time, best compression, unknown system
_HEAD: Final = b"\x1f\x8b\x08\x10\0\0\0\0\x02\xff"
_PLAIN_HEAD: Final = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"
_WINDOW: Final = 15
_GZIP: Final = _WINDOW + 16


def opened(body: bytes) -> bytes | None:
    """The content of a gzip body; None where it is not gzip from its first byte to its last, or too long."""
    if not body.startswith(MAGIC):
        return None
    content, most = bytearray(), min(MOST, SLACK + RATIO * len(body))
    rest = body
    while rest:
        member = zlib.decompressobj(_GZIP)
        try:
            content += member.decompress(rest, most + 1 - len(content))
        except zlib.error:
            return None
        if not member.eof or len(content) > most:
            return None
        rest = member.unused_data
    return bytes(content)


def closed(content: bytes, size: int) -> bytes | None:
    """`content` as a gzip body of `size` bytes; None where it does not fit."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -_WINDOW)
    packed = deflate.compress(content) + deflate.flush()
    packed += zlib.crc32(content).to_bytes(4, "little") + (len(content) & 0xFFFFFFFF).to_bytes(4, "little")
    spare = size - len(_HEAD) - len(packed)
    if spare < 0:
        return None
    return _PLAIN_HEAD + packed if not spare else _HEAD + b" " * (spare - 1) + b"\0" + packed
