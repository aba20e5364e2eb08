"""What was asked, as an ASGI server tells it: pure functions of the scope, and the body. Rules

- A body is read whole, within the limits of size and time.
- Targets are bytes, as they were sent where the server tells it (`raw_path`), else quoted again.
"""

import asyncio
from collections.abc import Mapping
from urllib.parse import quote

from starlette.types import Receive, Scope

from cassettes.errors import BadRequest, TooLarge
from cassettes.messages import say
from player.config import Config


class Left(Exception):
    """The client has gone before its request was complete."""


class Slow(BadRequest):
    """The client stopped in the middle of its body."""


async def body_parts(scope: Scope, receive: Receive, headers: Mapping[bytes, bytes], config: Config) -> list[bytes]:
    """The whole request body. `headers` have names in lower case. Raises TooLarge, Slow, Left."""
    announced = headers.get(b"content-length", b"0")
    if scope["http_version"].startswith("1") and announced.strip() == b"0" and b"transfer-encoding" not in headers:
        return []
    limit, seconds = config.max_body, config.body_seconds
    if announced.isdigit() and int(announced) > limit:
        raise TooLarge(say("player.body-too-large", limit=limit, found=int(announced)))
    parts, size, more = [], 0, True
    while more:
        try:
            async with asyncio.timeout(seconds):
                message = await receive()
        except TimeoutError:
            raise Slow(say("player.body-too-slow", seconds=f"{seconds:g}", received=size)) from None
        if message["type"] == "http.disconnect":
            raise Left
        part = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(part)
        if size > limit:
            raise TooLarge(say("player.body-too-large", limit=limit, found=size))
        parts.append(part)
    return parts


def client(scope: Scope, headers: Mapping[bytes, bytes]) -> str:
    """Who asks: a session that it names, else its address, else ""."""
    return session(headers) or (str(scope["client"][0]) if scope.get("client") else "")


def session(headers: Mapping[bytes, bytes]) -> str:
    """The value of `X-Chunktape-Session`, or ""."""
    named = headers.get(b"x-chunktape-session")
    return named.decode("utf-8", "replace")[:100] if named else ""


def target(scope: Scope) -> bytes:
    """The request target, without the server's name."""
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    query: bytes = scope.get("query_string", b"")
    return path.partition(b"?")[0] + (b"?" + query if query else b"")


def origin(scope: Scope) -> bytes:
    """The scheme and authority under which the client reached us, or b""."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    return scope["scheme"].encode("ascii") + b"://" + host if host else b""
