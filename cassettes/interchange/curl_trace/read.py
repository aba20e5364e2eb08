"""Traces of curl 7 and 8, `--trace` or `--trace-ascii`, with `--trace-time`: real boundaries and times. Rules

- Each `<= Recv data` block is one read. curl traces the body with its chunked framing: that is undone here, and the
  ends of transfer chunks are kept. Versions that trace the body without it give one chunk per block.
- Interim heads (1xx) and a proxy's answer to CONNECT are not the response. Every request with a response is an
  interaction: redirects, retries with credentials, `--next`. Transfers that ran at once need `--trace-ids`.
- `--trace` has every byte. In `--trace-ascii`, line ends are put back where an SSE field or the end of a transfer chunk
  follows; every other unprintable byte stays a `.`, and the origin says so.
- Without `--trace-time` the boundaries are real and the times follow the stated cadence.
- A body that nothing ended before the file ends is `interrupted`: curl was killed, or is still running.
"""

import re
from typing import Final
from urllib.parse import quote_from_bytes

from cassettes.errors import CassetteError
from cassettes.headers import content_codings, is_chunked, joined, values
from cassettes.interchange.bom import as_utf8
from cassettes.interchange.build import Imported, by_cadence, legal_headers, origin, request
from cassettes.interchange.codings import still_in
from cassettes.interchange.curl_trace.blocks import read_blocks
from cassettes.interchange.curl_trace.exchanges import Exchange, exchanges_of
from cassettes.interchange.dechunk import Dechunker, NotChunkedError, unchunked
from cassettes.interchange.sse import head_lines
from cassettes.interchange.unfit import nothing, unfit
from cassettes.messages import say
from cassettes.model import Chunk, Chunks, Ending, EndKind, Headers, Interaction, Mark, Request, ResponseHead
from cassettes.printable import VISIBLE

_SIZE_BEGUN: Final = re.compile(rb"(?:[0-9A-Fa-f]{1,8}[ \t]*(?:;.*)?)?\r?\n?", re.DOTALL)
_GUESS: Final = re.compile(rb"\.{1,2}(?=(?:data|event|id|retry):)|(?<=[}\]])\.{1,4}\Z|(?<=\[DONE\])\.{1,4}\Z")
#: curl's message behind a whole body on a connection that stays open
_WHOLE: Final = b"left intact"
#: curl's messages about a body that did not end correctly, and the ending that each stands for
_FAILURES: Final = (
    (re.compile(rb"reset by peer|was reset|Recv failure"), EndKind.RESET),
    (re.compile(rb"timed out|Failed writing|Failure writing|aborted by callback"), EndKind.CLIENT_ABORT),
    (re.compile(rb"remaining to read|outstanding read data|not closed cleanly|unexpected eof"), EndKind.TRUNCATED),
)

#: its chunks, whether it is complete (None: its end is that of the connection), and its trailers
_Body = tuple[list[Chunk], bool | None, Headers]
_NO_BODY: Final[_Body] = ([], True, ())


def read(data: bytes, name: str) -> Imported:
    """The interactions of a trace. Raises CassetteError."""
    trace = read_blocks(as_utf8(data)[0], name)
    interactions: list[Interaction] = []
    unanswered: list[int] = []
    for exchange in exchanges_of(trace.blocks, name):
        if not exchange.answered:
            unanswered.append(exchange.line)
        elif not exchange.tunnel:
            number = len(interactions) + 1
            interactions.append(_interaction(exchange, number, name, lossy=trace.ascii, timed=trace.timed))
    if not interactions:
        raise nothing(name)
    notes = (
        [
            say(
                "--trace-ascii writes every byte outside printable ASCII as a point: boundaries and times are real, "
                "such bytes are lost. Use --trace to keep them."
            )
        ]
        if trace.ascii
        else []
    )
    if unanswered:
        notes.append(
            say(
                "Requests without a response, left out: {count} (the first at line {line}).",
                count=len(unanswered),
                line=unanswered[0],
            )
        )
    last = trace.blocks[-1]
    if not last.whole:
        notes.append(
            say(
                "The trace is cut off: the block at line {line} has {found} of {size} bytes and was left out; "
                "what came before it is imported.",
                line=last.line,
                size=last.size,
                found=len(last.data),
            )
        )
    note = "--trace-ascii: bytes outside printable ASCII are points" if trace.ascii else ""
    source = origin("curl-trace", name, real_bytes=not trace.ascii, real_times=trace.timed, note=note)
    return Imported(source, tuple(interactions), tuple(notes))


def _interaction(exchange: Exchange, number: int, name: str, *, lossy: bool, timed: bool) -> Interaction:
    status, asked = exchange.status, _request(exchange, name)
    headers = legal_headers(head_lines(bytes(exchange.head[status.end() :])))
    codings = content_codings(headers)
    if lossy and codings and exchange.reads:
        raise unfit(
            "{file}: the response to line {line} is in Content-Encoding {coding}, which --trace-ascii does "
            "not keep. Use --trace, or leave --compressed out.",
            name,
            line=exchange.line,
            coding=b", ".join(codings).decode("latin-1"),
        )
    head_at, reads = _timed(exchange, timed=timed)
    version = f"{status[1].decode()}.{(status[2] or b'0').decode()}"
    bodiless = asked.method == "HEAD" or int(status[3]) in (204, 304)
    framed = version < "2" and bool(values(headers, b"transfer-encoding"))
    if version >= "2":  # HTTP/2 has no chunked framing; HTTP/1.1, which is replayed, needs one
        version = "1.1"
        headers = tuple(pair for pair in headers if pair[0].lower() != b"transfer-encoding")
        if not bodiless and not values(headers, b"content-length"):
            headers = (*headers, (b"Transfer-Encoding", b"chunked"))
    body = _body(reads, headers, exchange, name, framed=framed) if not bodiless else _NO_BODY
    chunks, complete, trailers = body
    headers = _in_coding(headers, b"".join(chunk.data for chunk in chunks))
    ending = _ending(exchange, complete, reads[-1][0] if reads else head_at, trailers, timed=timed)
    if lossy:
        chunks = [chunk._replace(data=_guess_lines(chunk.data)) for chunk in chunks]
    head = ResponseHead(head_at, int(status[3]), (status[4] or b"").strip(), headers, version)
    return Interaction(number, asked, head, Chunks.of(chunks), ending)


