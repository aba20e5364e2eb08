"""sseclient-py on an iterator of bytes."""

from collections.abc import Iterable, Iterator

from sseclient import SSEClient


def client(pieces: Iterable[bytes]) -> Iterator[str]:
    for event in SSEClient(pieces).events():
        yield event.data
