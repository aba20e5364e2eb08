"""Undoes chunked framing (RFC 9112 section 7.1) and keeps where transfer chunks end. Rules

- Sans-IO: reads in, chunks out, each with its read's time and number; the last part of a transfer chunk is marked END.
- When the CRLF behind a transfer chunk comes in a later read, that read gives an empty chunk marked END.
- `done` is set behind the last chunk's trailers; bytes behind it are refused.
"""

from typing import Final

from cassettes.file.records import MAX_HEADERS
from cassettes.model import Chunk, Headers, Mark

_MAX_LINE: Final = 65_536


class NotChunkedError(ValueError):
    """The bytes are not chunked framing."""


def unchunked(body: bytes) -> bytes | None:
    """A whole body without the chunk framing that a tool left in it; None where there is no such framing."""
    dechunker = Dechunker()
    try:
        chunks = dechunker.feed(body, 0, 0)
    except NotChunkedError:
        return None
    return b"".join(chunk.data for chunk in chunks) if dechunker.done else None


class Dechunker:
    """The framing of one body."""

    def __init__(self) -> None:
        self.done = False
        self.ended = 0  #: transfer chunks that ended
        self.trailers: Headers = ()
        self._line = bytearray()
        self._left = 0  # bytes of the transfer chunk that are still to come
        self._state = "size"

    @property
    def pending(self) -> bytes:
        """The bytes of a line whose end has not come."""
        return bytes(self._line)

    def feed(self, data: bytes, at: int, read: int) -> list[Chunk]:
        """The chunks of one read. Raises NotChunkedError."""
        chunks: list[Chunk] = []
        offset = 0
        while offset < len(data):
            if self.done:
                raise NotChunkedError(data[offset : offset + 20])
            if self._state == "data":
                part = data[offset : offset + self._left]
                offset += len(part)
                self._left -= len(part)
                chunks.append(Chunk(at, read, part))
                if not self._left:
                    self._state = "end"
                continue
            line, offset = self._take_line(data, offset)
            if line is None:
                break
            if self._state == "size":
                self._size(line)
            elif self._state == "end":
                if line:
                    raise NotChunkedError(line[:20])
                self._mark_end(chunks, at, read)
                self.ended += 1
                self._state = "size"
            elif line:
                if len(self.trailers) >= MAX_HEADERS:
                    raise NotChunkedError(line[:20])
                name, _, value = line.partition(b":")
                self.trailers = (*self.trailers, (name.strip(), value.strip()))
            else:
                self.done = True
        return chunks

    def _take_line(self, data: bytes, offset: int) -> tuple[bytes | None, int]:
        """A whole line without its end and the offset behind it, or None while its end has not come."""
        end = data.find(b"\n", offset)
        self._line += data[offset : end + 1 if end >= 0 else len(data)]
        if len(self._line) > _MAX_LINE:
            raise NotChunkedError(bytes(self._line[:20]))
        if end < 0:
            return None, len(data)
        line = bytes(self._line).removesuffix(b"\n").removesuffix(b"\r")
        self._line.clear()
        return line, end + 1

    def _size(self, line: bytes) -> None:
        digits = line.partition(b";")[0].strip()
        if not digits or len(digits) > 8 or digits.strip(b"0123456789abcdefABCDEF"):
            raise NotChunkedError(line[:20])
        self._left = int(digits, 16)
        self._state = "data" if self._left else "trailers"

    @staticmethod
    def _mark_end(chunks: list[Chunk], at: int, read: int) -> None:
        if chunks and chunks[-1].mark is Mark.NONE:
            chunks[-1] = Chunk(at, read, chunks[-1].data, Mark.END)
        else:
            chunks.append(Chunk(at, read, b"", Mark.END))
