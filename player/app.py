"""The player as an ASGI application. Rules

- `create_app` is the one way to make it; it opens no file and no socket.
- Under our own server (`player.server.server`) responses are written to the wire; under any other the same app answers
  through plain `send`.
- `app.state.front` is the same application with a shorter way to the recordings, for our own server.
- `app.state.player` is the `Player` behind it: journal, library, `stop()`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware

from cassettes.clock import now_ns
from player.control import routes as control
from player.library.library import Library
from player.player import Player
from player.replay.door import Doorkeeper
from player.replay.endpoint import OnMiss, Replay
from player.settings import Settings
from player.web.gate import Front, Gate


def create_app(
    library: Library,
    settings: Settings = Settings(),  # noqa: B008 - frozen
    clock: Callable[[], int] = now_ns,
    on_miss: OnMiss | None = None,
    on_stop: Callable[[], Awaitable[None]] | None = None,
) -> Starlette:
    """The player of `library`. `on_miss` may answer what no recording answers; without it that is a 404. `on_stop` is
    awaited when the application shuts down.
    """
    player = Player(library, settings, clock)
    keeper = Doorkeeper(player)

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

    app = Starlette(
        routes=control.routes(player),
        middleware=[Middleware(Gate, settings=settings, keeper=keeper)],
        lifespan=lifespan,
    )
    # no route of its own: a route's pattern does not match every path (a line feed, for one)
    replay = Replay(player, on_miss)
    app.router.default = replay
    app.router.redirect_slashes = False
    app.state.player = player
    app.state.lane = replay.lane
    app.state.keeper = keeper
    app.state.front = Front(app, replay, settings, keeper)
    return app
