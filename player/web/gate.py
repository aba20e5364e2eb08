"""The checks before a request is served: the door (`player.replay.door`), `Origin`, preflight (`player.web.access`).

For a page that may read, `scope["chunktape.origin"]` has its origin and `scope["chunktape.cors"]` the headers of an
answer of ours; a replayed response exposes its own headers too, so it makes its own.
"""

from collections.abc import Callable

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from cassettes.errors import RequestError
from cassettes.messages import say
from player.settings import Settings
from player.web import access, answers
from player.web import scope as asking
from player.web.target import CONTROL
from player.wire.wire import EXTENSION, Keeper


class Gate:
    """Lets requests in. `behind` gives the ASGI application for a path."""

    def __init__(self, behind: Callable[[str], ASGIApp], settings: Settings, keeper: Keeper) -> None:
        self._behind = behind
        self.settings = settings
        self._keeper = keeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if EXTENSION not in scope.get("extensions", ()):  # over a wire it was checked before it was parsed
            try:
                scope = asking.in_origin_form(scope, self._keeper.admit(scope))
            except RequestError as error:
                client = str(scope["client"][0]) if scope.get("client") else ""
                self._keeper.refused(error, client, asking.head(scope))
                await answers.refusal(error)(scope, receive, send)
                return
        headers = dict(scope["headers"])
        origin = headers.get(b"origin")
        if origin is not None and access.origin_allowed(origin.decode("latin-1"), self.settings.allow_origins):
            if access.is_preflight(scope["method"], headers):
                allowed = answers.with_headers(Response(status_code=204), access.preflight(origin, headers))
                await allowed(scope, receive, send)
                return
            scope["chunktape.origin"] = origin
            scope["chunktape.cors"] = access.cors(origin)
        elif origin is not None and (
            access.is_preflight(scope["method"], headers) or scope["path"].startswith(f"{CONTROL}/")
        ):
            message = say(
                "Origin {origin!r} is neither on loopback nor on a private address. "
                "If it is meant: --allow-origin ORIGIN.",
                origin=origin.decode("latin-1")[:100],
            )
            await answers.error(403, "origin", message)(scope, receive, send)
            return
        elif access.from_elsewhere(scope["method"], headers) and scope["path"].startswith(f"{CONTROL}/"):
            message = say("A page elsewhere sent this without saying where it is; nothing was changed.")
            await answers.error(403, "origin", message)(scope, receive, send)
            return
        await self._behind(scope["path"])(scope, receive, send)
