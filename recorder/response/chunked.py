"""Chunked bodies (RFC 9112 section 7.1): bytes in, pieces of transfer chunks out. Sans-IO. Rules

- One piece is what one read brought of one transfer chunk. `END` marks the one that closes it; where its closing line
  comes in a later read than its last byte, that read is an empty piece.
- What has one reading is read: blanks behind a size, extensions, lines ended by LF alone. `strict` (a request's body,
  which goes on as it came) takes CRLF only and no blanks: what the next server reads otherwise is refused.
- Framing that can't be read on is `refused`; everything before `used` stands in a piece or was framing.
- The last chunk, the trailers and the empty line are read at once: until they are whole they are held.
"""

import re
from typing import Final

from cassettes.model import Chunk, Headers, Mark
from recorder.response.head import end_of, fields_of, lines_of, never_ends

#: no client can count further
_DIGITS: Final = rb"[0-9A-Fa-f]{1,16}"
_EXTENSIONS: Final = rb"(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?"
_SIZE: Final = re.compile(rb"(%b)[ \t]*%b\r?\n" % (_DIGITS, _EXTENSIONS))
_STRICT_SIZE: Final = re.compile(rb"(%b)%b\r\n" % (_DIGITS, _EXTENSIONS))
#: neither folded nor with blanks before its colon
_PLAIN_FIELD: Final = re.compile(rb"[^\n\r:]*[^ \t\n\r:]:[^\n\r]*\r\n")
#: the longest line that is nothing but a number, and what such a number is made of
_BARE: Final = 10
_HEX: Final = b"0123456789abcdefABCDEF"
#: what may become one
_BEGUN: Final = re.compile(rb"(?:%b[ \t]*%b\r?)?" % (_DIGITS, _EXTENSIONS))


class ChunkedBody:
    """One body. `feed` it reads until it is `done` or `refused`."""

    __slots__ = ("_inside", "_left", "_strict", "done", "refused", "trailers", "used")

    def __init__(self, *, strict: bool = False) -> None:
        self.done = self.refused = False
        self.trailers: Headers = ()
        #: bytes of the last `feed` that need not be fed again; behind `done`, what follows belongs to no body
        self.used = 0
        self._strict = strict
        #: bytes that the transfer chunk still wants, if one is begun
        self._left, self._inside = 0, False

    def feed(self, data: bytes, at: int, read: int) -> list[Chunk]:
        """Read `data`, which came at `at` ns in the read of that number. What lies behind `used` then must stand before
        the next bytes that are fed.
        """
        pieces: list[Chunk] = []
        closing = Mark.END
        size_line, position, end = (_STRICT_SIZE if self._strict else _SIZE).match, 0, len(data)
        while True:
            if self._inside:
                stop = position + self._left
                if stop > end:
                    if position < end:
                        pieces.append(Chunk(at, read, data[position:] if position else data))
                    self._left, position = stop - end, end
                    break
                if data.startswith(b"\r\n", stop):
                    behind = stop + 2
                elif data.startswith(b"\n", stop) and not self._strict:
                    behind = stop + 1
                else:  # the closing line is not there, or is none
                    if position < stop:
                        pieces.append(Chunk(at, read, data[position:stop]))
                    self._left, position = 0, stop
                    self.refused = data[stop:] not in (b"", b"\r")
                    break
                pieces.append(Chunk(at, read, data[position:stop], closing))
                self._inside, position = False, behind
            if position == end:
                break
            # a bare number is read without the expression, which costs 0.2 us a chunk
            behind = data.find(b"\r\n", position, position + _BARE) + 2
            digits = data[position : behind - 2] if behind > 1 else b""
            if digits and not digits.strip(_HEX):
                size = int(digits, 16)
            else:
                found = size_line(data, position)
                if found is None:
                    self.refused = _BEGUN.fullmatch(data, position) is None
                    break
                size, behind = int(found[1], 16), found.end()
            if not size:
                position = self._last(data, position, behind)
                break
            self._left, self._inside, position = size, True, behind
        self.used = position
        return pieces

    def _last(self, data: bytes, position: int, behind: int) -> int:
        """Read the last chunk at `position`, whose trailers begin at `behind`; gives what is used then."""
        if self._strict:
            found = data.find(b"\r\n\r\n", behind - 2)
            end = found + 4 if found >= 0 else -1
        else:
            end = end_of(data, behind - 1)
        if end < 0:
            self.refused = never_ends(data, behind - 1)
            return position
        lines = lines_of(data[behind:end])[:-1]
        trailers = fields_of(lines)
        if trailers is None or (self._strict and not all(_PLAIN_FIELD.fullmatch(line) for line in lines)):
            self.refused = True
            return position
        self.trailers, self.done = trailers, True
        return end
