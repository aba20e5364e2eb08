"""The inspector, the page at `/@chunktape/`, and the endpoints that only it reads. Rules

- `GET /@chunktape/` is the page in the browser's language; `GET /@chunktape/page/<file>` its style and its modules. Its
  policy allows only files that this player serves, and nothing inline.
- `GET /@chunktape/requests/<number>` gives the recorded request with which a request of the journal can be repeated.
  `POST /@chunktape/show` takes a cassette (the body is the file) and gives its recordings; nothing of it is kept.
- A page of another origin reads none of it and posts nothing, whatever `--allow-origin` says: recordings are private.
- Long answers are made in the background thread.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cassettes.errors import CassetteError, TooLarge
from cassettes.messages import language, say, sentence, speaking
from cassettes.store import loads
from network.door.head import language_in
from network.work import Cost
from player.control.endpoints import Endpoint, Endpoints, body_of
from player.control.hello import template
from player.control.peers import by_number
from player.control.recorded_json import PIECES, Json, asked_json, recording_json
from player.control.request import source_of
from player.control.words import told
from player.player import Player
from player.web import answers
from player.web.access import is_own_page

PAGE: Final = "/@chunktape/"
#: bytes of a cassette that is shown, recordings of it, and pieces of all of these
LIMIT: Final = 32 << 20
RECORDINGS: Final = 200
TOLD: Final = 20_000
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_ALONE: Final = {
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_TOO_LONG: Final = sentence("A cassette of at most {limit} bytes is shown here; this one has {found}.")
_TYPES: Final = {".css": "text/css", ".mjs": "text/javascript", ".svg": "image/svg+xml"}
_FOLDER: Final = Path(__file__).parent / "pages" / "inspector"


@cache
def _assets() -> dict[str, tuple[bytes, str]]:
    """Name -> (bytes, media type) of every file that the page loads."""
    found = (one for one in _FOLDER.rglob("*") if one.suffix in _TYPES)
    return {one.relative_to(_FOLDER).as_posix(): (one.read_bytes(), _TYPES[one.suffix]) for one in found}


def page(spoken: str) -> str:
    """The HTML in the language `spoken`."""
    with speaking(spoken):
        return template("inspector/inspector.html").render(lang="zh-CN" if spoken == "zh" else "en", told=told())


class PageEndpoints(Endpoints):
    """The endpoints of the page."""

    async def shown(self, request: Request) -> Response:
        headers = {**_ALONE, "content-security-policy": POLICY, "vary": "accept-language"}
        return Response(page(_spoken(request)), media_type="text/html", headers=headers)

    async def asset(self, request: Request) -> Response:
        known = _assets().get(request.path_params["name"])
        if known is None:
            asked = f"GET {request.url.path[:100]}"
            return answers.error(404, "no-control", say("There is no control endpoint {asked}.", asked=asked))
        return Response(known[0], media_type=known[1], headers=_ALONE)

    async def asked(self, request: Request) -> Response:
        number = request.path_params["number"]
        entry = self.player.journal.find(number)
        recording = await source_of(self.player, entry) if entry is not None else None
        if recording is None and entry is not None and entry.recording is not None:  # replaced, or just recorded
            found = (one for one in self.player.library.recordings if one.place == entry.recording)
            recording = next(found, None)
        if recording is None:
            why = say("Nothing is kept of request {number} that could be repeated.", number=number)
            return answers.error(404, "no-request", why, details=self.worker)
        one = recording.interaction.request
        return await _told(self.player, _spoken(request), lambda: asked_json(one), Cost(len(one.body)))

    async def cassette(self, request: Request) -> Response:
        data, name = await body_of(request, LIMIT, _TOO_LONG), request.query_params.get("name", "")[:200]
        return await _told(self.player, _spoken(request), lambda: _cassette(data, name), Cost(len(data)))


def routes(player: Player) -> list[Route]:
    """The routes of the page."""
    own = PageEndpoints(player)
    return [
        Route(PAGE, own.shown, methods=["GET"]),
        Route(f"{PAGE}page/{{name:path}}", own.asset, methods=["GET"]),
        Route(f"{PAGE}requests/{{number:int}}", _private(by_number(player, own.asked), own.worker), methods=["GET"]),
        Route(f"{PAGE}show", _private(own.cassette, own.worker), methods=["POST"]),
    ]


def _private(endpoint: Endpoint, worker: Json) -> Endpoint:
    """`endpoint` for pages of this player only, with our errors as JSON in the reader's language."""

    async def answer(request: Request) -> Response:
        with speaking(_spoken(request)):
            try:
                if is_own_page(request.headers, request.url.scheme):
                    return await endpoint(request)
                why = say("Only the page of this player itself may do this.")
                return answers.error(403, "origin", why, details=worker)
            except TooLarge as error:
                return answers.error(413, "too-large", error, details=worker)
            except CassetteError as error:
                return answers.error(400, "cassette", error, details=worker)

    return answer


def _spoken(request: Request) -> str:
    return language_in(tuple(request.headers.raw)) or language()


async def _told(player: Player, spoken: str, make: Callable[[], Json], cost: Cost) -> Response:
    """The result of `make` as JSON; both steps run in the background thread."""

    def made() -> bytes:
        with speaking(spoken):
            return json.dumps(make(), ensure_ascii=False).encode("utf-8", "backslashreplace")

    return Response(await player.background.run(made, cost), media_type="application/json", headers=_ALONE)


def _cassette(data: bytes, name: str) -> Json:
    """A cassette's recordings, and at most `TOLD` pieces of all of them. Raises CassetteError."""
    found, told, left = loads(data, name), list[Json](), TOLD
    for one in found.interactions[:RECORDINGS]:
        told.append(recording_json(one, min(PIECES, left)))
        left -= len(told[-1]["recorded"]["pieces"])
    return {"state": found.state, "more": len(found.interactions) - len(told), "recordings": told}
