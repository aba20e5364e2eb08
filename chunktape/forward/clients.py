"""The client's side of a forwarded request inside the player: over the wire, or through plain ASGI. Rules

- Each is a `recorder.exchange.exchange.Client`: bytes of the upstream go on at once, in the same call.
- While a client does not keep up, nothing is read from the upstream; a client that leaves ends the exchange.
- Over the wire the upstream's bytes go out unchanged, and its reset or early close is passed on. A response without an
  end of its own ends when the client sends its next request.
- Through `send` the server frames: reason, header case, trailers and resets are lost, as in a replay; a response
  without a head is a 502. uvicorn would add chunk framing to a body without a length, also for an HTTP/1.0 client: such
  a client gets the whole body with its length, once it is over.
"""

import asyncio
from abc import ABC, abstractmethod
from collections import deque
from http import HTTPStatus
from typing import Final

from starlette.responses import Response
from starlette.types import Message, Receive, Send

from cassettes.clock import now_ns
from cassettes.errors import UpstreamError
from cassettes.headers import values
from cassettes.messages import say
from cassettes.model import Chunk, Ending, EndKind, Headers, Mark, ResponseHead
from network.reset import when_taken
from player.stream.asgi_stream import LAST_STATUS, unframed
from player.stream.progress import Outcome
from player.web import answers
from player.web.heads import head_bytes
from player.wire.wire import Wire
from recorder.exchange.exchange import Exchange
from recorder.response.tap import Record, Tap

#: response bytes that may wait for a client behind `send`
WAITING: Final = 256 * 1024
#: bytes of a body that is gathered for an HTTP/1.0 client; a longer one is cut off
GATHERED: Final = 32 << 20


class Answering(ABC):
    """What a wire client and an ASGI client have in common, besides the methods that an exchange calls. `cors` and
    `language` are for an answer of our own.
    """

    def __init__(self, method: str, cors: Headers, language: str) -> None:
        self.outcome = Outcome.ENDED
        self.error: UpstreamError | None = None
        self._method, self._cors, self._language = method, cors, language
        self._exchange: Exchange | None = None

    @abstractmethod
    async def run(self, exchange: Exchange) -> None:
        """Wait until the response is over. `exchange` has just begun: it has called nothing yet."""

    @abstractmethod
    def stop(self) -> None:
        """End the response now: the player stops."""

    def _refused(self, error: UpstreamError) -> Response:
        """The answer where the upstream can't be reached, in the client's language."""
        self.error = error
        return answers.error(502, "upstream-unreachable", error, self._cors).speak(self._language)


class WireAnswering(Answering):
    """Writes to the player's wire. Made before the exchange, so that a client that leaves is seen from then on."""

    def __init__(self, wire: Wire, method: str, cors: Headers, language: str = "") -> None:
        super().__init__(method, cors, language)
        self._wire = wire
        self._over = asyncio.Event()

    async def run(self, exchange: Exchange) -> None:
        wire, self._exchange = self._wire, exchange
        wire.begin()
        wire.lost, wire.writable = self._left, exchange.resume
        wire.asks, wire.nothing_follows = exchange.client_asks, exchange.nothing_follows
        try:
            if wire.gone:
                self._left()
            elif wire.pending:
                exchange.client_asks()
            await self._over.wait()
        finally:
            self.stop()

    def stop(self) -> None:
        if self._exchange is not None and not self._over.is_set():
            self.outcome = Outcome.STOPPED
            self._exchange.interrupt()
            self._reset()  # if a reset was waiting; else the exchange has ended this

    def _reset(self) -> None:
        if not self._over.is_set():
            self._end()
            self._wire.reset()

    def _left(self) -> None:
        self.outcome = Outcome.LEFT
        assert self._exchange is not None
        self._exchange.client_left()
        self._end()

    def _end(self) -> None:
        wire = self._wire
        wire.lost = wire.writable = wire.asks = wire.nothing_follows = None
        self._over.set()

    # ------------------------------------------------------------------------------ the exchange calls

    def write(self, data: bytes) -> None:
        self._wire.write(data)
        if self._wire.full and self._exchange is not None:
            self._exchange.pause()

    def response_ended(self, *, stays: bool) -> None:
        self._end()
        self._wire.finish(close=not stays)

    def response_broke(self, *, reset: bool) -> None:
        if reset:
            when_taken(self._wire.unacknowledged, self._reset)
        else:
            self._end()
            self._wire.close()

    def unreachable(self, error: UpstreamError) -> None:
        self._end()
        response = self._refused(error)
        head = ResponseHead(0, 502, HTTPStatus.BAD_GATEWAY.phrase.encode())
        extra = () if self._wire.keep_alive else ((b"Connection", b"close"),)
        body = b"" if self._method == "HEAD" else bytes(response.body)
        self._wire.write(head_bytes(head, [*response.raw_headers, *extra]) + body)
        self._wire.finish(close=False)


