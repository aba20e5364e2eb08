"""The control endpoints that set what is played: `settings`, `hold`, `go` (docs/control.md). Rules

- A setting holds from the next request on; a hold also for the streams under way.
- One of several workers passes a setting on to the others, and the answer says how many it reached.
- A wrong request changes nothing. `player.web.gate` decides who may ask.
"""

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cassettes.errors import BadRequest
from cassettes.messages import say
from network.work import Cost
from player.control.endpoints import Endpoints, body_of, told_errors
from player.player import Player
from player.spec.changes import asked_spec, read_spec

#: key of a setting -> the types of its value
_KEYS: Final[dict[str, tuple[type, ...]]] = {
    "spec": (str,),
    "split": (str,),
    "rewrites": (str, list),
    "faults": (str, list),
    "speed": (str, int, float),
    "gap": (str, int),
    "client": (str, type(None)),
    "alone": (bool,),
    "hold": (bool,),
}


class SettingEndpoints(Endpoints):
    """The endpoints of one player that set something."""

    async def _changed(self, request: Request) -> Response:
        reached = await self.player.changed_here()
        more = {} if reached is None else {"workers": {"reached": reached, "of": self.player.settings.workers}}
        return self.told(request, {**self.player.changes.as_json(), **more})

    async def settings(self, request: Request) -> Response:
        if request.method == "GET":
            return self.told(request, self.player.changes.as_json())
        if request.method == "DELETE":
            self.player.changes.take_back(_client(request))
            return await self._changed(request)
        body = await body_of(request)
        value = await self.player.background.run(lambda: _read(body), Cost(len(body)))
        client = value.get("client") or ""
        text = asked_spec(value)
        if text is None and "alone" in value:
            text = ""
        spec, plans = None, self.player.plans.settler.memory
        if text is not None:
            spec = await self.player.background.run(partial(read_spec, text, plans), Cost(len(text)))
        self.player.changes.put(client, spec, alone=value.get("alone", False), hold=value.get("hold"))
        return await self._changed(request)

    def holding(self, hold: bool) -> Any:
        async def endpoint(request: Request) -> Response:
            self.player.changes.hold(_client(request), hold)
            return await self._changed(request)

        return told_errors(endpoint, self.worker, "settings")


def routes(player: Player) -> list[Route]:
    """The routes of these endpoints."""
    own = SettingEndpoints(player)
    return [
        Route(
            "/@chunktape/settings", told_errors(own.settings, own.worker, "settings"), methods=["GET", "POST", "DELETE"]
        ),
        Route("/@chunktape/hold", own.holding(True), methods=["POST"]),
        Route("/@chunktape/go", own.holding(False), methods=["POST"]),
    ]


def _client(request: Request) -> str:
    return request.query_params.get("client", "")[:100]


def _read(body: bytes) -> Mapping[str, Any]:
    """The JSON of a setting. Raises BadRequest that says what is wrong."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BadRequest(say('A setting is JSON such as {"spec": "utf8+speed,x=2", "client": "phone"}.'))
    for key, found in value.items():
        if key not in _KEYS:
            raise BadRequest(say("A setting has no `{key}`; it has {known}.", key=key[:40], known=", ".join(_KEYS)))
        if type(found) not in _KEYS[key] or (key == "client" and found is not None and not 0 < len(found) <= 100):
            raise BadRequest(say("`{key}` of a setting can't be {found}.", key=key, found=json.dumps(found)[:80]))
    return value
