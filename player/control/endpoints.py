"""What control endpoints have in common: their player, and how they answer."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from player.player import Player
from player.web import answers

Endpoint = Callable[[Request], Awaitable[Response]]


class Endpoints:
    """Endpoints of one player. One of several workers gives its number (`worker`) in every answer."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.worker = player.settings.place

    def told(self, request: Request, content: Mapping[str, object]) -> Response:
        """`content` as JSON."""
        return answers.plain(200, {**content, **self.worker}, answers.cors(request))


def refused(player: Player, request: Request, status: int, code: str, message: str, **details: object) -> Response:
    """An error as JSON."""
    return answers.error(status, code, message, answers.cors(request), {**details, **player.settings.place})
