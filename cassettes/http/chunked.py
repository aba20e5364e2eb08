"""Chunked bodies (RFC 9112 section 7.1): bytes in, pieces of transfer chunks out. Sans-IO. Rules

- A piece is the part of one transfer chunk that came with one read. `END` marks the last piece of a chunk; where the
  closing line comes in a later read than the last byte, that read is an empty piece.
- Irregular framing with only one reading is accepted: blanks behind a size, extensions, lines ended by LF alone.
  `strict` (for a request's body, which is forwarded as it arrived) takes CRLF only and no blanks: framing that the next
  server may read differently is refused.
- Framing that can't be read is `refused`; every byte before `used` stands in a piece or was framing.
- The last chunk, the trailers and the empty line are read at once: until they are whole they are held. They have a
  limit, so that they can be looked at as a whole.
"""

import re
from typing import Final

from cassettes.http.lines import end_of, fields_of, lines_of, never_ends
from cassettes.model import Chunk, Headers, Mark

#: a size of at most 64 bits, in hex digits
_DIGITS: Final = rb"[0-9A-Fa-f]{1,16}"
_EXTENSIONS: Final = rb"(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?"
_SIZE: Final = re.compile(rb"(%b)[ \t]*%b\r?\n" % (_DIGITS, _EXTENSIONS))
_STRICT_SIZE: Final = re.compile(rb"(%b)%b\r\n" % (_DIGITS, _EXTENSIONS))
#: bytes of trailers
_MOST: Final = 64 * 1024
#: neither folded nor with blanks before its colon
_PLAIN_FIELD: Final = re.compile(rb"[^\n\r:]*[^ \t\n\r:]:[^\n\r]*\r\n")
#: bytes of the longest line that is only a number, and the digits of such a number
_BARE: Final = 10
_HEX: Final = b"0123456789abcdefABCDEF"
#: naming a member of an enumeration costs 0.1 us
_END: Final = Mark.END
#: the beginning of a chunk-size line that may become a valid one
_BEGUN: Final = re.compile(rb"(?:%b[ \t]*%b\r?)?" % (_DIGITS, _EXTENSIONS))


class ChunkedBody:
    """One chunked body. Call `feed` with each read until it is `done` or `refused`."""

    __slots__ = ("_inside", "_strict", "done", "left", "refused", "trailers", "used")

    def __init__(self, *, strict: bool = False) -> None:
        self.done = self.refused = False
        self.trailers: Headers = ()
        #: bytes of the last `feed` that need not be fed again; once `done`, the bytes behind them don't belong to the
        #: body
        self.used = 0
        self._strict = strict
        #: bytes missing from the current transfer chunk
        self.left = 0
        self._inside = False

    def feed(self, data: bytes, at: int, read: int) -> list[Chunk]:
        """Read `data`, which arrived at `at` ns in read number `read`. The bytes behind `used` must stand before the
        next bytes that are fed.
        """
        pieces: list[Chunk] = []
        left, inside, closing = self.left, self._inside, _END
        size_line, position, end = (_STRICT_SIZE if self._strict else _SIZE).match, 0, len(data)
        while True:
            if inside:
                stop = position + left
                if stop > end:
                    if position < end:
                        pieces.append(Chunk(at, read, data[position:] if position else data))
                    left, position = stop - end, end
                    break
                behind = stop + 2
                if data[stop:behind] != b"\r\n":
                    behind = stop + 1
                    if self._strict or data[stop:behind] != b"\n":  # the closing line is missing or invalid
                        if position < stop:
                            pieces.append(Chunk(at, read, data[position:stop]))
                        left, position = 0, stop
                        self.refused = data[stop:] not in (b"", b"\r")
                        break
                pieces.append(Chunk(at, read, data[position:stop], closing))
                inside, position = False, behind
            if position == end:
                break
            # a bare number is read without the expression, which costs 0.2 us a chunk
            behind = data.find(b"\r\n", position, position + _BARE) + 2
            digits = data[position : behind - 2] if behind > 1 else b""
            if digits and not digits.strip(_HEX):
                left = int(digits, 16)
            else:
                found = size_line(data, position)
                if found is None:
                    self.refused = _BEGUN.fullmatch(data, position) is None
                    break
                left, behind = int(found[1], 16), found.end()
            if not left:
                position = self._last(data, position, behind)
                break
            inside, position = True, behind
        self.left, self._inside, self.used = left, inside, position
        return pieces

    def _last(self, data: bytes, position: int, behind: int) -> int:
        """Read the last chunk at `position`, whose trailers begin at `behind`; gives what is used then."""
        if self._strict:
            found = data.find(b"\r\n\r\n", behind - 2)
            end = found + 4 if found >= 0 else -1
        else:
            end = end_of(data, behind - 1)
        if end < 0 or end - behind > _MOST:
            self.refused = end > 0 or never_ends(data, behind - 1)
            return position
        lines = lines_of(data[behind:end])[:-1]
        trailers = fields_of(lines)
        if trailers is None or (self._strict and not all(_PLAIN_FIELD.fullmatch(line) for line in lines)):
            self.refused = True
            return position
        self.trailers, self.done = trailers, True
        return end
