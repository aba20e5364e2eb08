"""Which requests are let in, by recorder and player alike. Pure; every refusal says what to do instead. Rules

- Neither server is a proxy: CONNECT and targets on another origin are refused. A target in absolute form is ours if it
  names this machine and port, or a name that was allowed, or the recorder's upstream; Host must say the same.
- A request has one Host, whose value is a valid host; HTTP/1.0 may have none. It must be an IP literal, `localhost`,
  the upstream's own or a name that was allowed (`network.hosts`).
- `*` is for OPTIONS. A fragment, and a name or password in a URL, belong to no target (RFC 9110 sections 4.2.4, 7.1).
- A WebSocket request is refused; any other upgrade is ignored, and its headers go no further.
- A body has one length: a Content-Length, or transfer chunks and no other coding.
"""

import re
from dataclasses import dataclass
from typing import Final, Protocol

from cassettes.headers import tokens
from cassettes.printable import as_ascii
from network.door.head import RequestHead, shown
from network.door.refusal import refused
from network.hosts import host_served, is_local_name, is_loopback, split_authority

_ABSOLUTE: Final = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", re.DOTALL)
#: scheme -> its default port
PORTS: Final = {"http": 80, "https": 443}


class Meant(Protocol):
    """The server to which requests are forwarded, as the recorder knows its upstream."""

    @property
    def prefix(self) -> bytes: ...
    @property
    def authority(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Door:
    """The names under which a server is reached. `names`: the allowed names, in lower case; `addresses` and `port`:
    those of the server's end of the connection, None for a port that is not known; `upstream`: a server whose name is
    accepted as well.
    """

    names: frozenset[str] = frozenset()
    addresses: tuple[str, ...] = ()
    port: int | None = None
    scheme: str = "http"
    upstream: Meant | None = None


def admit(head: RequestHead, door: Door) -> bytes:
    """The target in origin form (or `*`). Raises BadRequest with the answer's status and code in its details."""
    if head.method == "CONNECT":
        raise refused("no-connect")
    hosts = head.values(b"host")
    if len(hosts) > 1 or (not hosts and head.version != "1.0"):
        raise refused("one-host", found=len(hosts))
    target = _origin_form(head, hosts, door)
    if hosts:
        _check_host(hosts[0], door)
    if b"websocket" in tokens(head.headers, b"upgrade") and b"upgrade" in tokens(head.headers, b"connection"):
        raise refused("no-websocket")
    return target


def _origin_form(head: RequestHead, hosts: list[bytes], door: Door) -> bytes:
    target = head.target
    if b"#" in target or (target == b"*" and head.method != "OPTIONS"):
        raise refused("bad-target", target=shown(target))
    if target.startswith(b"/") or target == b"*":
        return target
    found = _ABSOLUTE.fullmatch(target)
    if found is None or found[1].lower() not in (b"http", b"https"):
        raise refused("bad-target", target=shown(target))
    scheme, authority, path = found[1].lower().decode(), found[2].decode("latin-1"), found[3]
    parts = split_authority(authority)
    if parts is None:
        raise refused("bad-target", target=shown(target))
    name, port = parts[0], parts[1] or PORTS[scheme]
    upstream = door.upstream
    meant = upstream is not None and _same(f"{scheme}://{authority}", upstream.origin)
    if not meant and not _is_ours(name, port, scheme, door):
        raise refused("other-origin", target=shown(b"%b://%b" % (found[1], found[2])))
    if hosts and (split_authority(hosts[0].decode("latin-1")) or ("", None)) not in ((name, parts[1]), (name, port)):
        raise refused("host-mismatch", host=shown(hosts[0]), target=shown(found[2]))
    if meant and upstream is not None and upstream.prefix:
        rest = path.removeprefix(upstream.prefix)
        if not path.startswith(upstream.prefix) or rest[:1] not in (b"", b"/", b"?"):
            raise refused("other-origin", target=shown(target))
        path = rest
    return path if path.startswith(b"/") else b"/" + path


def _same(one: str, other: str) -> bool:
    """Whether two origins are the same; the scheme's default port may be left out."""

    def whole(origin: str) -> tuple[str, str, int]:
        scheme, _, authority = origin.partition("://")
        name, port = split_authority(authority) or ("", None)
        return scheme, name, port or PORTS[scheme]

    return whole(one) == whole(other)


def _is_ours(name: str, port: int, scheme: str, door: Door) -> bool:
    if name in door.names:
        return True
    if scheme != door.scheme:
        return False
    if door.port is None:  # not known here: that Host says the same is checked below
        return host_served(name, door.names)
    return port == door.port and (is_local_name(name) or is_loopback(name) or name in door.addresses)


def _check_host(value: bytes, door: Door) -> None:
    parts = split_authority(value.decode("latin-1"))
    if parts is None:
        raise refused("bad-host", host=as_ascii(value.rpartition(b"@")[2], 80))
    if host_served(parts[0], door.names):
        return
    upstream = door.upstream.origin if door.upstream is not None else ""
    if upstream and _same(f"{upstream.partition('://')[0]}://{value.decode('latin-1')}", upstream):
        return
    raise refused("host-not-allowed", host=as_ascii(value, 80))


def body_length(head: RequestHead, limit: int) -> int | None:
    """The Content-Length, or None for a chunked body. Raises BadRequest, or TooLarge for one above `limit` bytes."""
    lengths = head.values(b"content-length")
    if len(lengths) > 1 or (lengths and not lengths[0].isdigit()):
        raise refused("bad-request", reason=f"Content-Length: {shown(b', '.join(lengths), 40)}")
    if codings := head.values(b"transfer-encoding"):
        if tokens(head.headers, b"transfer-encoding") != [b"chunked"]:
            raise refused("bad-coding", coding=shown(b", ".join(codings)))
        if lengths or head.version == "1.0":  # RFC 9112 section 6.1: servers differ in how they read this
            raise refused("bad-request", reason="Transfer-Encoding beside Content-Length, or in HTTP/1.0")
        return None
    length = int(lengths[0]) if lengths else 0
    if length > limit:
        raise refused("body-too-large", limit=limit, found=length)
    return length


def door_of(server: tuple[str, int | None] | None, scheme: str, names: frozenset[str] = frozenset()) -> Door:
    """The door of a connection whose server end is `server` (host, port); `names`: the allowed names."""
    host, port = server or ("", None)
    return Door(names, (host,), port, scheme)
