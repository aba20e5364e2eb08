"""A request as an ASGI server gives it: pure functions of the scope, and the body. Rules

- A body is read whole, within the limits of size and time.
- Targets are bytes, as they were sent where the server gives that (`raw_path`), else quoted again.
"""

import asyncio
from collections.abc import Mapping
from urllib.parse import quote, unquote

from starlette.types import Receive, Scope

from cassettes.headers import Fields, values
from network.door.head import RequestHead
from network.door.refusal import refused
from player.settings import Settings


class Left(Exception):
    """The client left before its request was complete."""


async def body_parts(scope: Scope, receive: Receive, headers: Mapping[bytes, bytes], settings: Settings) -> list[bytes]:
    """The whole request body. `headers` have names in lower case. Raises RequestError, Left."""
    announced = headers.get(b"content-length", b"0")
    if scope["http_version"].startswith("1") and announced.strip() == b"0" and b"transfer-encoding" not in headers:
        return []
    limit, seconds = settings.max_body, settings.body_seconds
    if announced.isdigit() and int(announced) > limit:
        raise refused("body-too-large", limit=limit, found=int(announced))
    parts, size, more = [], 0, True
    while more:
        try:
            async with asyncio.timeout(seconds):
                message = await receive()
        except TimeoutError:
            raise refused("body-too-slow", seconds=f"{seconds:g}", received=size) from None
        if message["type"] == "http.disconnect":
            raise Left
        part = message.get("body", b"")
        more = message.get("more_body", False)
        size += len(part)
        if size > limit:
            raise refused("body-too-large", limit=limit, found=size)
        parts.append(part)
    return parts


def client(scope: Scope) -> str:
    """The client's name: the session in its header, else its address, else ""."""
    return session(scope["headers"]) or (str(scope["client"][0]) if scope.get("client") else "")


def session(headers: Fields) -> str:
    """The value of `X-Chunktape-Session`, the last where there are several, or ""."""
    named = values(headers, b"x-chunktape-session")
    return named[-1].decode("utf-8", "replace")[:100] if named else ""


def target(scope: Scope) -> bytes:
    """The request target, without the server's name."""
    path: bytes = scope.get("raw_path") or quote(scope["path"]).encode("ascii")
    query: bytes = scope.get("query_string", b"")
    return path.partition(b"?")[0] + (b"?" + query if query else b"")


def head(scope: Scope) -> RequestHead:
    """The request's head, as far as the server gives it."""
    return RequestHead(scope["method"], target(scope), scope["http_version"], tuple(scope["headers"]))


def in_origin_form(scope: Scope, target: bytes) -> Scope:
    """`scope` with `target`, which a server may have passed on in absolute form; the same where it had it."""
    path, _, query = target.partition(b"?")
    if scope.get("raw_path") in (None, path):
        return scope
    return {**scope, "path": unquote(path.decode("ascii")), "raw_path": path, "query_string": query}


def origin(scope: Scope) -> bytes:
    """The scheme and authority under which the client reached us, or b""."""
    hosts = values(scope["headers"], b"host")
    return scope["scheme"].encode("ascii") + b"://" + hosts[0] if hosts and hosts[0] else b""
