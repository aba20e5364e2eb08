"""How a connection to the upstream is made: directly or through a proxy, with or without TLS. Rules

- Through a proxy (`recorder.upstream.route`) an http upstream is asked for in absolute form, an https one through a
  CONNECT tunnel.
- Of a host's addresses the first one that answers is taken (`recorder.upstream.race`); an error says what happened at
  each one.
- TLS trusts the system's store, and `--ca FILE` besides; ALPN offers http/1.1 only.
- A failure becomes an UpstreamError, whose sentence says what to do. Where the server speaks the other one of http and
  https (`recorder.upstream.scheme`), that is the sentence, and it does not wait for the end of the time limit.
"""

import asyncio
import socket
import ssl
from dataclasses import replace
from typing import Any, Final

from cassettes.errors import SpecError, UpstreamError
from cassettes.messages import say, sentence
from cassettes.messages.reasons import why
from recorder.settings import Settings
from recorder.upstream import race, scheme
from recorder.upstream.connections import Connection
from recorder.upstream.route import find_route
from recorder.upstream.tls import Tls

_PROXY_HEAD_LIMIT: Final = 64 * 1024
#: s after which a server that said nothing in the handshake is asked whether it speaks plain HTTP
_SILENT: Final = 1.0


def tls_context(settings: Settings) -> ssl.SSLContext | None:
    """The TLS settings; None for an http upstream. Raises SpecError for a `--ca` file that can't be read, also where no
    TLS needs it.
    """
    tls = settings.upstream.tls
    context = ssl.create_default_context() if tls else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if settings.ca:
        try:
            context.load_verify_locations(settings.ca)
        except OSError as error:  # ssl.SSLError is a kind of it
            raise SpecError(
                say(
                    "--ca needs a PEM file with certificates; {path} can't be used: {error}.",
                    path=settings.ca,
                    error=why(error),
                )
            ) from None
    if not tls:
        return None
    context.set_alpn_protocols(["http/1.1"])
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
        #: whether plain HTTP goes to the upstream itself: what a proxy says of TLS is not about the upstream
        self._plain = self._context is None and not self.absolute
        #: whether the upstream's protocol is known to be that of its URL, or was asked for
        self._known = False
        #: the one question whether an upstream of plain HTTP speaks TLS, once it was asked
        self._asking: asyncio.Task[UpstreamError | None] | None = None

    @property
    def absolute(self) -> bool:
        """Whether requests name the whole URL: plain HTTP through a proxy (RFC 9112 section 3.2.2)."""
        return self.route.proxy and self._context is None

    async def dial(self, connection: Connection) -> None:
        """Open `connection`; return when it is connected and the TLS handshake is over. Raises UpstreamError; it is
        closed then, and when the caller is cancelled.
        """
        tried: race.Tried = {}
        connected = False
        limit = asyncio.timeout(self._settings.connect_timeout)
        try:
            async with limit:
                tls = None if self._context is None else Tls(self._context, self._settings.upstream.host)
                sock = await self._socket(tried)
                connected = True
                if tls is None:
                    await connection.open(sock)
                else:
                    await self._secured(connection, sock, tls)
        except (OSError, UnicodeError) as error:
            connection.close()
            if limit.expired():
                raise self._too_late(tried, connected=connected) from None
            raise self._failure(error, tried) from None
        except BaseException:
            connection.close()
            raise

    async def _secured(self, connection: Connection, sock: socket.socket, tls: Tls) -> None:
        """Open `connection` with its handshake. Raises OSError, or UpstreamError where the server speaks no TLS."""
        opening = asyncio.ensure_future(connection.open(sock, tls))
        asking: asyncio.Task[UpstreamError | None] | None = None
        try:
            await asyncio.wait([opening], timeout=_SILENT)
            if not opening.done() and not tls.beginning:
                asking = asyncio.ensure_future(self._mistaken())
                await asyncio.wait([opening, asking], return_when=asyncio.FIRST_COMPLETED)
                if not opening.done() and (mistaken := asking.result()) is not None:
                    raise mistaken
            await opening
        except ssl.SSLCertVerificationError:
            raise
        except ssl.SSLError:
            plain = scheme.is_http(tls.beginning)
            if plain or not scheme.is_tls(tls.beginning):
                mistaken = self._other_scheme() if plain else await (asking or self._mistaken())
                if mistaken is not None:
                    raise mistaken from None
            raise
        finally:
            _drop(opening)
            if asking is not None:
                _drop(asking)

    def heard(self, data: bytes) -> UpstreamError | None:
        """The error for an upstream of plain HTTP whose first bytes behind a request, `data`, are TLS; else None."""
        if self._plain and scheme.is_tls(data):
            return self._other_scheme()
        self._known = True
        return None

    @property
    def doubtful(self) -> bool:
        """Whether an upstream of plain HTTP has not answered a request yet, so that it may speak TLS."""
        return self._plain and not self._known

    async def unheard(self) -> UpstreamError | None:
        """The error for an upstream of plain HTTP that speaks TLS, else None. The upstream is asked once; calls that
        come meanwhile, or later, share the answer.
        """
        if not self._plain:
            return None
        if self._asking is None:
            self._asking = asyncio.ensure_future(self._mistaken())
        mistaken = await asyncio.shield(self._asking)
        self._known = mistaken is None
        return mistaken

    def close(self) -> None:
        """Ask nothing more."""
        if self._asking is not None:
            self._asking.cancel()

    async def _mistaken(self) -> UpstreamError | None:
        """The error for an upstream that speaks the other one of http and https, or None. It asks the server."""
        try:
            async with asyncio.timeout(scheme.WAIT):
                sock, upstream = await self._socket({}), self._settings.upstream
                if self._context is not None:
                    other = await scheme.speaks_http(sock, upstream.authority)
                else:
                    other = await scheme.speaks_tls(sock, upstream.host)
        except (OSError, UnicodeError, UpstreamError):  # TimeoutError is an OSError
            return None
        return self._other_scheme() if other else None

    def _other_scheme(self) -> UpstreamError:
        upstream = self._settings.upstream
        words = (
            sentence("The server at {where} does not speak TLS: use {other} instead of {upstream}.")
            if upstream.tls
            else sentence("The server at {where} speaks TLS: use {other} instead of {upstream}.")
        )
        other = replace(upstream, scheme="http" if upstream.tls else "https")
        return UpstreamError(say(words, where=upstream.where, other=other.url, upstream=upstream.url))

    async def _socket(self, tried: race.Tried) -> socket.socket:
        """A socket connected to the upstream, directly or through the proxy's tunnel."""
        sock = await race.connect(await race.resolve(self.route.host, self.route.port), tried)
        if self.route.proxy and self._context is not None:
            try:
                await self._tunnel(sock)
            except BaseException:
                sock.close()
                raise
        return sock

    async def _tunnel(self, sock: socket.socket) -> None:
        """Ask the proxy on `sock` for a tunnel (RFC 9110 section 9.3.6)."""
        loop, upstream, route = asyncio.get_running_loop(), self._settings.upstream, self.route
        authority = upstream.where.encode()
        lines = [b"CONNECT %b HTTP/1.1" % authority, b"Host: " + authority]
        if route.authorization:
            lines.append(b"Proxy-Authorization: " + route.authorization)
        await loop.sock_sendall(sock, b"\r\n".join([*lines, b"", b""]))
        answer = b""
        while b"\r\n\r\n" not in answer and len(answer) < _PROXY_HEAD_LIMIT:
            data = await loop.sock_recv(sock, _PROXY_HEAD_LIMIT)
            if not data:
                raise ConnectionResetError(say("the proxy closed the connection"))
            answer += data
        parts = answer.split(b" ", 2)
        known = parts[0].startswith(b"HTTP/1.") and len(parts) == 3 and parts[1].isdigit()
        status = int(parts[1]) if known else 0
        if not 200 <= status < 300:
            words = sentence(
                "The proxy {proxy} refused a tunnel to {upstream} with status {status}. Check the proxy settings."
            )
            raise self._unusable(words, proxy=route.where, status=status)

    def _too_late(self, tried: race.Tried, *, connected: bool) -> UpstreamError:
        seconds = f"{self._settings.connect_timeout:g}"
        if connected:
            words = sentence(
                "{upstream} took the connection, but no TLS handshake came about within {seconds} s. "
                "Does it speak https, on this port?"
            )
            return self._unusable(words, seconds=seconds)
        words = sentence(
            "{upstream} did not accept a connection within {seconds} s ({tried}). "
            "Check the upstream URL and the network."
        )
        return self._unusable(words, seconds=seconds, tried=_told(tried or {self.route.host: ""}))

    def _failure(self, error: OSError | UnicodeError, tried: race.Tried) -> UpstreamError:
        if isinstance(error, ssl.SSLCertVerificationError):
            words = sentence(
                "The certificate of {upstream} is not trusted: {reason}. Give its CA with --ca FILE, or "
                "--insecure to trust anything."
            )
            return self._unusable(words, reason=why(error.verify_message))
        if isinstance(error, ssl.SSLError):
            words = sentence("No TLS connection with {upstream}: {reason}. Does it speak https, on this port?")
            # only OpenSSL's own errors have a reason
            return self._unusable(words, reason=getattr(error, "reason", None) or error.strerror)
        if isinstance(error, socket.gaierror):
            words = sentence("The host name {host} can't be resolved. Check the upstream URL and the network.")
            return self._unusable(words, host=self.route.host)
        if len(tried) > 1 and all(tried.values()):
            reason = _told(tried)
        else:
            reason = race.reason_of(error) if isinstance(error, OSError) else str(error)
        words = (
            sentence("{upstream} can't be reached, since its proxy {where} can't: {reason}. Check the proxy settings.")
            if self.route.proxy
            else sentence("{upstream} can't be reached: {reason} ({where}). Is it running?")
        )
        return self._unusable(words, where=self.route.where, reason=reason)

    def _unusable(self, words: str, **values: object) -> UpstreamError:
        return UpstreamError(say(words, upstream=self._settings.upstream.origin, **values))


def _drop(task: "asyncio.Task[Any]") -> None:
    """Cancel `task`, whose outcome no longer matters; if it ended with an error, discard that."""
    if not task.cancel() and not task.cancelled():
        task.exception()


def _told(tried: race.Tried) -> str:
    """The part of a sentence that says what happened at each address."""
    return ", ".join(f"{address}: {reason or say('no answer')}" for address, reason in tried.items())
