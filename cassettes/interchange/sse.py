"""Server-sent events as `curl -N` saves them; with `curl -i`, the response head stands before them. Rules

- The file is the body, byte for byte. Response heads at its start are taken off; the last final one is kept. The body
  behind it is readable, so it is in no Content-Encoding any more (`curl -i --compressed`).
- A file in UTF-16 was written by PowerShell's `>`: it is read by its byte order mark and converted to UTF-8. PowerShell
  wrote every line end as CRLF, so the bytes are marked as made.
- The file has no request: it becomes `GET /`, and `chunktape play --match any` answers every request with the response.
- Times are generated: one event per step of the stated cadence.
"""

import re
from typing import Final

from cassettes.framing import BOM, frames_of
from cassettes.interchange.bom import as_utf8
from cassettes.interchange.build import Imported, Response, interaction, origin
from cassettes.interchange.unfit import unfit
from cassettes.model import Headers, Request

_HEAD: Final = re.compile(rb"HTTP/[0-9](?:\.[0-9])? ([0-9]{3})(?: ([^\r\n]*))?\r?\n((?:[^\r\n]+\r?\n)*)\r?\n")
_FIELD: Final = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?(?:data|event|id|retry)(?=[:\r\n]|\Z)")


def read(data: bytes, name: str) -> Imported:
    """One interaction. Raises CassetteError where the file holds no event."""
    status, reason = 200, b"OK"
    headers: Headers = ((b"Content-Type", b"text/event-stream"),)
    body, encoding = as_utf8(data)
    at = len(BOM) if body.startswith(BOM + b"HTTP/") else 0  # an editor's mark before the head; one in the body stays
    while head := _HEAD.match(body, at):  # `curl -iL` saves every hop, interim heads too
        if head[1] >= b"200":
            status, reason, headers = int(head[1]), (head[2] or b"").strip(), head_lines(head[3])
        at = head.end()
    body = body[at:]
    if not any(frame.kind == "event" for frame in frames_of(body, "sse")) or _FIELD.search(body) is None:
        start = ascii(body.strip()[:40].decode("utf-8", "replace"))
        raise unfit(
            "{file} has no server-sent event: it begins with {found}. Save the stream with `curl -N URL > FILE`.",
            name,
            found=start,
        )
    asked = Request("GET", b"/")
    note = f"converted from {encoding}" if encoding else ""
    response = Response(status, reason, headers, body, decoded=True)
    return Imported(origin("sse", name, real_bytes=not encoding, note=note), (interaction(1, asked, response),))


def head_lines(block: bytes) -> Headers:
    """The header fields of lines `name: value`; other lines are left out."""
    pairs = (line.partition(b":") for line in block.replace(b"\r\n", b"\n").split(b"\n"))
    return tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon and name.strip())
