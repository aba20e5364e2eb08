"""How a connection to the upstream comes about: directly, through a proxy, with TLS. Rules

- Proxies are those that `urllib.request` finds (environment, or the system on macOS and Windows); loopback is never
  proxied. An http upstream is asked for in absolute form, an https one through a CONNECT tunnel.
- TLS trusts the system's store, and `--ca FILE` besides; ALPN offers http/1.1 only.
- What goes wrong becomes an UpstreamError whose sentence says what to do.
"""

import asyncio
import base64
import socket
import ssl
import urllib.request
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import unquote, urlsplit

from cassettes.errors import SpecError, UpstreamError
from cassettes.messages import say
from network.hosts import is_loopback
from recorder.config import Settings, Upstream

_PROXY_HEAD_LIMIT: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Route:
    """Where to connect to. `proxy`: an HTTP proxy stands between; `authorization`: the value for it, or empty."""

    host: str
    port: int
    proxy: bool = False
    authorization: bytes = b""


def find_route(upstream: Upstream) -> Route:
    """Asks the environment for a proxy. Raises SpecError for one that we can't use."""
    direct = Route(upstream.host, upstream.port)
    if is_loopback(upstream.host):
        return direct
    proxy = urllib.request.getproxies().get(upstream.scheme, "")
    if not proxy or _bypassed(upstream):
        return direct
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        port = parts.port or 80
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme != "http" or not parts.hostname:
        shown = f"{parts.scheme}://{parts.hostname}" if parts.hostname else "?"
        raise SpecError(say("recorder.bad_proxy", proxy=shown))
    authorization = b""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        authorization = b"Basic " + base64.b64encode(pair.encode("utf-8"))
    return Route(parts.hostname, port, proxy=True, authorization=authorization)


def _bypassed(upstream: Upstream) -> bool:
    """host:port as urllib gives it, so that `no_proxy=api.example:8443` holds; a name alone holds for every port."""
    host = f"[{upstream.host}]" if ":" in upstream.host else upstream.host
    return bool(urllib.request.proxy_bypass(f"{host}:{upstream.port}") or urllib.request.proxy_bypass(upstream.host))


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """None for an http upstream. Raises SpecError for a `--ca` file that is none."""
    if not settings.upstream.tls:
        return None
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    if settings.ca:
        try:
            context.load_verify_locations(settings.ca)
        except OSError as error:  # ssl.SSLError is one
            raise SpecError(say("recorder.bad_ca", path=settings.ca, error=error.strerror or error)) from None
    if settings.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


class Dialer:
    """Opens connections for one upstream."""

    def __init__(self, settings: Settings) -> None:
        self.route = find_route(settings.upstream)
        self._settings = settings
        self._context = tls_context(settings)

    @property
    def absolute(self) -> bool:
        """Whether requests name the whole URL: plain HTTP through a proxy (RFC 9112 section 3.2.2)."""
        return self.route.proxy and self._context is None

    async def dial(self, protocol: asyncio.Protocol) -> None:
        """Connect `protocol`, whose `connection_made` is called. Raises UpstreamError."""
        upstream = self._settings.upstream
        try:
            async with asyncio.timeout(self._settings.connect_timeout):
                await self._connect(protocol)
        except UpstreamError:
            raise
        except TimeoutError:
            seconds = self._settings.connect_timeout
            raise UpstreamError(say("recorder.no_answer", upstream=upstream.origin, seconds=f"{seconds:g}")) from None
        except ssl.SSLCertVerificationError as error:
            reason = error.verify_message
            raise UpstreamError(say("recorder.bad_certificate", upstream=upstream.origin, reason=reason)) from None
        except ssl.SSLError as error:
            reason = error.reason or str(error)
            raise UpstreamError(say("recorder.no_tls", upstream=upstream.origin, reason=reason)) from None
        except socket.gaierror:
            raise UpstreamError(say("recorder.no_such_host", host=self.route.host)) from None
        except (OSError, UnicodeError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            where = f"{self.route.host}:{self.route.port}"
            key = "recorder.no_proxy" if self.route.proxy else "recorder.no_connection"
            raise UpstreamError(say(key, upstream=upstream.origin, where=where, reason=reason)) from None

    async def _connect(self, protocol: asyncio.Protocol) -> None:
        loop = asyncio.get_running_loop()
        route, upstream, context = self.route, self._settings.upstream, self._context
        if context is None or not route.proxy:
            name = upstream.host if context is not None else None
            await loop.create_connection(lambda: protocol, route.host, route.port, ssl=context, server_hostname=name)
            return
        tunnel = _Tunnel(f"{upstream.host}:{upstream.port}", route.authorization)
        plain, _ = await loop.create_connection(lambda: tunnel, route.host, route.port)
        try:
            status = await tunnel.opened
            if not 200 <= status < 300:
                where = f"{route.host}:{route.port}"
                raise UpstreamError(say("recorder.proxy_refused", proxy=where, status=status, upstream=upstream.origin))
            transport = await loop.start_tls(plain, protocol, context, server_hostname=upstream.host)
        except BaseException:
            plain.abort()
            raise
        if transport is None:  # the connection went away in the handshake
            raise ConnectionResetError("connection lost in the TLS handshake")
        protocol.connection_made(transport)


class _Tunnel(asyncio.Protocol):
    """Asks a proxy for a tunnel; `opened` becomes the status of its answer."""

    def __init__(self, authority: str, authorization: bytes) -> None:
        lines = [f"CONNECT {authority} HTTP/1.1".encode(), f"Host: {authority}".encode()]
        if authorization:
            lines.append(b"Proxy-Authorization: " + authorization)
        self._request = b"\r\n".join([*lines, b"", b""])
        self._answer = b""
        self.opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        cast(asyncio.WriteTransport, transport).write(self._request)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if self.opened.done() or (b"\r\n\r\n" not in self._answer and len(self._answer) < _PROXY_HEAD_LIMIT):
            return
        parts = self._answer.split(b" ", 2)
        ok = parts[0].startswith(b"HTTP/1.") and len(parts) == 3 and parts[1].isdigit()
        self.opened.set_result(int(parts[1]) if ok else 0)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionResetError("the proxy closed the connection"))
