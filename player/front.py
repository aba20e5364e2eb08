"""A shorter way to the recordings: the gate and then the replay, past Starlette's stack. Rules

- Control endpoints, lifespan and whatever is no HTTP request go to the application as they came; its own gate is there.
- The answers are the same either way; middleware and routing of the application cost 40 us a request.
"""

from starlette.types import ASGIApp, Receive, Scope, Send

from player.address import CONTROL
from player.config import Config
from player.door import Doorkeeper
from player.gate import Gate

_CONTROL = CONTROL.decode("ascii")


class Front:
    """ASGI callable before `app`; `replay` is the endpoint behind every path that is not control."""

    def __init__(self, app: ASGIApp, replay: ASGIApp, config: Config, keeper: Doorkeeper) -> None:
        self._app = app
        self._replay = Gate(replay, config, keeper)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_CONTROL):
            await self._app(scope, receive, send)
            return
        await self._replay(scope, receive, send)
