"""A sse-starlette application as its documents show it: CRLF, event names, ids, and a ping comment in mid-stream.

`python -m tests.interop.sse_app --ready-file FILE` serves it on a free port. The second event
waits until a ping has gone out.
"""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from chunktape.client.process import write_ready_file


async def events(request: Request) -> EventSourceResponse:
    asked, pinged = 0, asyncio.Event()

    def ping() -> ServerSentEvent:
        nonlocal asked
        asked += 1
        if asked == 2:  # so the first has been sent
            pinged.set()
        return ServerSentEvent(comment="ping")

    async def answer() -> AsyncIterator[dict[str, Any]]:
        yield {"event": "delta", "id": "1", "data": "你好 👋"}
        await pinged.wait()
        yield {"event": "delta", "id": "2", "data": "two\nlines"}
        yield {"data": "[DONE]"}

    return EventSourceResponse(answer(), ping=0.1, ping_message_factory=ping)


def main(ready_file: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        write_ready_file(ready_file, f"http://127.0.0.1:{listener.getsockname()[1]}")
        app = Starlette(routes=[Route("/events", events)])
        uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off")).run(sockets=[listener])


if __name__ == "__main__":
    main(sys.argv[sys.argv.index("--ready-file") + 1])
