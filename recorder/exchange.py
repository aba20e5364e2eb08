"""One request to the upstream and its response back: tap, recording and client at one place. Rules

- Order for every read: parse, store, pass on.
- What the client sees is what the upstream did: a reset becomes a reset, an early close an early close.
- A client that leaves ends the upstream connection at once (`client-abort`), unless `drain` reads on to the end.
- A connection from the pool that ends before any byte of a response was stale, or its upstream read the request and
  gave up. An idempotent request (RFC 9110 section 9.2.2) goes out once more, on a fresh connection; for any other the
  end is recorded and passed on. A connection that had ended before it was written to is never taken from the pool.
- A response without a single reading has no end of its own. It ends when its client asks for the next thing; where the
  client asked before, or will ask for nothing more, once the upstream was silent for long enough.
- Exactly one ending is recorded, whatever happens first.
"""

import asyncio
import errno
import functools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from cassettes.clock import now_ns
from cassettes.errors import UpstreamError
from cassettes.messages import say
from cassettes.model import EndKind, Request, ResponseHead
from network.door.head import RequestHead
from recorder.headers import head_for_client, request_for_upstream
from recorder.response.tap import Tap
from recorder.session import Progress, Session
from recorder.settings import Settings
from recorder.upstream.connections import Connection, Pool
from recorder.upstream.dial import Dialer

#: (the response's head, its bytes) -> the bytes that go to the client
Edit = Callable[[ResponseHead, bytes], bytes]
#: bytes of a request's body up to which its secrets are taken out on the loop
LARGE: Final = 16 << 10
#: asking twice is as good as once (RFC 9110 section 9.2.2)
IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})


class Client(Protocol):
    """The side of an exchange that gets the response."""

    def write(self, data: bytes) -> None: ...
    def response_ended(self, *, stays: bool) -> None: ...
    def response_broke(self, *, reset: bool) -> None: ...
    def unreachable(self, error: UpstreamError) -> None: ...


#: s of silence that end a response without an end of its own: where the client waits for the next thing already, and
#: where nothing follows
SILENCE: Final = 3.0
LONG_SILENCE: Final = 30.0

#: (head, target, the client's address) -> the whole response, or None for what goes to the upstream
Own = Callable[[RequestHead, bytes, str], bytes | None]


def _kind_of(error: Exception) -> EndKind:
    """What the loss of a connection says of the upstream: ETIMEDOUT is the system's word for one that vanished."""
    timed_out = isinstance(error, OSError) and error.errno == errno.ETIMEDOUT
    return EndKind.TIMEOUT if timed_out else EndKind.RESET


@dataclass(frozen=True, slots=True)
class RequestIn:
    """A request as its client sent it. `body` is without chunked framing, `raw` as it came; `target` is what is asked.

    `stored` is the request without its secrets, where that was made beforehand (`Exchanges.prepared`).
    """

    head: RequestHead
    target: bytes
    body: bytes
    raw: bytes
    stored: Request | None = None

    @property
    def request(self) -> Request:
        """The request as a value of the cassette, with its secrets."""
        return Request(self.head.method, self.target, self.head.headers, self.body, self.head.version)

    @property
    def is_large(self) -> bool:
        """Whether looking for secrets in the body would hold up the loop: it takes 50 ns a byte."""
        return len(self.body) > LARGE


