"""One request to the upstream and its response: it joins the connection, the tap, the recording and the client. Rules

- The order for every read is: parse, store, pass on.
- The client sees what the upstream did: a reset becomes a reset, an early close an early close.
- A client that leaves ends the upstream connection at once (`client-abort`), unless `drain` reads on to the end.
- A connection from the pool that ends before any byte of a response was stale, or its upstream read the request and
  gave up. An idempotent request (RFC 9110 section 9.2.2) goes out once more, on a fresh connection; for any other the
  end is recorded and passed on. A connection that had ended before it was written to is never taken from the pool.
- An upstream that closes without a byte, or answers in TLS, may be one whose URL needs https: the client gets that as a
  sentence, not the close.
- A response without a single reading has no end of its own. It ends when its client sends the next request; where that
  came before, or none will come, it ends once the upstream was silent for long enough (`silence`).
- Exactly one ending is recorded, whatever happens first.
"""

import asyncio
import errno
from collections.abc import Callable
from typing import Final, Protocol

from cassettes.clock import now_ns
from cassettes.errors import UpstreamError
from cassettes.messages import say
from cassettes.model import EndKind
from recorder.exchange.advice import Advice
from recorder.exchange.request import Edit, RequestIn, edit_for_client, head_to_upstream
from recorder.exchange.silence import Silence
from recorder.response.tap import Tap
from recorder.session import Progress, Session
from recorder.settings import Settings
from recorder.upstream.connections import Connection, Pool
from recorder.upstream.dial import Dialer

#: methods whose request may be sent twice (RFC 9110 section 9.2.2)
IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})


class Client(Protocol):
    """The client's side of an exchange, as the exchange calls it."""

    def write(self, data: bytes) -> None: ...
    def response_ended(self, *, stays: bool) -> None: ...
    def response_broke(self, *, reset: bool) -> None: ...
    def unreachable(self, error: UpstreamError) -> None: ...


def _kind_of(error: Exception) -> EndKind:
    """The ending that a lost connection stands for: ETIMEDOUT means that the upstream vanished."""
    timed_out = isinstance(error, OSError) and error.errno == errno.ETIMEDOUT
    return EndKind.TIMEOUT if timed_out else EndKind.RESET


class Shared(Protocol):
    """What an exchange has in common with the others of its recorder (`recorder.exchange.exchanges`)."""

    settings: Settings
    session: Session
    advice: Advice
    dialer: Dialer
    pool: Pool
    open: "set[Exchange]"


