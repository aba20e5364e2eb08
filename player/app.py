"""The player as an ASGI application. Rules

- Making it opens no file and no socket.
- Under our own server (`player.server.server`) responses are written to the wire; under any other the same application
  answers through plain `send`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Router
from starlette.types import ASGIApp, Receive, Scope, Send

from cassettes.clock import now_ns
from player.library.library import Library
from player.player import Player
from player.replay.door import Doorkeeper
from player.replay.endpoint import OnMiss, Replay
from player.settings import Settings
from player.web.gate import Front, Gate


class Control:
    """The control endpoints, in front of `rest`. They are loaded when the first request for one of them comes."""

    def __init__(self, player: Player, rest: ASGIApp) -> None:
        self._player, self._rest = player, rest
        self._routes: Router | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/@chunktape"):
            await self._rest(scope, receive, send)
            return
        if self._routes is None:
            from player.control.routes import routes

            # no route for the rest: a route's pattern does not match every path (a line feed, for one)
            self._routes = Router(routes(self._player), redirect_slashes=False, default=self._rest)
        await self._routes(scope, receive, send)


class PlayerApp:
    """An ASGI application, and what our own server needs beside it.

    `player`: journal, library, `stop()`; `asgi`: all of it; `front`: the same with a shorter way to the recordings;
    `lane` and `keeper`: for the wire's protocol.
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
        self.player = player = Player(library, settings, clock)
        self.keeper = Doorkeeper(player)

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            player.start()
            try:
                yield
            finally:
                player.stop()
                player.close()
                if on_stop is not None:
                    await on_stop()

        self.asgi = Starlette(
            middleware=[Middleware(Gate, settings=settings, keeper=self.keeper)],
            lifespan=lifespan,
        )
        replay = Replay(player, on_miss)
        self.asgi.router.default = Control(player, replay)
        self.asgi.router.redirect_slashes = False
        self.lane = replay.lane
        self.front = Front(self.asgi, replay, settings, self.keeper)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.asgi(scope, receive, send)