class PlainAnswering(Answering):
    """Reads the response's bytes with a tap, and sends them as ASGI messages."""

    def __init__(
        self, method: str, cors: Headers, receive: Receive, send: Send, *, language: str = "", old: bool = False
    ) -> None:
        super().__init__(method, cors, language)
        self._tap = Tap(method)
        #: an HTTP/1.0 client asks; its body has no length, and is gathered
        self._old, self._gathers = old and method != "HEAD", False
        self._receive, self._send = receive, send
        self._waiting: deque[Message] = deque()
        self._size = 0
        self._begun = self._complete = self._over = False  #: its head came; its body is whole; it is over
        self._news = asyncio.Event()

    async def run(self, exchange: Exchange) -> None:
        self._exchange = exchange
        sending = asyncio.ensure_future(self._send_all())
        gone = asyncio.ensure_future(self._until_gone())
        try:
            await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
            else:
                self._left()
        except OSError:  # servers raise it in `send` once the client is gone
            self._left()
        finally:
            self.stop()
            for task in (sending, gone):
                task.cancel()
            await asyncio.gather(sending, gone, return_exceptions=True)

    def stop(self) -> None:
        if self._exchange is not None and not self._over:
            self.outcome = Outcome.STOPPED
            self._exchange.interrupt()

    def _left(self) -> None:
        if not self._over:
            self.outcome, self._over = Outcome.LEFT, True
            assert self._exchange is not None
            self._exchange.client_left()

    async def _until_gone(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _send_all(self) -> None:
        while True:
            while self._waiting and not (self._gathers and not self._over):
                message = self._waiting.popleft()
                await self._send(message)
                self._size -= len(message.get("body", b""))
                if self._size < WAITING // 2 and self._exchange is not None:
                    self._exchange.resume()
            if self._over:
                break
            self._news.clear()
            await self._news.wait()
        if not self._begun:
            headless = say(
                "The upstream closed the connection before it sent the head of a response. "
                "Does it speak HTTP on this port?"
            )
            response = self._refused(self.error or UpstreamError(headless))
            await self._send({"type": "http.response.start", "status": 502, "headers": response.raw_headers})
            await self._send({"type": "http.response.body", "body": bytes(response.body)})
        elif self._complete:
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    def _put(self, message: Message) -> None:
        self._waiting.append(message)
        self._size += len(message.get("body", b""))
        self._news.set()
        if self._gathers:
            if self._size > GATHERED and self._exchange is not None:
                self._exchange.client_left()
                self._end()
        elif self._size > WAITING and self._exchange is not None:
            self._exchange.pause()

    def _take(self, records: list[Record]) -> None:
        for record in records:
            if isinstance(record, ResponseHead) and record.status <= LAST_STATUS:
                self._begun = True
                headers = unframed(record.status, record.headers)
                self._gathers = self._old and record.status not in (204, 304) and not values(headers, b"content-length")
                self._put({"type": "http.response.start", "status": record.status, "headers": headers})
            elif isinstance(record, Chunk) and record.data and self._begun and record.mark is not Mark.UNPARSED:
                self._put({"type": "http.response.body", "body": record.data, "more_body": True})
            elif isinstance(record, Ending):
                self._complete = record.kind is EndKind.COMPLETE

    def _end(self) -> None:
        if self._gathers and not self._over:  # a length that is not reached shows the client that it was cut
            length = self._size + (0 if self._complete else 1)
            self._waiting[0]["headers"].append((b"content-length", b"%d" % length))
        self._over = True
        self._news.set()

    # ------------------------------------------------------------------------------ the exchange calls

    def write(self, data: bytes) -> None:
        self._take(self._tap.feed(data, now_ns()))
        if self._tap.refused and self._exchange is not None:  # no more of it can be sent
            self._exchange.client_asks()

    def response_ended(self, *, stays: bool) -> None:
        # an HTTP/1.0 client's bytes have no chunk framing: their end comes here
        self._take(self._tap.finish(EndKind.COMPLETE, now_ns()))
        self._end()

    def response_broke(self, *, reset: bool) -> None:
        # The recorded ending counts: a body that TLS never ended looks whole from here, and must not be framed like
        # one.
        assert self._exchange is not None
        self._take(self._tap.finish(EndKind(self._exchange.progress.state), now_ns()))
        self._end()

    def unreachable(self, error: UpstreamError) -> None:
        self.error = error
        self._end()
