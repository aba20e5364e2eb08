"""Advice about the upstream's URL, drawn from its answers; they go to the client as they are. Rules

- A redirect to another origin leads the app past the recorder. That is usually `http://` instead of `https://`.
- A server of TLS may answer a request in plain text with a 400 (nginx, Apache and Go do): at the first 400 of an http
  upstream the server is asked whether it speaks TLS.
- Each sentence is said once, and not for ever (`recorder.notices`).
"""

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

from cassettes.headers import values
from cassettes.messages import say
from cassettes.model import ResponseHead
from network.door.admission import PORTS
from recorder.notices import Once
from recorder.settings import Upstream
from recorder.upstream.dial import Dialer

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Advice:
    """Looks at the heads of responses; `tell` takes a line for a person."""

    def __init__(self, upstream: Upstream, dialer: Dialer, tell: Callable[[str], None]) -> None:
        self._upstream, self._dialer, self._once = upstream, dialer, Once(tell)
        self._asking: asyncio.Task[None] | None = None

    def answered(self, head: ResponseHead) -> None:
        """The upstream answered with `head`."""
        if head.status in _REDIRECTS:
            origin = origin_elsewhere(head, self._upstream)
            if origin:
                self._once(
                    say(
                        "{upstream} redirects to {origin}; what is asked there is not recorded. If that is the API, "
                        "give its URL instead.",
                        upstream=self._upstream.origin,
                        origin=origin,
                    )
                )
        elif head.status == 400 and not self._upstream.tls and self._asking is None:
            self._asking = asyncio.get_running_loop().create_task(self._ask())

    async def settle(self) -> None:
        """Wait until what is being asked is answered, at most some seconds."""
        if self._asking is not None:
            await self._asking

    def close(self) -> None:
        """Ask nothing more."""
        if self._asking is not None:
            self._asking.cancel()

    async def _ask(self) -> None:
        mistaken = await self._dialer.unheard()
        if mistaken is not None:
            self._once(str(mistaken))


def origin_elsewhere(head: ResponseHead, upstream: Upstream) -> str:
    """The origin of an absolute Location on another one than the upstream's; empty where there is none."""
    for value in values(head.headers, b"location"):
        try:
            parts = urlsplit(value.decode("ascii"))
            host, port = parts.hostname, parts.port
        except ValueError:  # UnicodeDecodeError is a kind of it
            return ""
        if parts.scheme in PORTS and host:
            found = Upstream(parts.scheme, host, port or PORTS[parts.scheme])
            return "" if found.origin == upstream.origin else found.origin
    return ""
