"""A request as its client sent it, and how its head and the response's head are changed on their way. Pure."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

from cassettes.model import Request, ResponseHead
from cassettes.redaction.redact import Stored
from network.door.head import RequestHead
from network.work import REDACTING, Cost
from recorder.headers import head_for_client, request_for_upstream
from recorder.settings import Settings

#: (the response's head, its bytes) -> the bytes that go to the client
Edit = Callable[[ResponseHead, bytes], bytes]


@dataclass(frozen=True, slots=True)
class RequestIn:
    """A request as its client sent it. `body` is the content, `raw` the same bytes with their chunk framing; `target`
    is in origin form. `stored` is the request without its secrets, where it was made beforehand (`Exchanges.prepared`).
    """

    head: RequestHead
    target: bytes
    body: bytes
    raw: bytes
    stored: Stored | None = None

    @property
    def request(self) -> Request:
        """The request as a value of the cassette, with its secrets."""
        return Request(self.head.method, self.target, self.head.headers, self.body, self.head.version)

    @property
    def is_large(self) -> bool:
        """Whether looking for secrets in the body would hold up the loop."""
        return Cost(bytes=len(self.body)).above(REDACTING)


def head_to_upstream(
    head: RequestHead, target: bytes, settings: Settings, *, absolute: bool, authorization: bytes
) -> bytes:
    """The head that goes to the upstream, or, with an `absolute` target, to the proxy before it, which gets
    `authorization`.
    """
    upstream, extra = settings.upstream, settings.marks
    target = target if target == b"*" else upstream.prefix + target
    if absolute:
        target = upstream.origin.encode("ascii") + (b"" if target == b"*" else target)
        if authorization:
            extra = (*extra, (b"Proxy-Authorization", authorization))
    return request_for_upstream(head, target, upstream, keep_encoding=settings.keep_encoding, extra=extra)


def edit_for_client(head: RequestHead, settings: Settings) -> Edit:
    """How the response's head is changed for the client of a recorder at its own address."""
    ours = (head.values(b"host") or [f"{settings.host}:{settings.port}".encode()])[0]
    close, old = not head.wants_to_stay, head.version == "1.0"
    return functools.partial(head_for_client, upstream=settings.upstream, ours=ours, close=close, old=old)
