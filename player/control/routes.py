"""The control endpoints under `/@chunktape/`. Rules

- JSON in, JSON out; keys and codes are stable.
- GET health: whether the player serves, and which recordings. GET journal: the requests. DELETE journal, POST reset:
  journal, coverage, seeds and turns begin anew (`?client=NAME`: the turns of one client only). GET metrics: figures
  since the start, for Prometheus.
- GET hello is for a person with a phone: the one page, see `player.control.hello`.
- One of several workers gives its number: its answers and its resets concern this worker alone, unless
  `?worker=` names another (`peers`).
- Plans and coverage are in `player.control.plans`, the settings in `settings`, the journal's events in `events`, the
  page in `inspector`.
"""

from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from cassettes.messages import say
from player.control import events, inspector
from player.control import plans as reporting
from player.control import request as one_request
from player.control import settings as setting
from player.control.peers import by_number, by_worker
from player.journal.metrics import CONTENT_TYPE
from player.player import Player
from player.web import answers

#: requests, and places that differ in them, that are written before the loop goes on: a quarter of a ms
TOLD_AT_ONCE: Final = 16
ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def routes(player: Player) -> list[BaseRoute]:
    """The routes of everything below `/@chunktape/`."""

    worker = player.settings.place

    async def health(request: Request) -> Response:
        library = player.library
        content = {
            "ok": True,
            "version": player.settings.version,
            "session_seed": player.settings.session_seed,
            "cassettes": len(library.sources),
            "interactions": len(library.recordings),
            "active": player.journal.active,
        }
        return answers.plain(200, {**content, **worker}, answers.cors(request))

    async def journal(request: Request) -> Response:
        if request.method == "DELETE":
            return await reset(request)
        content = {**worker, **player.journal.as_json(), **player.metrics.as_json()}
        told = player.journal.told()
        return await answers.listed(content, "entries", told, answers.cors(request), at_once=TOLD_AT_ONCE)

    async def following(request: Request) -> Response:
        return events.answer(player, partial(setting.told, player), request)

    async def detail(request: Request) -> Response:
        return await one_request.answer(player, request)

    async def reset(request: Request) -> Response:
        client = request.query_params.get("client")
        player.selection.reset(client)
        player.planner.settler.reset(client)
        if client is None:
            player.journal.reset()
            player.ledger.reset()
        return answers.plain(200, {"ok": True, **worker}, answers.cors(request))

    async def figures(request: Request) -> Response:
        response = Response(player.metrics.text(), headers={"content-type": CONTENT_TYPE})
        response.raw_headers.extend((name.lower(), value) for name, value in answers.cors(request))
        return response

    async def hello(request: Request) -> Response:
        from player.control.hello import page  # loads jinja2, which only this page needs

        base = f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}"
        client = request.client.host if request.client else ""
        shown = page(base, client, request.headers.get("user-agent", ""))
        return Response(shown, media_type="text/html", headers={"cache-control": "no-store"})

    async def unknown(request: Request) -> Response:
        known = [
            "GET /@chunktape/hello",
            "GET /@chunktape/health",
            "GET|DELETE /@chunktape/journal",
            "GET /@chunktape/journal/<number>",
            "GET /@chunktape/journal/events",
            "GET /@chunktape/metrics",
            "POST /@chunktape/reset",
            *inspector.ENDPOINTS,
            *setting.ENDPOINTS,
            *reporting.ENDPOINTS,
        ]
        message = say("There is no control endpoint {asked}.", asked=f"{request.method} {request.url.path[:100]}")
        return answers.error(404, "no-control", message, answers.cors(request), {"endpoints": known, **worker})

    return [
        Route("/@chunktape/hello", hello, methods=["GET"]),
        Route("/@chunktape/health", by_worker(player, health), methods=["GET"]),
        Route("/@chunktape/journal", by_worker(player, journal), methods=["GET", "DELETE"]),
        Route("/@chunktape/journal/events", following, methods=["GET"]),
        Route("/@chunktape/journal/{number}", by_number(player, detail), methods=["GET"]),
        Route("/@chunktape/metrics", by_worker(player, figures), methods=["GET"]),
        Route("/@chunktape/reset", by_worker(player, reset), methods=["POST"]),
        *inspector.routes(player),
        *setting.routes(player),
        *reporting.routes(player),
        Route("/@chunktape", unknown, methods=ANY),
        Route("/@chunktape/{rest:path}", unknown, methods=ANY),
    ]
