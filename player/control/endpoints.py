"""What control endpoints have in common: their player, how they answer, errors as their answers, and the bodies and
numbers that they are given.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from cassettes.errors import RequestError, SpecError, TooLarge, http_status
from cassettes.messages import say, sentence
from player.player import Player
from player.web import answers

Endpoint = Callable[[Request], Awaitable[Response]]

#: bytes of a body
LIMIT: Final = 4 << 20
#: digits of a number; no run counts further
DIGITS: Final = 15
_REPORT: Final = sentence("A report may have {limit} bytes; this one has {found}.")


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


def told_errors(endpoint: Endpoint, worker: Mapping[str, object], wrong: str = "report") -> Endpoint:
    """`endpoint`, with our errors as JSON; `wrong`: the code for a body that it does not take."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except (RequestError, SpecError) as error:
            code = "spec" if isinstance(error, SpecError) else "too-large" if isinstance(error, TooLarge) else wrong
            return answers.error(http_status(error), code, error, answers.cors(request), worker)

    return answer


async def body_of(request: Request, limit: int = LIMIT, words: str = _REPORT) -> bytes:
    """The whole body. Raises TooLarge with the sentence `words`, which has `limit` and `found`."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size <= limit:
            parts.append(part)
    if size > limit:  # the rest was read and dropped, so that the client sees the answer
        raise TooLarge(say(words, limit=limit, found=size))
    return b"".join(parts)


def number_in(text: str) -> int | None:
    """The whole number that `text` is, in ASCII digits; None: it is none, or too long."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else None
