"""The bytes of a response's head: where it begins, and what it says. Pure. Rules

- A head that RFC 9112 gives one reading is read, strict or not: lines ended by LF alone or by several CR and LF
  (section 2.2), more than one blank in the status line (section 4), no reason, blanks before a colon (section 5.1),
  folded lines (section 5.2: one space stands for the fold), the same Content-Length twice, Content-Length beside
  Transfer-Encoding (section 6.3).
- A head without a single reading is None: no status line, a line without a colon, a line that continues nothing,
  control characters, two different lengths, a length beside codings without `chunked`, a `chunked` with parameters
  (section 7).
- The result is a value; the bytes stay as they are. An edit changes whole lines (`cassettes.http.lines`).
"""

import re
from typing import Final

from cassettes.headers import Framing, codings, delimited_by, length_of, values
from cassettes.http.lines import fields_of, lines_of
from cassettes.model import ResponseHead

_STATUS_LINE: Final = re.compile(rb"HTTP/(1\.[0-9])[ \t]+([0-9]{3})(?:[ \t]([^\x00-\x08\x0a-\x1f\x7f]*))?")
_FIRST: Final = b"HTTP/1."


def start_of(buffer: bytes, start: int) -> int:
    """The position where the head begins, behind empty lines (RFC 9112 section 2.2)."""
    while buffer.startswith((b"\r\n", b"\n"), start):
        start += 2 if buffer[start] == 13 else 1
    return start


def may_begin(buffer: bytes, start: int) -> bool:
    """Whether a status line may begin at `start`, as far as the bytes go; a whole line must be one."""
    if buffer.startswith(b"\r", start):
        return len(buffer) == start + 1
    if not buffer.startswith(_FIRST[: len(buffer) - start], start):
        return False
    end = buffer.find(b"\n", start)
    return end < 0 or _STATUS_LINE.fullmatch(buffer[start:end].rstrip(b"\r")) is not None


def read_response_head(raw: bytes, at: int) -> ResponseHead | None:
    """The head `raw` (status line to empty line), received at `at`; None if it has no single reading."""
    first, *lines = lines_of(raw)
    status = _STATUS_LINE.fullmatch(first.removesuffix(b"\n").rstrip(b"\r"))
    fields = fields_of(lines[:-1])
    if status is None or fields is None or int(status[2]) < 100:
        return None
    return ResponseHead(at, int(status[2]), status[3] or b"", fields, status[1].decode("ascii"))


def framing_of(head: ResponseHead, method: str) -> Framing | None:
    """How the body ends: `chunked`, `length`, `close` or `none` (RFC 9112 section 6.3); None if the head leaves it
    open.
    """
    if method == "HEAD" or head.status < 200 or head.status in (204, 304):
        return Framing.NONE
    if any(coding.startswith(b"chunked") and coding != b"chunked" for coding in codings(head.headers)):
        return None
    framing, lengths = delimited_by(head.headers), values(head.headers, b"content-length")
    if framing is Framing.CLOSE and lengths:  # RFC 9112 waits for the end of the connection, browsers for the length
        return None
    return None if framing is Framing.LENGTH and length_of(head.headers) is None else framing