class Exchange:
    """One request to the upstream and its response. Call `begin` once; the connection's callbacks do the rest."""

    def __init__(self, shared: Shared, asked: RequestIn, client: Client, edit: Edit | None) -> None:
        head = asked.head
        self._shared, self._head, self._target, self._raw = shared, head, asked.target, asked.raw
        self._client: Client | None = client
        self._take = shared.session.begin(asked.request, now_ns(), asked.stored)
        self._connection: Connection | None = None
        #: dials, or asks whether an upstream that closed without a byte speaks TLS
        self._awaited: asyncio.Task[None] | None = None
        self._sent = False
        self._paused = False
        self._silence = Silence(self._give_up, last=not head.wants_to_stay)
        settings = shared.settings
        if edit is None:
            edit = edit_for_client(head, settings)
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
        self._awaited = asyncio.get_running_loop().create_task(self._connect())

    async def _connect(self) -> None:
        connection = Connection(self._shared.pool)
        try:
            await self._shared.dialer.dial(connection)
        except UpstreamError as error:
            self._awaited = None
            self._unreachable(error)
            return
        self._awaited = None
        self._send(connection)

    def _send(self, connection: Connection) -> None:
        settings, dialer = self._shared.settings, self._shared.dialer
        head = head_to_upstream(
            self._head,
            self._target,
            settings,
            absolute=dialer.absolute,
            authorization=dialer.route.authorization,
        )
        self._connection, connection.user = connection, self
        if connection.transport.is_closing():  # it was closed before it was used
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
        if not tap.started and (mistaken := self._shared.dialer.heard(data)) is not None:
            self._hang_up()
            self._unreachable(mistaken)
            return
        self._take.write(tap.feed(data, at_ns))
        client = self._client
        if client is not None and tap.forward:
            client.write(tap.forward)
        if self._connection is None:  # the client ended the exchange in `write`
            return
        if tap.done:
            self._complete()
        elif tap.refused:
            self._silence.begin()

    def upstream_eof(self, at_ns: int, *, whole: bool) -> None:
        self._closed(EndKind.COMPLETE if whole else EndKind.TRUNCATED, at_ns)

    def upstream_lost(self, error: Exception, at_ns: int) -> None:
        self._closed(_kind_of(error), at_ns)

    def _hang_up(self) -> Connection | None:
        """Close the connection to the upstream, if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        return connection

    def _closed(self, kind: EndKind, at_ns: int) -> None:
        connection = self._hang_up()
        if connection is None:
            return
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
        elif not self._tap.started and self._shared.dialer.doubtful:
            self._awaited = asyncio.get_running_loop().create_task(self._closed_unheard(kind, at_ns))
            return
        self._broke(kind, at_ns)

    async def _closed_unheard(self, kind: EndKind, at_ns: int) -> None:
        """The first answer of an upstream is a closed connection: it may speak TLS, and the URL says http."""
        mistaken = await self._shared.dialer.unheard()
        self._awaited = None
        if mistaken is None:
            self._broke(kind, at_ns)
        else:
            self._unreachable(mistaken)

    def _broke(self, kind: EndKind, at_ns: int) -> None:
        client = self._end(kind, at_ns)
        if client is not None:
            client.response_broke(reset=kind is EndKind.RESET)

    def _unreachable(self, error: UpstreamError) -> None:
        self._tap.note = str(error)
        client = self._end(EndKind.UNREACHABLE, now_ns())
        if client is not None:
            client.unreachable(error)

    def _complete(self) -> None:
        connection, client, tap = self._connection, self._client, self._tap
        assert connection is not None
        self._connection = self._client = None
        self._shared.open.discard(self)
        self._advise()
        if tap.reusable and self._sent:
            self._shared.pool.give(connection)
        else:
            connection.close()
        if client is not None:
            # The client got the upstream's Connection header unchanged, so it holds for the client's connection, too.
            client.response_ended(stays=tap.stays)

    def _end(self, kind: EndKind, at_ns: int) -> Client | None:
        """Record the ending. Returns the client that must learn of it, if there is one."""
        client, self._client = self._client, None
        self._silence.end()
        self._shared.open.discard(self)
        self._advise()
        self._take.write(self._tap.finish(kind, at_ns))
        if client is not None and self._tap.forward:
            client.write(self._tap.forward)
        return client

    def _advise(self) -> None:
        if self._tap.head is not None and self._tap.head.status >= 300:
            self._shared.advice.answered(self._tap.head)

    # -------------------------------------------------------------------------- what the client does

    def pause(self) -> None:
        """The client does not keep up: stop reading from the upstream."""
        self._paused = True
        if self._connection is not None:
            self._connection.pause()

    def resume(self) -> None:
        """The client keeps up again: read on."""
        self._paused = False
        if self._connection is not None:
            self._connection.resume()

    def client_asks(self) -> None:
        """The client sent bytes behind its request."""
        self._silence.client_asks()
        if self._tap.refused:
            self._give_up()

    def nothing_follows(self) -> None:
        """The client will send no further request on this connection."""
        self._silence.nothing_follows()
        if self._tap.refused:
            self._silence.begin()

    def _give_up(self) -> None:
        """End a response without an end of its own: for the client, response and connection are over."""
        client = self._client
        if not self._tap.note:
            self._tap.note = say(
                "The response can't be read as HTTP/1.1, so nobody knows where it ends: it was ended here, and "
                "its connection was closed."
            )
        self._stop(EndKind.TRUNCATED, now_ns())
        if client is not None:
            client.response_broke(reset=False)

    def client_left(self) -> None:
        """The client closed or reset its connection."""
        at, self._client = now_ns(), None
        if self._shared.settings.drain:
            self._tap.note = say(
                "The client left when {bytes} bytes had come; the rest was read on (--drain).",
                bytes=self._take.progress.size,
            )
            self.resume()
            self.nothing_follows()
        else:
            self._stop(EndKind.CLIENT_ABORT, at)

    def interrupt(self) -> None:
        """The recorder stops."""
        client = self._client
        self._stop(EndKind.INTERRUPTED, now_ns())
        if client is not None:
            client.response_broke(reset=False)

    def _stop(self, kind: EndKind, at_ns: int) -> None:
        if self._awaited is not None:
            self._awaited.cancel()
        self._hang_up()
        self._end(kind, at_ns)
