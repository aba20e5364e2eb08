"""A performance as the bytes on a wire, read by HTTP parsers that we did not write."""

import http.client
import io

import h11

from player.schedule.performance import Performance
from player.schedule.schedule import Finish
from player.web.heads import head_bytes, header_list, way


def on_wire(made: Performance, *, old: bool = False) -> bytes:
    """The whole response; `old`: to a client of HTTP/1.0."""
    frames = made.frames(chunked=not old)
    if made.head is None:
        return b"".join(frames.writes)
    its = way(made.head, frames.framing, old=old, keep_alive=True)
    size = len(made.body) if frames.finish is Finish.COMPLETE else None
    return head_bytes(made.head, header_list(made.head, its, body_size=size), its.version) + b"".join(frames.writes)


class _Socket:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self._data)


def by_http_client(data: bytes) -> bytes:
    """The body as Python's http.client reads it. Raises HTTPException for one cut short."""
    response = http.client.HTTPResponse(_Socket(data))  # type: ignore[arg-type]
    response.begin()
    return response.read()


def by_h11(data: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Body and trailers as h11 reads them, of a connection that ends behind `data`. Raises RemoteProtocolError."""
    client = h11.Connection(h11.CLIENT)
    client.send(h11.Request(method="GET", target="/", headers=[("Host", "a")]))
    client.send(h11.EndOfMessage())
    client.receive_data(data)
    body = b""
    while True:
        event = client.next_event()
        if event is h11.NEED_DATA:
            client.receive_data(b"")
        elif isinstance(event, h11.Data):
            body += bytes(event.data)
        elif isinstance(event, h11.EndOfMessage):
            return body, [(bytes(name), bytes(value)) for name, value in event.headers]
