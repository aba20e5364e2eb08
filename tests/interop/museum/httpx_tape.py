"""Responses and transports of httpx, or of the package that took its place, whose body is the tape."""

from collections.abc import Iterable
from types import ModuleType
from typing import Any

import httpx


def answer(pieces: Iterable[bytes], media_type: str = "text/event-stream", package: ModuleType = httpx) -> Any:
    """A response whose body is the tape."""
    return package.Response(200, headers={"content-type": media_type}, content=iter(pieces))


def transport(pieces: Iterable[bytes], media_type: str = "text/event-stream", package: ModuleType = httpx) -> Any:
    """What a client of `package` is given; each of its answers is the tape."""
    return package.MockTransport(lambda request: answer(pieces, media_type, package))
