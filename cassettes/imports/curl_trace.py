"""Traces of curl 7 and 8, `--trace` or `--trace-ascii`, with `--trace-time`: real boundaries and times. Rules

- Each `<= Recv data` block is one read. curl traces the body with its chunked framing: that is undone here, and the
  ends of transfer chunks are kept. Versions that trace the body without it give one chunk per block.
- `--trace` has every byte. `--trace-ascii` writes each byte outside printable ASCII as `.`: line ends are put back
  where an SSE field or the end of a transfer chunk follows, everything else stays a point, and the origin says so.
- Without `--trace-time` the boundaries are real and the times follow the stated cadence.
- A trace that stops inside a block is refused: nobody knows what is missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cassettes.clock import SECOND
from cassettes.errors import CassetteError
from cassettes.imports.build import Imported, by_cadence, legal_headers, origin, request
from cassettes.imports.dechunk import Dechunker, NotChunkedError
from cassettes.imports.sse import head_lines
from cassettes.messages import say
from cassettes.model import Chunk, Chunks, Ending, EndKind, Headers, Interaction, Mark, Request, ResponseHead

_TITLE: Final = re.compile(
    rb"(?:(?P<time>\d\d:\d\d:\d\d\.\d{6}) )?(?:\[[0-9x-]+\] )?"
    rb"(?:(?P<kind>=> Send|<= Recv)(?P<ssl> SSL)? (?P<what>header|data), (?P<size>\d+) bytes? \(0x[0-9a-f]+\)"
    rb"|== Info: .*)"
)
_LINE: Final = re.compile(rb"([0-9a-f]{4,}): (.*)", re.DOTALL)
_HEX: Final = re.compile(rb"(?:[0-9a-f]{2} )+")
_STATUS: Final = re.compile(rb"HTTP/(\d)(?:\.(\d))? (\d{3})(?: ([^\r\n]*))?\r?\n")
_REQUEST: Final = re.compile(rb"([!-~]+) ([!-~]+) HTTP/(\d)(?:\.(\d))?\r?\n")
_DAY: Final = 24 * 3600 * SECOND
_GUESS: Final = re.compile(rb"\.{1,2}(?=(?:data|event|id|retry):)|(?<=[}\]])\.{1,4}\Z|(?<=\[DONE\])\.{1,4}\Z")


@dataclass(slots=True)
class _Block:
    """One block of the trace: `sent` or received, a header or data, its time in ns of the day (-1: none)."""

    sent: bool
    header: bool
    at: int
    size: int
    line: int
    data: bytearray = field(default_factory=bytearray)
    ascii: bool = False


@dataclass(slots=True)
class _Exchange:
    """One request and what came back."""

    sent: bytearray = field(default_factory=bytearray)
    body: bytearray = field(default_factory=bytearray)
    asked_at: int = -1
    head: bytearray = field(default_factory=bytearray)
    head_at: int = -1
    reads: list[tuple[int, bytes]] = field(default_factory=list)


def read(data: bytes, name: str) -> Imported:
    """The interactions of a trace. Raises CassetteError."""
    blocks = list(_blocks(data, name))
    if not blocks:
        raise CassetteError(say("formats.not_trace", file=name), path=name)
    lossy = any(block.ascii and not block.header and not block.sent for block in blocks)
    timed = all(block.at >= 0 for block in blocks)
    interactions: list[Interaction] = []
    for exchange in _exchanges(_monotonic(blocks)):
        if not exchange.head or not exchange.sent:
            continue
        interactions.append(_interaction(exchange, len(interactions) + 1, name, lossy=lossy, timed=timed))
    if not interactions:
        raise CassetteError(say("formats.nothing_in", file=name), path=name)
    notes = (say("formats.trace_ascii"),) if lossy else ()
    note = "--trace-ascii: bytes outside printable ASCII are points" if lossy else ""
    source = origin("curl-trace", name, real_bytes=not lossy, real_times=timed, note=note)
    return Imported(source, tuple(interactions), notes)


def _blocks(data: bytes, name: str) -> Iterator[_Block]:
    """The blocks of the trace in order. Raises CassetteError for one that is not whole."""
    block: _Block | None = None
    pending: list[tuple[int, bytes]] = []
    number = 0
    for number, raw in enumerate(data.replace(b"\r\n", b"\n").split(b"\n"), 1):
        title = _TITLE.fullmatch(raw)
        if title is None:
            part = _LINE.fullmatch(raw)
            if part is not None and block is not None:
                pending.append((int(part[1], 16), part[2]))
            continue
        if block is not None:
            yield _filled(block, pending, name)
        block, pending = None, []
        if title["kind"] and not title["ssl"]:
            at = _time(title["time"])
            block = _Block(title["kind"] == b"=> Send", title["what"] == b"header", at, int(title["size"]), number)
    if block is not None:
        yield _filled(block, pending, name)


def _time(text: bytes | None) -> int:
    if text is None:
        return -1
    hours, minutes, seconds = text.split(b":")
    whole, _, micros = seconds.partition(b".")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * SECOND + int(micros) * 1_000


def _filled(block: _Block, lines: list[tuple[int, bytes]], name: str) -> _Block:
    """The block with its bytes: hexadecimal if every line is, else ASCII. Raises CassetteError where some miss."""
    ends = [*(offset for offset, _ in lines[1:]), block.size]
    is_hex = (
        all(_is_hex(text, end - offset) for (offset, text), end in zip(lines, ends, strict=True)) if lines else True
    )
    for (offset, text), end in zip(lines, ends, strict=False):
        if is_hex:
            block.data += bytes.fromhex(text[:48].decode())
        else:
            size = end - offset
            block.data += text[:size] if len(text) >= size else text + b"\r\n"
    block.ascii = not is_hex
    if len(block.data) != block.size:
        found = len(block.data)
        message = say("formats.trace_cut", file=name, line=block.line, size=block.size, found=found)
        raise CassetteError(message, path=name)
    return block


def _is_hex(text: bytes, size: int) -> bool:
    return size > 0 and _HEX.fullmatch(text[: 3 * min(size, 16)]) is not None


def _monotonic(blocks: list[_Block]) -> list[_Block]:
    """The blocks with times that go on behind midnight and never back."""
    last = shift = 0
    for block in blocks:
        if block.at >= 0:
            if block.at + shift < last - _DAY // 2:
                shift += _DAY
            last = block.at = max(last, block.at + shift)
    return blocks


def _exchanges(blocks: list[_Block]) -> Iterator[_Exchange]:
    """Requests with their responses; interim responses (1xx) are passed over."""
    now = _Exchange()
    for block in blocks:
        if block.sent:
            if now.head and block.header:
                yield now
                now = _Exchange()
            if block.header:
                now.sent += block.data
            else:
                now.body += block.data
            now.asked_at = block.at
        elif block.header:
            if now.head.endswith(b"\r\n\r\n") and not now.reads and _STATUS.match(block.data):
                now.head.clear()
            if not now.head:
                now.head_at = block.at
            now.head += block.data
        else:
            now.reads.append((block.at, bytes(block.data)))
    yield now


def _interaction(exchange: _Exchange, number: int, name: str, *, lossy: bool, timed: bool) -> Interaction:
    status = _STATUS.match(exchange.head)
    line = _REQUEST.match(exchange.sent)
    if status is None or line is None:
        raise CassetteError(say("formats.trace_head", file=name, number=number), path=name)
    headers = legal_headers(head_lines(bytes(exchange.head[status.end() :])))
    sent_headers = head_lines(bytes(exchange.sent[line.end() :]))
    asked = _request(line, sent_headers, bytes(exchange.body), name)
    coding = [value for key, value in headers if key.lower() == b"content-encoding" and value.lower() != b"identity"]
    if lossy and coding:
        raise CassetteError(say("formats.trace_encoded", file=name, coding=coding[0].decode("latin-1")), path=name)
    if timed:
        head_at = max(0, exchange.head_at - exchange.asked_at)
        reads = [(max(0, at - exchange.asked_at), data) for at, data in exchange.reads]
    else:
        head_at, times = by_cadence(len(exchange.reads))
        reads = [(at, data) for at, (_, data) in zip(times, exchange.reads, strict=True)]
    chunks, ending = _body(reads, headers, asked.method, int(status[3]), head_at)
    if lossy:
        chunks = [chunk._replace(data=_guess_lines(chunk.data)) for chunk in chunks]
    version = f"{status[1].decode()}.{(status[2] or b'0').decode()}"
    if version >= "2":  # what is replayed is HTTP/1.1, and HTTP/2 has no chunked framing of its own
        version = "1.1"
        if not any(key.lower() == b"content-length" for key, _ in headers):
            headers = (*headers, (b"Transfer-Encoding", b"chunked"))
            chunks = [chunk._replace(mark=Mark.END) for chunk in chunks]
    head = ResponseHead(head_at, int(status[3]), status[4] or b"", headers, version)
    return Interaction(number, asked, head, Chunks.of(chunks), ending)


def _request(line: re.Match[bytes], headers: Headers, body: bytes, name: str) -> Request:
    host = next((value for key, value in headers if key.lower() == b"host"), b"localhost")
    url = "http://" + host.decode("latin-1") + line[2].decode("ascii")
    return request(line[1].decode("ascii"), url, headers, body, name)


def _body(
    reads: list[tuple[int, bytes]], headers: Headers, method: str, status: int, head_at: int
) -> tuple[list[Chunk], Ending]:
    """The chunks of the body and how it ended."""
    coding = b",".join(value for key, value in headers if key.lower() == b"transfer-encoding").lower()
    last = reads[-1][0] if reads else head_at
    if b"chunked" in coding and method != "HEAD":
        dechunker = Dechunker()
        chunks: list[Chunk] = []
        try:
            for number, (at, data) in enumerate(reads, 1):
                chunks += dechunker.feed(data, at, number)
        except NotChunkedError:  # traced behind the framing
            chunks = [Chunk(at, number, data, Mark.END) for number, (at, data) in enumerate(reads, 1)]
            return chunks, Ending(EndKind.COMPLETE, last, len(reads))
        kind = EndKind.COMPLETE if dechunker.done else EndKind.TRUNCATED
        return chunks, Ending(kind, last, len(reads) if dechunker.done else -1, legal_headers(dechunker.trailers))
    chunks = [Chunk(at, number, data) for number, (at, data) in enumerate(reads, 1) if data]
    wanted = [value for key, value in headers if key.lower() == b"content-length"]
    short = bool(wanted) and wanted[0].isdigit() and sum(map(len, (data for _, data in reads))) < int(wanted[0])
    bodiless = method == "HEAD" or status in (204, 304)
    kind = EndKind.TRUNCATED if short and not bodiless else EndKind.COMPLETE
    return chunks, Ending(kind, last, len(reads) if kind is EndKind.COMPLETE else -1)


def _guess_lines(data: bytes) -> bytes:
    """`--trace-ascii` body bytes with the line ends that can only be such."""
    return _GUESS.sub(lambda found: b"\n" * len(found.group()), data)
