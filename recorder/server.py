"""A recorder that listens. It stops within a second. Rules

- `bind` comes before the cassette is opened, so that a port in use leaves no file behind; `serve` comes after.
- Stopping ends open interactions as interrupted, closes every connection, then the recording.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from network.exiting import FLUSH_SECONDS
from network.listen import BACKLOG, bind, url_of
from recorder.client import ClientConnection, Connections
from recorder.exchange.exchanges import Exchanges, Own
from recorder.notices import Notices
from recorder.session import Session
from recorder.settings import Settings
from recorder.upstream.dial import Dialer


class Recorder:
    """One recorder. Once `bind` has returned, `settings.port` is the port on which it listens."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._session: Session | None = None
        self._connections = Connections()
        self._exchanges: Exchanges | None = None
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """The base URL to use in the app."""
        return url_of(self.settings.host, self.settings.port)

    async def bind(self) -> None:
        """Bind the address. Raises SpecError when that fails, or when the way to the upstream is unusable."""
        self._dialer = Dialer(self.settings)
        settings = self.settings
        bound = bind(settings.host, settings.port, exact=settings.port_is_exact)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, sock=bound.sock, start_serving=False, backlog=BACKLOG)
        self.settings = replace(settings, port=bound.port)

    async def serve(
        self, session: Session, own: Own | None = None, tell: Callable[[str], None] = lambda line: None
    ) -> None:
        """Listen on the bound address, and record; `own` answers requests that are not for the upstream; `tell` takes
        the lines of `recorder.notices`, and advice about the upstream's URL.
        """
        assert self._server is not None
        self._session, self._notices = session, Notices(tell)
        self._exchanges = Exchanges(self.settings, self._dialer, session, own, tell)
        await self._server.start_serving()

    def _connection(self) -> ClientConnection:
        assert self._exchanges is not None
        return ClientConnection(self._exchanges, self._connections, self._notices)

    async def stop(self) -> None:
        """End everything. A second call does nothing."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        if self._exchanges is not None:
            self._exchanges.close()
            await self._exchanges.settle()
        for connection in list(self._connections):
            connection.close()
        try:
            await asyncio.wait_for(self._connections.none_left.wait(), FLUSH_SECONDS)
        except TimeoutError:
            pass
        for connection in list(self._connections):
            connection.abort()
        if self._session is not None:
            await self._session.close()
