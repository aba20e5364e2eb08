"""Undoes chunked framing that a tool left in a body (`cassettes.http`), and keeps where transfer chunks end."""

from typing import Final

from cassettes.http.chunked import ChunkedBody
from cassettes.model import Chunk, Headers, Mark

_MAX_LINE: Final = 65_536
#: bytes of a transfer chunk, more than any file has: a longer number is text
_MAX_CHUNK: Final = 0xFFFFFFFF


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
    """The framing of one body. `done` is set behind the trailers of the last chunk; bytes behind it are refused."""

    def __init__(self) -> None:
        self._body = ChunkedBody()
        self.ended = 0  #: transfer chunks that ended
        #: the bytes of a line, or of trailers, whose end has not come
        self.pending = b""

    @property
    def done(self) -> bool:
        return self._body.done

    @property
    def trailers(self) -> Headers:
        return self._body.trailers

    def feed(self, data: bytes, at: int, read: int) -> list[Chunk]:
        """The chunks of one read. Raises NotChunkedError."""
        body, data = self._body, self.pending + data
        if body.done and data:
            raise NotChunkedError(data[:20])
        chunks = body.feed(data, at, read)
        self.pending = data[body.used :]
        self.ended += sum(chunk.mark is Mark.END for chunk in chunks)
        if body.refused or body.left > _MAX_CHUNK or len(self.pending) > _MAX_LINE or (body.done and self.pending):
            raise NotChunkedError(self.pending[:20])
        return chunks
