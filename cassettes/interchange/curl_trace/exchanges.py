"""Which blocks of a curl trace are one request and its response. Rules

- With `--trace-ids` transfers are told apart. Without them a request must come after the end of the response before it:
  where it does not, two transfers ran at once and their bytes can't be told apart, so the file is refused.
- A status line behind an interim head (1xx) begins the response anew. Header blocks behind the body are trailers.
- The same request twice with nothing received between them is curl's retry on a fresh connection: one request.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from cassettes.errors import CassetteError
from cassettes.interchange.curl_trace.blocks import Block
from cassettes.interchange.unfit import unfit

STATUS: Final = re.compile(rb"HTTP/(\d)(?:\.(\d))? (\d{3})(?: ([^\r\n]*))?\r?\n")
_REQUEST: Final = re.compile(rb"([!-~]+) ([^ \r\n]+) HTTP/(\d)(?:\.(\d))?\r?\n")
_HEAD_END: Final = (b"\r\n\r\n", b"\n\n")
#: curl's messages when a transfer is over
_OVER: Final = re.compile(
    rb"(?i)left intact|clos(?:ing|ed) |shutting down|issue another request|died, retrying|empty reply|reset by peer"
    rb"|timed out|not closed cleanly|remaining to read"
)


@dataclass(slots=True)
class Exchange:
    """One request, from the trace's line `line`, and its response. `said`: curl's messages behind the last byte."""

    line: int
    sent: bytearray = field(default_factory=bytearray)
    body: bytearray = field(default_factory=bytearray)
    asked_at: int = -1
    head: bytearray = field(default_factory=bytearray)
    head_at: int = -1
    reads: list[tuple[int, bytes]] = field(default_factory=list)
    trailers: bytearray = field(default_factory=bytearray)
    said: list[tuple[int, bytes]] = field(default_factory=list)
    over: bool = False
    cut: bool = False

    @property
    def request_line(self) -> re.Match[bytes]:
        """The request line; there is one in every exchange."""
        found = _REQUEST.match(self.sent)
        assert found is not None
        return found

    @property
    def status(self) -> re.Match[bytes]:
        """The status line of an answered exchange."""
        found = STATUS.match(self.head)
        assert found is not None
        return found

    @property
    def answered(self) -> bool:
        """Whether a whole final head came."""
        found = STATUS.match(self.head)
        return found is not None and found[3][:1] != b"1" and self.head.endswith(_HEAD_END)

    @property
    def tunnel(self) -> bool:
        return self.request_line[1] == b"CONNECT"

    @property
    def ended(self) -> bool:
        """Whether the response is certainly over, by its framing or by curl's messages."""
        if self.over or (self.answered and (self.tunnel or self.request_line[1] == b"HEAD")):
            return True
        length = re.search(rb"(?i)\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r?\n", self.head)
        if not self.answered:
            return False
        if length is not None:
            return sum(len(data) for _, data in self.reads) >= int(length[1])
        tail = b"".join(data for _, data in self.reads[-8:])
        return self.status[3] in (b"204", b"304") or tail.endswith(b"0\r\n\r\n")


def exchanges_of(blocks: list[Block], name: str) -> list[Exchange]:
    """The exchanges in the order of their requests. Raises CassetteError where transfers ran at once without ids."""
    every: list[Exchange] = []
    current: dict[bytes, Exchange] = {}
    for block in blocks:
        now = current.get(block.transfer)
        if block.sent and block.header and (now is None or now.sent.endswith(_HEAD_END)):
            if _REQUEST.match(block.data) is None:
                continue  # not HTTP, or an empty part of a head that was cut off
            if now is not None and not now.ended and not now.head and now.sent == block.data:
                now.sent.clear()
                now.body.clear()
            elif now is not None and not now.ended and not block.transfer:
                raise _mixed(block, name)
            else:
                now = current[block.transfer] = Exchange(block.line)
                every.append(now)
        if now is not None:
            _take(now, block, name)
    return every


def _mixed(block: Block, name: str) -> CassetteError:
    return unfit(
        "{file}: at line {line} a second transfer goes on beside the first, and nothing says whose "
        "bytes are whose. Add --trace-ids (curl 8.2 and newer), or trace one transfer at a time.",
        name,
        line=block.line,
    )


def _take(now: Exchange, block: Block, name: str) -> None:
    if block.info is not None:
        now.said.append((block.at, block.info))
        now.over = now.over or _OVER.search(block.info) is not None
        return
    now.cut = now.cut or not block.whole
    if block.sent:
        (now.sent if block.header else now.body).extend(block.data)
        now.asked_at = block.at
        return
    now.said.clear()
    if not block.header:
        if now.answered and block.whole:
            now.reads.append((block.at, block.data))
    elif STATUS.match(block.data):
        if now.answered and now.reads:
            raise _mixed(block, name)
        now.head, now.head_at = bytearray(block.data), block.at
    elif not now.head:
        raise unfit(
            "{file}: the head of the response at line {line} is not HTTP. Trace an http or https URL.",
            name,
            line=block.line,
        )
    else:
        (now.trailers if now.answered else now.head).extend(block.data)
