"""The player as an ASGI application. Rules

- Making it opens no file and no socket.
- Under our own server (`player.server.server`) responses are written to the wire; under any other the same application
  answers through plain `send`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import cached_property

from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from cassettes.clock import now_ns
from player.library.library import Library
from player.player import Player
from player.replay.door import Doorkeeper
from player.replay.endpoint import OnMiss, Replay
from player.settings import Settings
from player.web.gate import Gate
from player.web.target import CONTROL


class PlayerApp:
    """An ASGI application, and what our own server needs beside it: `player` (journal, library, `stop()`), `lane` and
    `keeper` for the wire's protocol.
    """

    def __init__(
        self,
        library: Library,
        settings: Settings = Settings(),  # noqa: B008 - frozen
        clock: Callable[[], int] = now_ns,
        on_miss: OnMiss | None = None,
        on_stop: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """`on_miss` may answer a request that no recording answers; without it the answer is 404. `on_stop` is awaited
        when the application shuts down.
        """
        self.player = Player(library, settings, clock)
        self.keeper = Doorkeeper(self.player)
        self._replay = Replay(self.player, on_miss)
        self.lane = self._replay.lane
        self._gate = Gate(self._behind, settings, self.keeper)
        self._lifespan = Router(lifespan=self.lifespan)
        self._on_stop = on_stop

    @cached_property
    def control(self) -> Router:
        """The control endpoints, which are loaded for the first request of one. The rest has no route: a route's
        pattern does not match every path (a line feed, for one).
        """
        from player.control.routes import routes

        return Router(routes(self.player), redirect_slashes=False, default=self._replay)

    @asynccontextmanager
    async def lifespan(self, _: object) -> AsyncIterator[None]:
        """The time in which it serves."""
        self.player.start()
        try:
            yield
        finally:
            self.player.stop()
            self.player.close()
            if self._on_stop is not None:
                await self._on_stop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app: ASGIApp = self._gate if scope["type"] == "http" else self._lifespan
        await app(scope, receive, send)

    def _behind(self, path: str) -> ASGIApp:
        """The application for a path as the gate has read it: a server may pass a target on in absolute form."""
        return self.control if path.startswith(CONTROL) else self._replay
