"""Responses that chunktape makes itself. Rules

- JSON; an error has one shape, `{"error": {"code", "message", ...}}`. Codes and keys are stable. Its sentence is in the
  language of the client that it is sent to (`ErrorResponse`), whatever the console's is.
- A long answer is made and sent in parts, between which the loop goes on, so that it delays no stream.
"""

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from cassettes.errors import RequestError
from cassettes.model import Headers
from network.door.head import language_in
from network.door.refusal import NO_RETRY, code_of, error_body, status_of


class ErrorResponse(Response):
    """An error, whose sentence is said again in the language of the client before it is sent."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str | Exception,
        extra: Headers = (),
        details: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(error_body(code, message, details), status, media_type="application/json")
        with_headers(self, extra)
        self._code, self._message, self._details = code, message, details

    def speak(self, language: str) -> "ErrorResponse":
        """This response, its sentence now in `language` (`cassettes.messages.spoken`)."""
        self.body = error_body(self._code, self._message, self._details, language)
        self.headers["content-length"] = str(len(self.body))
        return self

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if language := language_in(tuple(scope["headers"])):
            self.speak(language)
        await super().__call__(scope, receive, send)


def error(
    status: int,
    code: str,
    message: str | Exception,
    extra: Headers = (),
    details: Mapping[str, object] | None = None,
) -> ErrorResponse:
    """An error as JSON, with a header that tells clients not to retry by themselves (the OpenAI libraries do)."""
    return ErrorResponse(status, code, message, (NO_RETRY, *extra), details)


def refusal(refused: RequestError, extra: Headers = ()) -> Response:
    """What `network.door.refusal.answer` says, as an ASGI response; the server closes the connection."""
    return error(status_of(refused), code_of(refused), refused, (*extra, (b"connection", b"close")))


def plain(status: int, content: object, extra: Headers = ()) -> Response:
    """Any JSON that is short."""
    body = encoded(json.dumps(content, ensure_ascii=False, indent=1)) + b"\n"
    return with_headers(Response(body, status, media_type="application/json"), extra)


class _Long(Response):
    """A body in pieces."""

    def __init__(self, pieces: list[bytes], media_type: str, extra: Headers) -> None:
        super().__init__(media_type=media_type)
        self._pieces = pieces
        self.headers["content-length"] = str(sum(map(len, pieces)))
        with_headers(self, extra)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for piece in self._pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.sleep(0)
        await send({"type": "http.response.body", "body": b""})


async def long(parts: Iterable[str], extra: Headers = (), *, at_once: int, media_type: str = "text/plain") -> Response:
    """An answer whose text is `parts`. At most `at_once` of them are made before the loop goes on."""
    pieces, rest = list[bytes](), iter(parts)
    while made := list(islice(rest, at_once)):
        if piece := encoded("".join(made)):
            pieces.append(piece)
        await asyncio.sleep(0)
    return _Long(pieces, media_type, extra)


async def listed(
    content: Mapping[str, object], name: str, items: Iterable[str], extra: Headers = (), *, at_once: int
) -> Response:
    """JSON: `content` and, as `name`, a list whose text is `items`; otherwise as `long`."""

    def parts() -> Iterator[str]:
        yield json.dumps({**content, name: []}, ensure_ascii=False)[: -len("]}")]
        yield from items
        yield "]}\n"

    return await long(parts(), extra, at_once=at_once, media_type="application/json")


def encoded(text: str) -> bytes:
    """`text` in UTF-8; half a character of UTF-16 is an escape."""
    return text.encode("utf-8", "backslashreplace")


def with_headers(response: Response, extra: Headers) -> Response:
    """`response` itself, with these headers behind its own."""
    response.raw_headers.extend((name.lower(), value) for name, value in extra)
    return response


def cors(request: Request) -> Headers:
    """The headers that let the asking page read the answer, as `player.web.gate` found them."""
    headers: Headers = request.scope.get("chunktape.cors", ())
    return headers
