"""httpx-sse on a response of httpx whose body is the tape."""

from collections.abc import Iterable, Iterator

from httpx_sse import EventSource

from tests.interop.museum.httpx_tape import answer


def client(pieces: Iterable[bytes]) -> Iterator[str]:
    for event in EventSource(answer(pieces)).iter_sse():
        if event.data:  # it hands out events without data, too
            yield event.data
