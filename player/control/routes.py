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

from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cassettes.messages import say
from player.control import events, inspector
from player.control import plans as reporting
from player.control import request as one_request
from player.control import settings as setting
from player.control.endpoints import Endpoints, refused
from player.control.peers import by_number, by_worker
from player.journal.metrics import CONTENT_TYPE
from player.player import Player
from player.web import answers
from player.web.target import CONTROL

#: requests, and places that differ in them, that are written before the loop goes on: a quarter of a ms
TOLD_AT_ONCE: Final = 16
ANY = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class SmallEndpoints(Endpoints):
    """The small endpoints of one player."""

    async def health(self, request: Request) -> Response:
        library = self.player.library
        content = {
            "ok": True,
            "version": self.player.settings.version,
            "session_seed": self.player.settings.session_seed,
            "cassettes": len(library.files),
            "interactions": len(library.recordings),
            "active": self.player.journal.active,
        }
        return self.told(request, content)

    async def journal(self, request: Request) -> Response:
        if request.method == "DELETE":
            return await self.reset(request)
        content = {**self.worker, **self.player.journal.as_json(), **self.player.metrics.as_json()}
        told = self.player.journal.told()
        return await answers.listed(content, "entries", told, answers.cors(request), at_once=TOLD_AT_ONCE)

    async def following(self, request: Request) -> Response:
        return events.answer(self.player, request)

    async def detail(self, request: Request) -> Response:
        return await one_request.answer(self.player, request)

    async def reset(self, request: Request) -> Response:
        client = request.query_params.get("client")
        self.player.selection.reset(client)
        self.player.plans.settler.reset(client)
        if client is None:
            self.player.journal.reset()
            self.player.ledger.reset()
        return self.told(request, {"ok": True})

    async def figures(self, request: Request) -> Response:
        figures = Response(self.player.metrics.text(), headers={"content-type": CONTENT_TYPE})
        return answers.with_headers(figures, answers.cors(request))

    async def hello(self, request: Request) -> Response:
        from player.control.hello import page  # loads jinja2, which only this page needs

        base = f"{request.url.scheme}://{request.headers.get('host', request.url.netloc)}"
        client = request.client.host if request.client else ""
        shown = page(base, client, request.headers.get("user-agent", ""))
        return Response(shown, media_type="text/html", headers={"cache-control": "no-store"})

    async def unknown(self, request: Request) -> Response:
        named = (one for one in routes(self.player) if ":path" not in one.path and one.path != CONTROL)
        known = [_shown(one) for one in named]
        message = say("There is no control endpoint {asked}.", asked=f"{request.method} {request.url.path[:100]}")
        return refused(self.player, request, 404, "no-control", message, endpoints=known)


def _shown(route: Route) -> str:
    """A route as a person writes it: `GET /@chunktape/journal/<number>`."""
    methods = "|".join(method for method in ANY if method in (route.methods or ()) and method != "HEAD")
    return f"{methods} {route.path_format.replace('{', '<').replace('}', '>')}"


def routes(player: Player) -> list[Route]:
    """The routes of everything below `/@chunktape/`."""
    own = SmallEndpoints(player)
    return [
        Route("/@chunktape/hello", own.hello, methods=["GET"]),
        Route("/@chunktape/health", by_worker(player, own.health), methods=["GET"]),
        Route("/@chunktape/journal", by_worker(player, own.journal), methods=["GET", "DELETE"]),
        Route("/@chunktape/journal/events", own.following, methods=["GET"]),
        Route("/@chunktape/journal/{number}", by_number(player, own.detail), methods=["GET"]),
        Route("/@chunktape/metrics", by_worker(player, own.figures), methods=["GET"]),
        Route("/@chunktape/reset", by_worker(player, own.reset), methods=["POST"]),
        *inspector.routes(player),
        *setting.routes(player),
        *reporting.routes(player),
        Route(CONTROL, own.unknown, methods=ANY),
        Route("/@chunktape/{rest:path}", own.unknown, methods=ANY),
    ]
