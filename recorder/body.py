"""A request's body, read whole before it goes on. Sans-IO. Rules

- Both forms are kept: `raw` goes to the upstream as it arrived, `data` is stored.
- A chunked body is read strictly: it is forwarded as it arrived, so every server must read it in the same way.
"""

from typing import Final

from cassettes.http.chunked import ChunkedBody
from network.door.refusal import broken_body, refused

#: bytes of an incomplete chunk-size line, or of incomplete trailers, that are kept at most
_HELD: Final = 64 * 1024


class RequestBody:
    """A request's body while it arrives. `length` in bytes, or None for chunked; at most `limit` bytes."""

    def __init__(self, length: int | None, limit: int) -> None:
        self.complete = length == 0
        self._left, self._limit = length, limit
        self._raw, self._data = bytearray(), bytearray()
        self._chunked = ChunkedBody(strict=True) if length is None else None
        self._held = b""

    @property
    def size(self) -> int:
        """Bytes of content that have arrived."""
        return len(self._raw)

    def taken(self) -> tuple[bytes, bytes]:
        """The content without chunk framing, and the bytes as they arrived."""
        raw = bytes(self._raw)
        return (raw if self._chunked is None else bytes(self._data)), raw

    def feed(self, data: bytes) -> int:
        """Take bytes (not empty); gives how many belong to the body. Raises BadRequest, TooLarge."""
        chunked = self._chunked
        if chunked is None:
            assert self._left is not None
            used = min(len(data), self._left)
            self._left -= used
            self.complete = self._left == 0
            self._raw += data[:used]
            return used
        buffer = self._held + data
        for piece in chunked.feed(buffer, 0, 0):
            self._data += piece.data
        self._held = buffer[chunked.used :]
        if chunked.refused or (not chunked.done and len(self._held) > _HELD):
            raise broken_body()
        used = len(data) - (len(self._held) if chunked.done else 0)
        self._raw += data[:used]
        # Chunk extensions and trailers are bytes too: a body may not hide behind them.
        if len(self._data) > self._limit or len(self._raw) > 4 * self._limit + 64 * 1024:
            raise refused("body-too-large", limit=self._limit, found=len(self._raw))
        self.complete = chunked.done
        return used
