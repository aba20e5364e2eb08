"""The control endpoints under `/@chunktape/`. Rules

- JSON in, JSON out; keys and codes are stable.
- GET health: whether it serves, and what. GET journal: what was asked. DELETE journal, POST reset: journal and turns
  begin anew (`?client=NAME`: the turns of one client only).
- GET hello is for a person with a phone: the one page, see `player.hello`.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cassettes.messages import say
from player import answers
from player.runtime import Player

ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def routes(player: Player) -> list[BaseRoute]:
    """Everything below `/@chunktape/`."""

    async def health(request: Request) -> Response:
        library = player.library
        content = {
            "ok": True,
            "version": player.config.version,
            "cassettes": len(library.sources),
            "interactions": len(library.recordings),
            "active": player.journal.active,
        }
        return answers.plain(200, content, _cors(request))

    async def journal(request: Request) -> Response:
        if request.method == "DELETE":
            return await reset(request)
        return answers.plain(200, player.journal.as_json(), _cors(request))

    async def reset(request: Request) -> Response:
        client = request.query_params.get("client")
        player.selection.reset(client)
        if client is None:
            player.journal.reset()
        return answers.plain(200, {"ok": True}, _cors(request))

    async def hello(request: Request) -> Response:
        from player.hello import page  # jinja2 is loaded for those who ask

        base = f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}"
        client = request.client.host if request.client else ""
        shown = page(base, client, request.headers.get("user-agent", ""))
        return Response(shown, media_type="text/html", headers={"cache-control": "no-store"})

    async def unknown(request: Request) -> Response:
        known = [
            "GET /@chunktape/hello",
            "GET /@chunktape/health",
            "GET|DELETE /@chunktape/journal",
            "POST /@chunktape/reset",
        ]
        message = say("player.no-control", path=request.url.path[:100])
        return answers.error(404, "no-control", message, _cors(request), {"endpoints": known})

    return [
        Route("/@chunktape/hello", hello, methods=["GET"]),
        Route("/@chunktape/health", health, methods=["GET"]),
        Route("/@chunktape/journal", journal, methods=["GET", "DELETE"]),
        Route("/@chunktape/reset", reset, methods=["POST"]),
        Route("/@chunktape", unknown, methods=ANY),
        Route("/@chunktape/{rest:path}", unknown, methods=ANY),
    ]


def _cors(request: Request) -> tuple[tuple[bytes, bytes], ...]:
    headers: tuple[tuple[bytes, bytes], ...] = request.scope.get("chunktape.cors", ())
    return headers
