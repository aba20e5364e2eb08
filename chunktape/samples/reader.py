"""One request over a plain socket, whose response is read with the recorder's tap, exactly as a client gets it. Rules

- Every read is kept with its time, taken right after the read, and with its transfer chunks.
- Times count from the moment the last byte of the request was handed to the socket.
"""

import socket
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from cassettes.clock import now_ns
from cassettes.errors import UpstreamError
from cassettes.messages import say
from cassettes.messages.reasons import why
from cassettes.model import Chunk, Chunks, Ending, EndKind, Headers, Interaction, Request, ResponseHead
from recorder.response.tap import Record, Tap

TIMEOUT_S: Final = 60.0
_READ: Final = 1 << 16


def read_response(
    url: str,
    method: str = "GET",
    headers: Headers = (),
    body: bytes = b"",
    seen: Callable[[Chunk], None] = lambda _: None,
) -> Interaction:
    """Send one request to `url` (plain http) and read the whole response; `seen` gets each chunk as it comes.

    Raises UpstreamError when nothing listens there or it is silent for 60 s.
    """
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    fields = (
        (b"Host", parts.netloc.encode()),
        *headers,
        *([(b"Content-Length", str(len(body)).encode())] if body else []),
        (b"Connection", b"close"),
    )
    request = Request(method, target.encode(), fields, body)
    head = b"%s %s HTTP/1.1\r\n" % (method.encode(), request.target)
    head += b"".join(b"%s: %s\r\n" % field for field in fields) + b"\r\n"
    tap = Tap(method)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 80), TIMEOUT_S) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(head + body)
            tap.zero = now_ns()
            records = _read_all(connection, tap, seen)
    except OSError as error:
        raise UpstreamError(say("{url} can't be reached: {error}. Is it running?", url=url, error=why(error))) from None
    return _interaction(request, records)


def _read_all(connection: socket.socket, tap: Tap, seen: Callable[[Chunk], None]) -> list[Record]:
    records: list[Record] = []
    while not tap.done:
        try:
            data = connection.recv(_READ)
        except ConnectionResetError:
            records += tap.finish(EndKind.RESET, now_ns())
            break
        at = now_ns()
        fresh = list(tap.feed(data, at) if data else tap.finish(EndKind.COMPLETE, at))
        records += fresh
        for record in fresh:
            if isinstance(record, Chunk):
                seen(record)
    return records


def _interaction(request: Request, records: list[Record]) -> Interaction:
    heads = [record for record in records if isinstance(record, ResponseHead)]
    chunks = [record for record in records if isinstance(record, Chunk)]
    endings = [record for record in records if isinstance(record, Ending)]
    return Interaction(1, request, heads[0] if heads else None, Chunks.of(chunks), endings[-1])
