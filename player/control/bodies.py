"""What control endpoints are posted, and errors as their answers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from cassettes.errors import RequestError, SpecError, TooLarge, http_status
from cassettes.messages import say
from player.web import answers

#: bytes of a body
LIMIT: Final = 4 << 20


def told_errors(
    endpoint: Callable[[Request], Awaitable[Response]], worker: Mapping[str, object], wrong: str = "report"
) -> Callable[[Request], Awaitable[Response]]:
    """`endpoint`, with our errors as JSON; `wrong`: the code for a body that is not what it takes."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except (RequestError, SpecError) as error:
            code = "spec" if isinstance(error, SpecError) else "too-large" if isinstance(error, TooLarge) else wrong
            return answers.error(http_status(error), code, str(error), answers.cors(request), worker)

    return answer


async def body_of(request: Request) -> bytes:
    """The whole body. Raises TooLarge."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size <= LIMIT:
            parts.append(part)
    if size > LIMIT:  # what was too much has been read, so that the client sees the answer
        raise TooLarge(say("A report may have {limit} bytes; this one has {found}.", limit=LIMIT, found=size))
    return b"".join(parts)
