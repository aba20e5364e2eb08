"""All exchanges of a recorder: started, and ended when it stops."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from network.door.head import RequestHead
from recorder.exchange.advice import Advice
from recorder.exchange.exchange import Client, Exchange
from recorder.exchange.request import Edit, RequestIn
from recorder.session import Session
from recorder.settings import Settings
from recorder.upstream.connections import Pool
from recorder.upstream.dial import Dialer

#: (head, target, the client's address) -> the whole response, or None for what goes to the upstream
Own = Callable[[RequestHead, bytes, str], bytes | None]


class Exchanges:
    """The exchanges of a recorder, and the parts that they share. It starts them, and ends the open ones.

    `own` answers requests that are not for the upstream; `tell` takes advice about the upstream's URL
    (`recorder.exchange.advice`).
    """

    def __init__(
        self,
        settings: Settings,
        dialer: Dialer,
        session: Session,
        own: Own | None = None,
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.settings, self.session = settings, session
        self.advice = Advice(settings.upstream, dialer, tell)
        self.own: Own = own or (lambda head, target, client: None)
        self.dialer = dialer
        self.pool = Pool()
        self.open: set[Exchange] = set()
        #: whether `close` was called: an exchange that begins later is interrupted at once
        self.closed = False
        self._storing: set[asyncio.Task[None]] = set()

    async def prepared(self, asked: RequestIn) -> RequestIn:
        """A large request together with its redacted copy, made in a thread; any other request unchanged."""
        if not asked.is_large:
            return asked
        return replace(asked, stored=await asyncio.to_thread(self.session.redaction.stored, asked.request))

    def start(self, asked: RequestIn, client: Client, edit: Edit | None = None) -> Exchange:
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
        """End open exchanges as interrupted, and close every connection."""
        self.closed = True
        for exchange in list(self.open):
            exchange.interrupt()
        self.advice.close()  # behind the exchanges: the head of one that is interrupted may start a question
        self.dialer.close()
        self.pool.close()