class Exchanges:
    """What all exchanges of a recorder share. It starts them, and ends those that are open.

    `own` answers what is not for the upstream.
    """

    def __init__(self, settings: Settings, dialer: Dialer, session: Session, own: Own | None = None) -> None:
        self.settings, self.session = settings, session
        self.own: Own = own or (lambda head, target, client: None)
        self.dialer = dialer
        self.pool = Pool()
        self.open: set[Exchange] = set()
        #: whether `close` was called: an exchange that begins later is interrupted at once
        self.closed = False
        self._storing: set[asyncio.Task[None]] = set()

    async def prepared(self, asked: RequestIn) -> RequestIn:
        """A large request with what is stored of it, made in a thread; any other as it is."""
        if not asked.is_large:
            return asked
        return replace(asked, stored=await asyncio.to_thread(self.session.redaction.request, asked.request))

    def start(self, asked: RequestIn, client: Client, edit: Edit | None = None) -> "Exchange":
        """Store the request and send it.

        `edit` gives the response head's bytes for the client; by default those of a recorder at its own address.
        """
        exchange = Exchange(self, asked, client, edit)
        self.open.add(exchange)
        exchange.begin()
        return exchange

    def soon(self, storing: Coroutine[Any, Any, None]) -> None:
        """Run `storing`, which starts an exchange once its request is stored."""
        task = asyncio.get_running_loop().create_task(storing)
        self._storing.add(task)
        task.add_done_callback(self._storing.discard)

    async def settle(self) -> None:
        """Wait, once closed, until the large requests that had come are stored."""
        if self._storing:
            await asyncio.wait(self._storing)

    def close(self) -> None:
        """End what is open as interrupted, and close every connection."""
        self.closed = True
        for exchange in list(self.open):
            exchange.interrupt()
        self.pool.close()


