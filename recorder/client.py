"""The client's side: requests in, responses out. Rules

- One request at a time per connection; what is pipelined behind it waits, bounded, in order.
- A request is read whole before it is forwarded. One that can't be served is answered by us; its remaining bytes are
  read and dropped for a moment, so that the client can read the answer (RFC 9112 section 9.6).
- Limits hold before memory is taken: 431 and 408 for a head, 413 for a body. Silence between requests ends the
  connection.
- While a client reads nothing, nothing is read from the upstream.
- A client that closes its sending side behind its request is answered, unless it has left (`network.half_close`).
"""

import asyncio
import enum
from collections.abc import Callable
from typing import Final, cast

from cassettes.errors import ChunktapeError, UpstreamError
from network import sockets
from network.door.admission import Door, admit, body_length
from network.door.head import RequestHead
from network.door.incoming import IncomingHead
from network.door.refusal import CONTINUE, answer, refused
from network.half_close import HalfClosed, has_left, look
from network.reset import reset_once_taken
from recorder.body import RequestBody
from recorder.exchange.exchange import Exchange
from recorder.exchange.exchanges import Exchanges
from recorder.exchange.request import RequestIn
from recorder.notices import Notices

#: pipelined bytes that are kept while a response is under way
_PIPELINE_LIMIT: Final = 64 * 1024
#: response bytes that may wait for the client before reading from the upstream pauses
_WRITE_HIGH: Final = 256 * 1024


class _State(enum.Enum):
    HEAD = enum.auto()  #: between requests, or in a head
    BODY = enum.auto()
    RESPONSE = enum.auto()
    CLOSING = enum.auto()  #: an answer was sent; further bytes of the client are dropped


