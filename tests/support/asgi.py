"""Asks an ASGI application without a server: the request as a scope, the answer as its messages."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Send

from tests.support.patience import PATIENCE


@dataclass
class Answer:
    """The messages that came through `send`."""

    messages: list[Message] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.messages[0]["headers"])

    @property
    def parts(self) -> list[bytes]:
        """The body messages that carry bytes."""
        return [message["body"] for message in self.messages[1:] if message.get("body")]

    @property
    def body(self) -> bytes:
        return b"".join(self.parts)

    @property
    def complete(self) -> bool:
        return bool(self.messages) and self.messages[-1].get("more_body", False) is False and len(self.messages) > 1

    def json(self) -> Any:
        return json.loads(self.body)


async def ask(
    app: ASGIApp,
    target: str = "/a",
    method: str = "GET",
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    *,
    client: str = "127.0.0.1",
    leaves_after: int | None = None,
    parts: int = 1,
    send: Send | None = None,
) -> Answer:
    """One request. `leaves_after`: the client disconnects once so many messages were sent; `parts`: body messages;
    `send`: the server's, in place of the one that keeps the answer.
    """
    path, _, query = target.partition("?")
    given = {"host": "127.0.0.1:8799", **(headers or {})}
    if body and "transfer-encoding" not in given:
        given.setdefault("content-length", str(len(body)))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
        "client": (client, 50000),
        "server": ("127.0.0.1", 8799),
    }
    size = -(-len(body) // parts) or 1
    incoming = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
    answer, gone = Answer(), asyncio.Event()
    if leaves_after == 0:
        gone.set()

    async def receive() -> Message:
        if incoming:
            part = incoming.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(incoming)}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def keep(message: Message) -> None:
        answer.messages.append(message)
        if len(answer.messages) == leaves_after:
            gone.set()

    await asyncio.wait_for(app(scope, receive, send or keep), PATIENCE)
    return answer