class Exchange:
    """One request to the upstream and its response. Call `begin` once; the connection's callbacks do the rest."""

    def __init__(self, shared: Exchanges, asked: RequestIn, client: Client, edit: Edit | None) -> None:
        head = asked.head
        self._shared, self._head, self._target, self._raw = shared, head, asked.target, asked.raw
        self._client: Client | None = client
        self._take = shared.session.begin(asked.request, now_ns(), asked.stored)
        self._connection: Connection | None = None
        self._dialing: asyncio.Task[None] | None = None
        self._sent = False
        self._paused = False
        #: s of silence behind which a response without an end is over; None: its client may ask for the next thing
        self._patience = None if head.wants_to_stay else LONG_SILENCE
        self._silence: asyncio.TimerHandle | None = None
        settings = shared.settings
        if edit is None:
            ours = (head.values(b"host") or [f"{settings.host}:{settings.port}".encode()])[0]
            close = not head.wants_to_stay
            old = head.version == "1.0"
            edit = functools.partial(head_for_client, upstream=settings.upstream, ours=ours, close=close, old=old)
        self._new_tap: Callable[[], Tap] = lambda: Tap(
            head.method, edit=edit, head_limit=settings.max_head, unframed=head.version == "1.0"
        )
        self._tap = self._new_tap()

    @property
    def progress(self) -> Progress:
        """How far the exchange is, in numbers."""
        return self._take.progress

    def begin(self) -> None:
        connection = self._shared.pool.take()
        if connection is None:
            self._dial()
        else:
            self._send(connection)

    # -------------------------------------------------------------------------- towards the upstream

    def _dial(self) -> None:
        self._dialing = asyncio.get_running_loop().create_task(self._connect())

    async def _connect(self) -> None:
        connection = Connection(self._shared.pool)
        try:
            await self._shared.dialer.dial(connection)
        except UpstreamError as error:
            self._dialing = None
            self._tap.note = str(error)
            client = self._end(EndKind.UNREACHABLE, now_ns())
            if client is not None:
                client.unreachable(error)
            return
        except asyncio.CancelledError:
            connection.close()
            raise
        self._dialing = None
        self._send(connection)

    def _send(self, connection: Connection) -> None:
        shared, upstream = self._shared, self._shared.settings.upstream
        target = self._target if self._target == b"*" else upstream.prefix + self._target
        extra = shared.settings.marks
        if shared.dialer.absolute:
            target = upstream.origin.encode("ascii") + (b"" if target == b"*" else target)
            authorization = shared.dialer.route.authorization
            if authorization:
                extra = (*extra, (b"Proxy-Authorization", authorization))
        head = request_for_upstream(
            self._head, target, upstream, keep_encoding=shared.settings.keep_encoding, extra=extra
        )
        self._connection, connection.user = connection, self
        if connection.transport.is_closing():  # it went away before it was used
            self._closed(EndKind.COMPLETE, now_ns())
            return
        connection.send(head + self._raw)
        if self._paused:
            connection.pause()

    # ------------------------------------------------------------------------ what the upstream does

    def upstream_sent(self, at_ns: int) -> None:
        self._sent = True
        if not self._tap.done:
            self._tap.zero = at_ns

    def upstream_data(self, data: bytes, at_ns: int) -> None:
        tap = self._tap
        self._take.write(tap.feed(data, at_ns))
        client = self._client
        if client is not None and tap.forward:
            client.write(tap.forward)
        if self._connection is None:  # the client has ended it in `write`
            return
        if tap.done:
            self._complete()
        elif tap.refused:
            self._end_when_silent()

    def upstream_eof(self, at_ns: int, *, whole: bool) -> None:
        self._closed(EndKind.COMPLETE if whole else EndKind.TRUNCATED, at_ns)

    def upstream_lost(self, error: Exception, at_ns: int) -> None:
        self._closed(_kind_of(error), at_ns)

    def _closed(self, kind: EndKind, at_ns: int) -> None:
        connection = self._connection
        if connection is None:
            return
        self._connection = None
        connection.close()
        if connection.reused and not self._tap.started:
            if self._head.method in IDEMPOTENT:
                self._sent, self._tap = False, self._new_tap()
                self._dial()
                return
            self._tap.note = say(
                "A connection kept open from an earlier request ended without an answer; a {method} may have "
                "been carried out, so it was not sent again.",
                method=self._head.method,
            )
        client = self._end(kind, at_ns)
        if client is not None:
            client.response_broke(reset=kind is EndKind.RESET)

    def _complete(self) -> None:
        connection, client, tap = self._connection, self._client, self._tap
        assert connection is not None
        self._connection = self._client = None
        self._shared.open.discard(self)
        if tap.reusable and self._sent:
            self._shared.pool.give(connection)
        else:
            connection.close()
        if client is not None:
            # What the upstream's head said of the connection went to the client as it was, so it holds there too.
            client.response_ended(stays=tap.stays)

    def _end(self, kind: EndKind, at_ns: int) -> Client | None:
        """Record the ending; gives the client that must be told, if there is one."""
        client, self._client = self._client, None
        if self._silence is not None:
            self._silence.cancel()
        self._shared.open.discard(self)
        self._take.write(self._tap.finish(kind, at_ns))
        if client is not None and self._tap.forward:
            client.write(self._tap.forward)
        return client

    # -------------------------------------------------------------------------- what the client does

    def pause(self) -> None:
        """The client does not keep up: read no more."""
        self._paused = True
        if self._connection is not None:
            self._connection.pause()

    def resume(self) -> None:
        """The client keeps up again."""
        self._paused = False
        if self._connection is not None:
            self._connection.resume()

    def client_asks(self) -> None:
        """The client sent bytes behind its request."""
        self._patience = SILENCE
        if self._tap.refused:
            self._give_up()

    def nothing_follows(self) -> None:
        """Nobody will ask for anything behind this response."""
        self._patience = self._patience or LONG_SILENCE
        if self._tap.refused:
            self._end_when_silent()

    def _end_when_silent(self) -> None:
        if self._silence is not None:
            self._silence.cancel()
        if self._patience is not None:
            self._silence = asyncio.get_running_loop().call_later(self._patience, self._give_up)

    def _give_up(self) -> None:
        """End a response without an end of its own: for its client it is over, and the connection with it."""
        client = self._client
        if not self._tap.note:
            self._tap.note = say(
                "The response can't be read as HTTP/1.1, "
                "so nothing says where it ends: it was ended here, and its connection."
            )
        self._stop(EndKind.TRUNCATED, now_ns())
        if client is not None:
            client.response_broke(reset=False)

    def client_left(self) -> None:
        """The client closed or reset its connection."""
        at = now_ns()
        if self._shared.settings.drain:
            self._client = None
            self._tap.note = say(
                "The client left when {bytes} bytes had come; the rest was read on (--drain).",
                bytes=self._take.progress.size,
            )
            self.resume()
            self.nothing_follows()
        else:
            self._client = None
            self._stop(EndKind.CLIENT_ABORT, at)

    def interrupt(self) -> None:
        """The recorder stops."""
        client = self._client
        self._stop(EndKind.INTERRUPTED, now_ns())
        if client is not None:
            client.response_broke(reset=False)

    def _stop(self, kind: EndKind, at_ns: int) -> None:
        if self._dialing is not None:
            self._dialing.cancel()
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        self._end(kind, at_ns)
