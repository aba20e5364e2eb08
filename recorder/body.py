"""A request's body, read whole before it goes on. Sans-IO. Rules

- Both forms are kept: `raw` goes to the upstream as it came, `data` is stored.
- A chunked body has the grammar of a chunked response, so a tap reads it, and what stands behind it is known.
"""

from typing import Final

from cassettes.errors import BadRequest
from cassettes.messages import say
from cassettes.model import Chunk, Mark
from network.refusal import refused
from recorder.tap import Tap

_AS_RESPONSE: Final = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class RequestBody:
    """`length` in bytes, or None for chunked; at most `limit` bytes."""

    def __init__(self, length: int | None, limit: int) -> None:
        self.complete = length == 0
        self._left, self._limit = length, limit
        self._raw, self._data = bytearray(), bytearray()
        self._tap: Tap | None = None
        if length is None:
            self._tap = Tap("POST")
            self._tap.feed(_AS_RESPONSE, 0)

    @property
    def size(self) -> int:
        """Bytes that have come."""
        return len(self._raw)

    def taken(self) -> tuple[bytes, bytes]:
        """The content, without transfer chunks; and the bytes as they came."""
        raw = bytes(self._raw)
        return (raw if self._tap is None else bytes(self._data)), raw

    def feed(self, data: bytes) -> int:
        """Take bytes (not empty); gives how many belong to the body. Raises BadRequest, TooLarge."""
        tap = self._tap
        if tap is None:
            assert self._left is not None
            used = min(len(data), self._left)
            self._left -= used
            self.complete = self._left == 0
            self._raw += data[:used]
            return used
        for record in tap.feed(data, 0):
            if isinstance(record, Chunk):
                if record.mark is Mark.UNPARSED:
                    raise BadRequest(say("network.bad-body"))
                self._data += record.data
        used = len(data) - tap.behind
        self._raw += data[:used]
        # Chunk extensions and trailers are bytes too: a body may not hide behind them.
        if len(self._data) > self._limit or len(self._raw) > 4 * self._limit + 64 * 1024:
            raise refused("body-too-large", limit=self._limit, found=len(self._raw))
        self.complete = tap.done
        return used
