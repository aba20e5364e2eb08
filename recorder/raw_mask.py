"""Secrets in bytes that no parser accepted. Rules

- A response that httptools refuses is kept raw, head and all; a line of it that begins with a secret header's name
  has its value replaced by `*`. Lengths stay, state is carried from read to read.
- Any line counts, since where a head ends is not known here.
"""

from collections.abc import Callable
from typing import Final

_LONGEST_NAME: Final = 256


class RawMask:
    """`secret(name)` says whether a header's value is one."""

    __slots__ = ("_masking", "_name", "_secret")

    def __init__(self, secret: Callable[[bytes], bool]) -> None:
        self._secret = secret
        #: the line's bytes so far; None behind its colon
        self._name: bytes | None = b""
        self._masking = False

    def feed(self, data: bytes) -> bytes:
        """As many bytes as `data` has."""
        out = bytearray(data)
        start = 0
        while start < len(data):
            newline = data.find(b"\n", start)
            end = len(data) if newline < 0 else newline
            if self._name is not None:
                start = self._read_name(data, start, end)
            if self._masking:
                # a CR at the end of a read may be the line's: its LF comes with the next one
                stop = end - 1 if data[start:end].endswith(b"\r") else end
                out[start:stop] = b"*" * (stop - start)
            if newline >= 0:
                self._name, self._masking = b"", False
            start = end + 1
        return bytes(out)

    def _read_name(self, data: bytes, start: int, end: int) -> int:
        assert self._name is not None
        colon = data.find(b":", start, end)
        name = self._name + data[start : end if colon < 0 else colon]
        if colon >= 0:
            self._masking, self._name = self._secret(name.strip()), None
            return colon + 1
        self._name = name if len(name) <= _LONGEST_NAME else None
        return end
