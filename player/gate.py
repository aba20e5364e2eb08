"""Before anything is served: who is let in (`player.door`), `Origin`, preflight (`player.access`).

For a page that may read, `scope["chunktape.origin"]` has its origin and `scope["chunktape.cors"]` the headers of an
answer of ours; a replayed response exposes its own headers too, so it makes its own.
"""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cassettes.errors import RequestError
from cassettes.messages import say
from player import access, answers, asking
from player.config import Config
from player.door import Doorkeeper
from player.wire import EXTENSION


class Gate:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, config: Config, keeper: Doorkeeper) -> None:
        self.app = app
        self.config = config
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if EXTENSION not in scope.get("extensions", ()):  # over a wire it was let in before it was parsed
            try:
                scope = asking.in_origin_form(scope, self._keeper.admit(scope))
            except RequestError as error:
                client = str(scope["client"][0]) if scope.get("client") else ""
                self._keeper.refused(error, client, asking.head(scope))
                await answers.refusal(error)(scope, receive, send)
                return
        headers = dict(scope["headers"])
        origin = headers.get(b"origin")
        if origin is not None and access.origin_allowed(origin.decode("latin-1"), self.config.allow_origins):
            if access.is_preflight(scope["method"], headers):
                response = Response(status_code=204)
                response.raw_headers.extend((n.lower(), v) for n, v in access.preflight(origin, headers))
                await response(scope, receive, send)
                return
            scope["chunktape.origin"] = origin
            scope["chunktape.cors"] = access.cors(origin)
        elif origin is not None and (
            access.is_preflight(scope["method"], headers) or scope["path"].startswith("/@chunktape/")
        ):
            message = say("player.origin-refused", origin=origin.decode("latin-1")[:100])
            await answers.error(403, "origin", message)(scope, receive, send)
            return
        await self.app(scope, receive, send)