class Connections(set["ClientConnection"]):
    """The open client connections. `none_left` is set while there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.none_left = asyncio.Event()
        self.none_left.set()


class ClientConnection(asyncio.Protocol):
    """One connection of one client."""

    def __init__(self, exchanges: Exchanges, connections: "Connections", notices: Notices) -> None:
        self._notices = notices
        self._exchanges, self._settings, self._all = exchanges, exchanges.settings, connections
        self._transport: asyncio.Transport
        self._state = _State.HEAD
        self._buffer = bytearray()
        self._heads = IncomingHead(self._settings.max_head)
        self._head: RequestHead | None = None
        self._target = b""
        self._body: RequestBody | None = None
        self._exchange: Exchange | None = None
        #: (a large request is being stored and nothing has gone to the upstream yet; its client has left meanwhile)
        self._storing = self._gone = False
        #: loop time at which the request was whole; whether a byte of the answer was sent
        self._asked_at, self._answered = 0.0, False
        #: watches a client that closed its sending side
        self._half_closed: HalfClosed | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._reading_paused = False
        self._writing_paused = False
        #: the socket's descriptor, where writing past the transport is possible; else -1
        self._descriptor = -1

    # ----------------------------------------------------------------------------- asyncio calls these

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport = cast(asyncio.Transport, transport)  # uvloop's is no subclass
        self._all.add(self)
        self._all.none_left.clear()
        transport.set_write_buffer_limits(high=_WRITE_HIGH)
        sock = transport.get_extra_info("socket")
        sockets.no_delay(sock)
        self._descriptor = sockets.direct(sock)
        settings = self._settings
        here, there = transport.get_extra_info("sockname"), transport.get_extra_info("peername")
        addresses = (settings.host.lower(), *((str(here[0]),) if isinstance(here, tuple) else ()))
        #: the names under which this end of the connection is reached; the client's address, empty where it has none
        self._door = Door(settings.allow_hosts, addresses, settings.port, upstream=settings.upstream)
        self._client_address = str(there[0]) if there else ""
        self._arm(settings.keep_alive, self.close)

    def data_received(self, data: bytes) -> None:
        if self._state is _State.CLOSING:
            return
        self._buffer += data
        if self._state is not _State.RESPONSE:
            self._advance()
        self._tell_of_more()
        if self._state is _State.RESPONSE and len(self._buffer) > _PIPELINE_LIMIT:
            self._reading_paused = True
            self._transport.pause_reading()

    def eof_received(self) -> bool:
        """Whether the connection stays for a client that reads on."""
        if self._half_closed is not None:
            return True
        while self._state is _State.HEAD and self._buffer:
            self._advance()  # bytes that waited for the end of an answer came before this end
        if self._state is not _State.RESPONSE:
            return False
        sock, since = self._transport.get_extra_info("socket"), asyncio.get_running_loop().time() - self._asked_at
        assert self._head is not None
        if has_left(look(sock), last=not self._head.wants_to_stay, since=since, answered=self._answered):
            self._left()
            return False
        self._half_closed = HalfClosed(sock, self._left)
        if self._exchange is not None and not self._buffer:
            self._exchange.nothing_follows()
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        self._descriptor = -1
        self._all.discard(self)
        if not self._all:
            self._all.none_left.set()
        self._disarm()
        if self._half_closed is not None:
            self._half_closed.stop()
        self._left()

    def pause_writing(self) -> None:
        self._writing_paused = True
        if self._exchange is not None:
            self._exchange.pause()

    def resume_writing(self) -> None:
        self._writing_paused = False
        if self._exchange is not None:
            self._exchange.resume()

    def _left(self) -> None:
        self._gone = self._storing
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.client_left()
        if exchange is not None or self._gone:
            self._transport.abort()

    # -------------------------------------------------------------------------------- reading requests

    def _advance(self) -> None:
        """Read requests as far as the buffer allows."""
        try:
            if self._state is _State.HEAD:
                self._read_head()
            if self._state is _State.BODY:
                self._read_body()
        except ChunktapeError as error:
            self._refuse(error)

    def _read_head(self) -> None:
        waited = self._heads.pending
        self._head, rest = self._heads.feed(bytes(self._buffer))
        self._buffer[:] = rest
        head = self._head
        if head is None:
            if self._heads.pending and not waited:
                self._arm(self._settings.head_timeout, self._head_too_slow)
            return
        self._disarm()
        self._target = admit(head, self._door)
        self._notices.admitted(head, self._client_address)
        self._body = RequestBody(body_length(head, self._settings.max_body), self._settings.max_body)
        self._state = _State.BODY
        if head.expects_continue and not self._body.complete and not self._buffer:
            self._transport.write(CONTINUE)

    def _read_body(self) -> None:
        body, head = self._body, self._head
        assert body is not None
        assert head is not None
        if not body.complete and self._buffer:
            used = body.feed(bytes(self._buffer))
            del self._buffer[:used]
        if not body.complete:
            self._arm(self._settings.body_timeout, self._body_too_slow)
            return
        self._disarm()
        self._state, self._body = _State.RESPONSE, None
        self._asked_at, self._answered = asyncio.get_running_loop().time(), False
        own = self._exchanges.own(head, self._target, self._client_address)
        if own is not None:
            self._transport.write(own)
            self.response_ended(stays=True)
            return
        asked = RequestIn(head, self._target, *body.taken())
        if not asked.is_large:
            self._start(asked)
        else:
            self._storing = True
            self._exchanges.soon(self._prepare_and_start(asked))

    async def _prepare_and_start(self, asked: RequestIn) -> None:
        prepared = await self._exchanges.prepared(asked)
        self._storing = False
        exchange = self._start(prepared)
        if self._exchanges.closed:
            exchange.interrupt()
        elif self._gone:
            self._left()

    def _start(self, asked: RequestIn) -> Exchange:
        self._exchange = exchange = self._exchanges.start(asked, self)
        self._tell_of_more()
        if self._writing_paused:
            exchange.pause()
        return exchange

    def _tell_of_more(self) -> None:
        """Tell the exchange when a byte of the next request is here; empty lines don't count (RFC 9112 section 2.2)."""
        if self._exchange is not None and self._buffer.strip(b"\r\n"):
            self._exchange.client_asks()

    # ------------------------------------------------------------------------ what the exchange reports

    def write(self, data: bytes) -> None:
        """Pass response bytes on now: the transport would wait for the other reads of this round."""
        self._answered, transport = True, self._transport
        if self._descriptor >= 0 and not transport.get_write_buffer_size() and not transport.is_closing():
            sockets.put(transport, self._descriptor, data)
        else:
            transport.write(data)

    def response_ended(self, *, stays: bool) -> None:
        """The response is complete; `stays`: the connection may serve another request."""
        self._exchange = None
        assert self._head is not None
        if not stays or not self._head.wants_to_stay:
            self.close()
            return
        self._next_request()

    def response_broke(self, *, reset: bool) -> None:
        """The upstream's connection ended within the response, with a `reset` or a close; the client's connection ends
        in the same way.
        """
        self._exchange = None
        if reset:
            self._state = _State.CLOSING
            self._disarm()
            reset_once_taken(self._transport)
        else:
            self.close()

    def unreachable(self, error: UpstreamError) -> None:
        """Answer 502 with the reason: there is no response."""
        self._exchange = None
        assert self._head is not None
        head = self._head
        stays = head.wants_to_stay
        self._transport.write(answer(error, close=not stays, method=head.method, language=head.language))
        if stays:
            self._next_request()
        else:
            self.close()

    def _next_request(self) -> None:
        self._state, self._head = _State.HEAD, None
        if self._reading_paused:
            self._reading_paused = False
            self._transport.resume_reading()
        if self._half_closed is not None and not self._buffer:
            self.close()
            return
        self._arm(self._settings.keep_alive, self.close)
        if self._buffer:
            # Not called directly: pipelined requests would nest one call in the other.
            asyncio.get_running_loop().call_soon(self._advance_if_idle)

    def _advance_if_idle(self) -> None:
        if self._state is _State.HEAD and not self._transport.is_closing():
            self._advance()
            if self._half_closed is not None and self._partly:
                self.close()  # the rest of this request never comes

    @property
    def _partly(self) -> bool:
        """Whether no response is under way, and at most a part of a request is here."""
        return self._state is _State.BODY or (self._state is _State.HEAD and not self._buffer)

    # -------------------------------------------------------------------------------------- the end

    def _refuse(self, error: ChunktapeError) -> None:
        """Answer `error` and close; reads and drops what the client is still sending."""
        self._state = _State.CLOSING
        self._buffer.clear()
        self._notices.refused(error, self._client_address)
        method = self._head.method if self._head else "GET"
        self._transport.write(answer(error, close=True, method=method, language=self._heads.language))
        if self._transport.can_write_eof():
            self._transport.write_eof()
        self._arm(self._settings.linger, self.abort)

    def close(self) -> None:
        """Close once all is flushed."""
        self._state = _State.CLOSING
        self._disarm()
        self._transport.close()

    def abort(self) -> None:
        """Close now, flushed or not."""
        self._transport.abort()

    def _head_too_slow(self) -> None:
        self._refuse(refused("head-too-slow", seconds=f"{self._settings.head_timeout:g}"))

    def _body_too_slow(self) -> None:
        received = 0 if self._body is None else self._body.size
        self._refuse(refused("body-too-slow", seconds=f"{self._settings.body_timeout:g}", received=received))

    def _arm(self, seconds: float, then: Callable[[], None]) -> None:
        self._disarm()
        self._timer = asyncio.get_running_loop().call_later(seconds, then)

    def _disarm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