def _in_coding(headers: Headers, body: bytes) -> Headers:
    """The headers without a Content-Encoding that the traced body is not in: some versions trace the decoded body."""
    codings = content_codings(headers)
    if not body or still_in(body, codings, joined(headers, b"content-type")) == codings:
        return headers
    return tuple(pair for pair in headers if pair[0].lower() != b"content-encoding")


def _timed(exchange: Exchange, *, timed: bool) -> tuple[int, list[tuple[int, bytes]]]:
    """The head's time in ns since the request, and the reads with theirs."""
    if timed:
        since = exchange.asked_at
        return max(0, exchange.head_at - since), [(max(0, at - since), data) for at, data in exchange.reads]
    head_at, times = by_cadence(len(exchange.reads))
    return head_at, [(at, data) for at, (_, data) in zip(times, exchange.reads, strict=True)]


def _request(exchange: Exchange, name: str) -> Request:
    line = exchange.request_line
    headers = head_lines(bytes(exchange.sent[line.end() :]))
    host = next(iter(values(headers, b"host")), b"localhost")
    target = quote_from_bytes(line[2], safe=VISIBLE)
    url = target if re.match(r"(?i)https?://", target) else f"http://{host.decode('latin-1')}{target}"
    body = bytes(exchange.body)
    if is_chunked(headers):
        inner = unchunked(body)
        body = body if inner is None else inner
    return request(line[1].decode("ascii"), url, headers, body, name)


def _body(reads: list[tuple[int, bytes]], headers: Headers, exchange: Exchange, name: str, *, framed: bool) -> _Body:
    """The body of a response that may have one. `framed`: the trace may have its chunked framing."""
    trailers = legal_headers(head_lines(bytes(exchange.trailers)))
    if is_chunked(headers):
        found = _dechunked(reads, exchange, name) if framed else None
        if found is None:
            return (
                [Chunk(at, number, data, Mark.END) for number, (at, data) in enumerate(reads, 1) if data],
                None,
                trailers,
            )
        return found[0], found[1], found[2] or trailers
    chunks = [Chunk(at, number, data) for number, (at, data) in enumerate(reads, 1) if data]
    wanted = values(headers, b"content-length")
    if not wanted or not wanted[0].isdigit() or len(wanted[0]) > 18:
        return chunks, None, trailers
    size = sum(len(chunk.data) for chunk in chunks)
    if size > int(wanted[0]):
        raise _misframed(exchange, name)
    return chunks, size == int(wanted[0]), trailers


def _misframed(exchange: Exchange, name: str) -> CassetteError:
    return unfit(
        "{file}: the body of the response to line {line} has other bytes than its framing allows. Run "
        "curl again, one transfer at a time.",
        name,
        line=exchange.line,
    )


def _dechunked(
    reads: list[tuple[int, bytes]], exchange: Exchange, name: str
) -> tuple[list[Chunk], bool, Headers] | None:
    """The chunks without their framing, or None where curl traced the body without it."""
    dechunker = Dechunker()
    chunks: list[Chunk] = []
    try:
        for number, (at, data) in enumerate(reads, 1):
            chunks += dechunker.feed(data, at, number)
    except NotChunkedError:
        if dechunker.ended or dechunker.done:
            raise _misframed(exchange, name) from None
        return None
    whole = any(_WHOLE in text for _, text in exchange.said)
    if not chunks and not dechunker.done and (whole or not _SIZE_BEGUN.fullmatch(dechunker.pending)):
        return None
    return chunks, dechunker.done, legal_headers(dechunker.trailers)


def _ending(exchange: Exchange, complete: bool | None, last: int, trailers: Headers, *, timed: bool) -> Ending:
    """How the body ended: by its framing, else by curl's message behind it, else by whether anything follows."""
    if complete:
        return Ending(EndKind.COMPLETE, last, len(exchange.reads), trailers)
    for at, text in exchange.said:
        for pattern, kind in _FAILURES:
            if pattern.search(text):
                end = max(last, at - exchange.asked_at) if timed and at >= 0 else last
                return Ending(kind, end, -1, trailers, text.decode("utf-8", "replace")[:200])
    if exchange.cut or not exchange.said:
        return Ending(EndKind.INTERRUPTED, last, -1, trailers)
    if complete is None:
        return Ending(EndKind.COMPLETE, last, len(exchange.reads), trailers)
    return Ending(EndKind.TRUNCATED, last, -1, trailers)


def _guess_lines(data: bytes) -> bytes:
    """Body bytes of `--trace-ascii` with the line ends that are certain."""
    return _GUESS.sub(lambda found: b"\n" * len(found.group()), data)
