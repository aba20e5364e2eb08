"""Answers that are ours: JSON with one shape, `{"error": {"code", "message", ...}}`. Codes and keys are stable."""

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from cassettes.model import Headers


def error(
    status: int, code: str, message: str, extra: Headers = (), details: Mapping[str, object] | None = None
) -> Response:
    """An error as JSON. Clients that retry by themselves (the OpenAI libraries do) are told not to."""
    content: dict[str, object] = {"error": {"code": code, "message": message, **(details or {})}}
    return plain(status, content, ((b"x-should-retry", b"false"), *extra))


def plain(status: int, content: object, extra: Headers = (), *, compact: bool = False) -> Response:
    """Any JSON. `compact` is for what may be long: json indents in Python code, three times as slow."""
    text = json.dumps(content, ensure_ascii=False, indent=None if compact else 1)
    body = text.encode("utf-8", "backslashreplace") + b"\n"
    response = Response(body, status, media_type="application/json")
    response.raw_headers.extend((name.lower(), value) for name, value in extra)
    return response


def cors(request: Request) -> Headers:
    """What `player.gate` found: the headers that let the page that asks read the answer."""
    headers: Headers = request.scope.get("chunktape.cors", ())
    return headers
