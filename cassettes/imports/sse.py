"""Server-sent events as `curl -N` saves them; with `curl -i`, the response head stands before them. Rules

- The file is the body, byte for byte. A response head at its start is taken off and kept.
- Who asked what is not in the file: the request is `GET /`; `chunktape play --match any` answers every request with it.
- Times are made: one event per step of the stated cadence.
"""

import re
from typing import Final

from cassettes.errors import CassetteError
from cassettes.framing import frames_of
from cassettes.imports.build import Imported, Response, interaction, origin
from cassettes.messages import say
from cassettes.model import Headers, Request

_HEAD: Final = re.compile(rb"HTTP/[0-9](?:\.[0-9])? ([0-9]{3})(?: ([^\r\n]*))?\r?\n((?:[^\r\n]+\r?\n)*)\r?\n")
_FIELD: Final = re.compile(rb"(?:^|[\r\n])(?:\xef\xbb\xbf)?(?:data|event|id|retry)(?=[:\r\n]|\Z)")


def read(data: bytes, name: str) -> Imported:
    """One interaction. Raises CassetteError where the file holds no event."""
    status, reason = 200, b"OK"
    headers: Headers = ((b"Content-Type", b"text/event-stream"),)
    body = data
    while head := _HEAD.match(body):  # `curl -iL` saves every hop
        status, reason, headers = int(head[1]), head[2] or b"", head_lines(head[3])
        body = body[head.end() :]
    if not any(frame.kind == "event" for frame in frames_of(body, "sse")) or _FIELD.search(body) is None:
        start = ascii(body.strip()[:40].decode("utf-8", "replace"))
        raise CassetteError(say("formats.not_sse", file=name, found=start), path=name)
    asked = Request("GET", b"/")
    return Imported(origin("sse", name), (interaction(1, asked, Response(status, reason, headers, body)),))


def head_lines(block: bytes) -> Headers:
    """The header fields in lines `name: value`; lines that are none are left out."""
    pairs = (line.partition(b":") for line in block.replace(b"\r\n", b"\n").split(b"\n"))
    return tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon and name.strip())
