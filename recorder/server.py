"""A recorder that listens: start it, and stop it within a second. Rules

- The default port taken means the next free one; a port that was asked for by number is that one or an error.
- `bind` comes before the cassette is opened, so that a port in use leaves no file behind; `serve` comes after.
- Stopping ends open interactions as interrupted, closes every connection, then the recording.
"""

import asyncio
import errno
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say
from recorder.config import Settings
from recorder.dial import Dialer
from recorder.exchange import Exchanges, Own
from recorder.notices import Notices
from recorder.proxy import ClientConnection, Connections
from recorder.recording import Recording

_PORTS_TRIED: Final = 100
#: how long a client may take, when the recorder stops, to be sent what was already received for it (seconds)
_FLUSH: Final = 0.3


class Recorder:
    """`settings.port` is the port it listens on, once `bind` returned."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._recording: Recording | None = None
        self._connections = Connections()
        self._notices = Notices()
        self._exchanges: Exchanges | None = None
        self._server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """The base URL to use in the app."""
        host = self.settings.host
        if host in ("0.0.0.0", "::", ""):
            host = "127.0.0.1"
        return f"http://{f'[{host}]' if ':' in host else host}:{self.settings.port}"

    async def bind(self) -> None:
        """Take the address. Raises SpecError when it can't be had, or when the way to the upstream is unusable."""
        self._dialer = Dialer(self.settings)
        loop = asyncio.get_running_loop()
        first = self.settings.port
        tries = 1 if self.settings.port_is_exact or first == 0 else _PORTS_TRIED
        for port in range(first, min(first + tries, 65536)):
            settings = replace(self.settings, port=port)
            try:
                self._server = await loop.create_server(self._connection, settings.host, port, start_serving=False)
                break
            except OSError as error:
                if error.errno != errno.EADDRINUSE or port + 1 == first + tries:
                    raise _cannot_listen(settings, error) from None
            except OverflowError as error:
                raise _cannot_listen(settings, error) from None
        assert self._server is not None
        bound = self._server.sockets[0].getsockname()[1]
        self.settings = replace(self.settings, port=bound)

    async def serve(
        self, recording: Recording, own: Own | None = None, tell: Callable[[str], None] | None = None
    ) -> None:
        """Listen on the bound address, and record; `own` answers what is not for the upstream, `tell` gets lines about
        requests that were refused or understood otherwise.
        """
        assert self._server is not None
        self._recording, self._notices = recording, Notices(tell)
        self._exchanges = Exchanges(self.settings, self._dialer, recording)
        if own is not None:
            self._exchanges.own = own
        await self._server.start_serving()

    def _connection(self) -> ClientConnection:
        assert self._exchanges is not None
        return ClientConnection(self._exchanges, self._connections, self._notices)

    async def stop(self) -> None:
        """End everything. Stopping twice does nothing more."""
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
            await asyncio.wait_for(self._connections.none_left.wait(), _FLUSH)
        except TimeoutError:
            pass
        for connection in list(self._connections):
            connection.abort()
        if self._recording is not None:
            await self._recording.close()


def _cannot_listen(settings: Settings, error: Exception) -> SpecError:
    taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
    reason = getattr(error, "strerror", None) or str(error)
    if isinstance(error, OSError) and error.errno:
        reason = os.strerror(error.errno) if error.errno > 0 else reason
    key = "recorder.port_taken" if taken else "recorder.cannot_listen"
    return SpecError(say(key, host=settings.host, port=settings.port, reason=reason))
