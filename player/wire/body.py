"""A request's body on its way to uvicorn's parser. Sans-IO. Rules

- A body with a length ends behind so many bytes. One in transfer chunks ends with an empty line, but not with each
  that it has: only the parser knows which. So it gets the bytes up to each, and says whether the body ended there.
"""

from collections.abc import Iterator


class IncomingBody:
    """One body. `length`: in bytes, None for transfer chunks."""

    def __init__(self, length: int | None) -> None:
        self._left = length
        #: the latest bytes of a body in transfer chunks
        self._tail = b""

    @property
    def whole(self) -> bool:
        """Whether all bytes of a body with a length have come."""
        return self._left == 0

    def parts(self, data: bytes) -> Iterator[tuple[bytes, int]]:
        """The parts of `data` for the parser, and where each ends in `data`. Take no more of them once the parser finds
        that the body has ended.
        """
        if self._left is not None:
            part = data[: self._left]
            self._left -= len(part)
            yield part, len(part)
            return
        joined = self._tail + data
        before, start, found = len(self._tail), 0, joined.find(b"\r\n\r\n")
        self._tail = joined[-3:]
        while found >= 0:
            end = found + 4 - before
            yield data[start:end], end
            start, found = end, joined.find(b"\r\n\r\n", found + 1)
        if start < len(data):
            yield data[start:], len(data)
