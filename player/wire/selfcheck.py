"""Checks that uvicorn's internals still work as `player.wire.protocol` needs them: it serves requests over a fake
transport.

It is more than a version check: a response written by us must leave the protocol ready for the next request.
"""

import asyncio
import os
from collections.abc import Coroutine
from typing import Any, Final

import uvicorn
from uvicorn.server import ServerState

from cassettes.messages import say
from player.wire.protocol import WireProtocol
from player.wire.wire import EXTENSION, Wire

#: versions of uvicorn that were tested: from, and below
WINDOW: Final = ((0, 50), (0, 60))


class _Transport(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.data = b""
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.data += data

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...

    def can_write_eof(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return 0


class _Task:
    def add_done_callback(self, *_: Any) -> None: ...


class _Timer:
    def cancel(self) -> None: ...


class _Loop:
    """Collects what the protocol starts."""

    def __init__(self) -> None:
        self.started: list[Coroutine[Any, Any, None]] = []

    def create_task(self, coroutine: Coroutine[Any, Any, None], **_: Any) -> _Task:
        self.started.append(coroutine)
        return _Task()

    def call_later(self, *_: Any) -> _Timer:
        return _Timer()

    def call_soon(self, *_: Any) -> None: ...


_ANSWER: Final = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


async def _app(scope: Any, receive: Any, send: Any) -> None:
    wire: Wire = scope["extensions"][EXTENSION]
    wire.begin()
    if wire.received and not wire.gone and not wire.full and wire.keep_alive and wire.version == "1.1":
        wire.write(_ANSWER)
    wire.finish(close=False)


def self_check() -> str | None:
    """None, or a sentence that says why responses can't be written to the wire here."""
    if os.environ.get("CHUNKTAPE_WIRE") == "0":
        return say(
            "CHUNKTAPE_WIRE=0: answers go through plain ASGI; reason, header case, trailers and resets are lost."
        )
    version = uvicorn.__version__
    try:
        number = tuple(int(part) for part in version.split(".")[:2])
        if not WINDOW[0] <= number < WINDOW[1]:
            raise ValueError(version)
        _try()
    except Exception:  # a change in uvicorn may raise anything
        return say(
            "uvicorn {version} was not tried with this version: answers go through plain ASGI; reason, "
            "header case, trailers and resets are lost.",
            version=version,
        )
    return None


def _try() -> None:
    loop, transport = _Loop(), _Transport()
    config = uvicorn.Config(_app, ws="none", lifespan="off", log_config=None, access_log=False, proxy_headers=False)
    config.load()
    protocol = WireProtocol(config, ServerState(), {}, loop)  # type: ignore[arg-type]
    protocol.connection_made(transport)
    for _ in range(2):
        protocol.data_received(b"GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")
        for coroutine in loop.started:
            try:
                coroutine.send(None)
            except StopIteration:
                pass
            else:
                coroutine.close()
        loop.started.clear()
    if transport.data != _ANSWER * 2 or transport.closed:
        raise ValueError(transport.data)
    protocol.connection_lost(None)
