"""The event streams of urllib3-future, on a response whose body is the tape."""

from collections.abc import Iterable, Iterator
from typing import Any

from urllib3_future.contrib.webextensions.sse import ServerSideEventExtensionFromHTTP


class _Response:
    """What the extension asks of a response."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces

    def stream(self, amount: int, decode_content: bool) -> Iterator[bytes]:
        yield from self._pieces


class _Extension(ServerSideEventExtensionFromHTTP):  # type: ignore[misc]
    def start(self, response: Any) -> None:
        self._response = response
        self._stream = response.stream(-1, decode_content=True)


def client(pieces: Iterable[bytes]) -> Iterator[str]:
    extension = _Extension()
    extension.start(_Response(pieces))
    while (event := extension.next_payload()) is not None:
        if event.data:  # it hands out events without data, too
            yield event.data
