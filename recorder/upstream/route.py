"""The address to connect to for an upstream: its own, or that of a proxy. Rules

- Proxies are those that `urllib.request` finds (environment, or the system on macOS and Windows); loopback is never
  proxied.
"""

import base64
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from cassettes.errors import SpecError
from cassettes.messages import say
from network.hosts import bracketed, is_loopback
from recorder.settings import Upstream


@dataclass(frozen=True, slots=True)
class Route:
    """The address to connect to. `proxy`: it is an HTTP proxy; `authorization`: the value of Proxy-Authorization, or
    empty.
    """

    host: str
    port: int
    proxy: bool = False
    authorization: bytes = b""

    @property
    def where(self) -> str:
        """Host and port, as a URL writes them."""
        return f"{bracketed(self.host)}:{self.port}"


def find_route(upstream: Upstream) -> Route:
    """The route that the environment's proxy settings give. Raises SpecError for a proxy that can't be used."""
    direct = Route(upstream.host, upstream.port)
    if is_loopback(upstream.host):
        return direct
    proxy = _proxy_for(upstream)
    if not proxy:
        return direct
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        port = parts.port or 80
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme != "http" or not parts.hostname:
        shown = f"{parts.scheme}://{parts.hostname}" if parts.hostname else "?"
        raise SpecError(
            say(
                "The environment asks for the proxy {proxy}, but only http:// proxies are supported. Unset it, "
                "or put the upstream's host into no_proxy.",
                proxy=shown,
            )
        )
    authorization = b""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = b"Basic " + base64.b64encode(pair.encode("utf-8"))
    return Route(parts.hostname, port, proxy=True, authorization=authorization)


def _proxy_for(upstream: Upstream) -> str:
    """The proxy's URL, empty for none. `no_proxy=api.example:8443` holds for that port, a name alone for every port."""
    from urllib.request import getproxies, proxy_bypass  # imports much; loopback does without

    proxy = getproxies().get(upstream.scheme, "")
    bypassed = proxy and (proxy_bypass(upstream.where) or proxy_bypass(upstream.host))
    return "" if bypassed else proxy
