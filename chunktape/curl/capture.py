"""One request, recorded without an app: the recorder's own exchange, with the terminal as its client. Rules

- The request is the one that curl would send, with the recorder's usual change (Accept-Encoding).
- On a terminal, text is shown as it arrives, with escapes for control characters; of other bodies the bytes are
  counted. Into a pipe or file the body goes unchanged.
- Ctrl-C ends the request as a client that leaves: the bytes so far are recorded.
"""

import asyncio
import codecs
import contextlib
from collections.abc import Callable
from typing import BinaryIO, Final, TextIO

from cassettes.clock import SECOND, now_ns
from cassettes.errors import UpstreamError
from cassettes.headers import is_encoded, joined
from cassettes.messages import say
from cassettes.model import Chunk, EndKind, ResponseHead
from cassettes.printable import safe
from chunktape.curl.command import CurlRequest
from network.door.head import RequestHead
from recorder.exchange.exchanges import Exchanges
from recorder.exchange.request import RequestIn
from recorder.response.tap import Tap
from recorder.session import Progress, Session
from recorder.settings import Settings
from recorder.upstream.dial import Dialer

_TEXTS: Final = (b"text/", b"json", b"xml", b"javascript", b"x-www-form-urlencoded")
#: ns between two progress lines
_PROGRESS: Final = SECOND // 5

Show = Callable[[bytes], None]


def on_terminal(out: TextIO) -> Callable[[ResponseHead], Show]:
    """Shows a response on a terminal: text is printed safely, the bytes of anything else are counted."""

    def begin(head: ResponseHead) -> Show:
        kind = joined(head.headers, b"content-type").lower()
        return _text(out) if not is_encoded(head.headers) and any(part in kind for part in _TEXTS) else _counter(out)

    return begin


def into(out: BinaryIO) -> Callable[[ResponseHead], Show]:
    """Writes a response's body, unchanged, to a file or pipe."""

    def show(data: bytes) -> None:
        out.write(data)
        out.flush()

    return lambda head: show


def _text(out: TextIO) -> Show:
    decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")

    def show(data: bytes) -> None:
        text = decoder.decode(data).replace("\r", "")
        out.write(safe(text, keep="\n\t"))
        out.flush()

    return show


def _counter(out: TextIO) -> Show:
    size, shown = 0, 0

    def show(data: bytes) -> None:
        nonlocal size, shown
        size += len(data)
        if now_ns() - shown > _PROGRESS:
            shown = now_ns()
            out.write(f"\r{say('{bytes} bytes ...', bytes=size)}")
            out.flush()

    return show


class _Reader:
    """The client of the one exchange."""

    def __init__(self, method: str, begin: Callable[[ResponseHead], Show]) -> None:
        self.error: UpstreamError | None = None
        self.over = asyncio.Event()
        self._tap = Tap(method)
        self._begin = begin
        self._show: Show | None = None

    def write(self, data: bytes) -> None:
        for record in self._tap.feed(data, now_ns()):
            if isinstance(record, ResponseHead):
                self._show = self._begin(record)
            elif isinstance(record, Chunk) and record.data and self._show is not None:
                self._show(record.data)

    def response_ended(self, *, stays: bool) -> None:
        self.over.set()

    def response_broke(self, *, reset: bool) -> None:
        self.over.set()

    def unreachable(self, error: UpstreamError) -> None:
        self.error = error
        self.over.set()


async def capture(
    asked: CurlRequest,
    settings: Settings,
    session: Session,
    begin: Callable[[ResponseHead], Show],
    tell: Callable[[str], None] = lambda line: None,
) -> Progress:
    """Send the request, record and show its response; cancelled, the client leaves. `tell` takes advice about the URL.

    Raises UpstreamError where there is no server.
    """
    request = asked.request
    exchanges = Exchanges(settings, Dialer(settings), session, tell=tell)
    reader = _Reader(request.method, begin)
    head = RequestHead(request.method, request.target, "1.1", request.headers)
    exchange = exchanges.start(RequestIn(head, request.target, request.body, request.body), reader)
    exchange.nothing_follows()
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await reader.over.wait()
        if not reader.over.is_set():
            exchange.client_left()
        await exchanges.advice.settle()
    finally:
        exchanges.close()
        await session.close()
    if reader.error is not None:
        raise reader.error
    return exchange.progress


def interrupted(progress: Progress) -> bool:
    """Whether the person ended the request."""
    return progress.state == EndKind.CLIENT_ABORT
