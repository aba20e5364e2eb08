"""Which requests are let in, and what of their target goes on. Pure; every refusal says what to do instead. Rules

- The recorder forwards to its one upstream: CONNECT and targets on another origin are refused.
- Host must be an IP literal, `localhost` or a name that was allowed: a page whose name was pointed at this address
  (DNS rebinding) is refused.
- A WebSocket can't be recorded and says so; any other upgrade is ignored, its headers go no further.
"""

import ipaddress
import re
from urllib.parse import urlsplit

from cassettes.errors import BadRequest, TooLarge
from cassettes.headers import tokens
from cassettes.messages import say
from recorder.config import Settings
from recorder.headers import RequestHead


def refused(status: int, key: str, **values: object) -> BadRequest:
    """The error for an answer with `status`, whose code is the last part of the sentence's key."""
    code = key.rpartition(".")[2].replace("_", "-")
    return BadRequest(say(key, **values), details={"status": status, "code": code})


def admit(head: RequestHead, settings: Settings) -> bytes:
    """The target in origin form. Raises BadRequest with the answer's status in its details."""
    if head.method == "CONNECT":
        raise refused(405, "recorder.no_connect", upstream=settings.upstream.origin)
    hosts = head.values(b"host")
    if len(hosts) > 1 or (not hosts and head.version == "1.1"):
        raise refused(400, "recorder.one_host", found=len(hosts))
    target = head.target
    if not target.startswith(b"/") and target != b"*":
        target, authority = _absolute(target, settings)
        hosts = [authority]
    if hosts and hosts[0].lower() != settings.upstream.authority.encode():
        _check_host(hosts[0].decode("latin-1"), settings)
    if b"websocket" in tokens(head.headers, b"upgrade") and b"upgrade" in tokens(head.headers, b"connection"):
        raise refused(501, "recorder.no_websocket")
    return target


def _absolute(target: bytes, settings: Settings) -> tuple[bytes, bytes]:
    """(origin form, authority) of `http://host/path`; a target on the upstream's origin is meant for it."""
    match = re.fullmatch(rb"(?i)(https?)://([^/?#]+)([^#]*)", target)
    if match is None:
        raise refused(400, "recorder.bad_target", target=ascii(target[:80])[2:-1])
    scheme, authority, path = match.groups()
    upstream = settings.upstream
    own = scheme.lower() + b"://" + authority.lower() == upstream.origin.encode()
    if not own and not _is_ours(authority, settings):
        raise refused(421, "recorder.other_origin", target=ascii(target[:80])[2:-1], upstream=upstream.origin)
    if own and upstream.prefix:
        if not path.startswith(upstream.prefix):
            raise refused(421, "recorder.other_origin", target=ascii(target[:80])[2:-1], upstream=upstream.url)
        path = path[len(upstream.prefix) :]
    return (path if path.startswith(b"/") else b"/" + path), authority


def _is_ours(authority: bytes, settings: Settings) -> bool:
    host, port = _split(authority.decode("latin-1"))
    return port == settings.port and (host in ("localhost", settings.host) or host in settings.allow_hosts)


def _check_host(value: str, settings: Settings) -> None:
    host, _ = _split(value)
    if host == "localhost" or host.endswith(".localhost") or host in settings.allow_hosts:
        return
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise refused(421, "recorder.host_not_allowed", host=ascii(value[:80])[1:-1]) from None


def _split(authority: str) -> tuple[str, int | None]:
    try:
        parts = urlsplit("//" + authority)
        return (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "", None


def body_length(head: RequestHead, limit: int) -> int | None:
    """The Content-Length, or None for a chunked body. Raises BadRequest or TooLarge.

    httptools refused repeated lengths and a length beside Transfer-Encoding already.
    """
    if codings := tokens(head.headers, b"transfer-encoding"):
        if codings != [b"chunked"]:
            raise refused(501, "recorder.bad_coding", coding=ascii(b", ".join(codings))[2:-1])
        return None
    lengths = head.values(b"content-length")
    length = int(lengths[0]) if lengths else 0
    if length > limit:
        raise TooLarge(say("recorder.body_too_large", limit=limit), details={"status": 413, "code": "body-too-large"})
    return length
