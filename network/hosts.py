"""Which machine a host name means: pure functions of text. Rules

- Loopback is `localhost`, the names below it, and the loopback addresses.
- Which Host is served: an IP literal, `localhost` or a name below it, or a name that was allowed. A page elsewhere
  can't reach us through a name of its own that points here (DNS rebinding).
"""

import ipaddress
import re
from collections.abc import Collection, Iterable
from functools import lru_cache

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

#: uri-host [":" port] (RFC 3986 section 3.2.2) without percent-encoding and sub-delimiters, which no HTTP client writes
_AUTHORITY = re.compile(r"(?:\[([0-9A-Fa-f:.]+(?:%[\w.~-]+)?)\]|([A-Za-z0-9._~-]+))(?::([0-9]{0,5}))?")


def ip_of(name: str) -> IPAddress | None:
    """The address that `name` spells, without its zone; None for any other name."""
    try:
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None


def bracketed(host: str) -> str:
    """`host` as a URL writes it: an IPv6 address stands in brackets (RFC 3986 section 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def is_local_name(name: str) -> bool:
    """Whether `name` is `localhost` or below it."""
    return name == "localhost" or name.endswith(".localhost")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    address = ip_of(host)
    return is_local_name(host) if address is None else address.is_loopback


def split_authority(authority: str) -> tuple[str, int | None] | None:
    """(name in lower case without its last dot, port) of `host:port`; None for any other text (`user@host`, a path)."""
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        return None
    literal, name, port = found.groups()
    if port and int(port) > 65535:
        return None
    if literal is not None and ip_of(literal) is None:
        return None
    return (literal or name).lower().rstrip("."), int(port) if port else None


def allowed_names(given: Iterable[str]) -> frozenset[str]:
    """Names as a person writes them (`Mock.Local.`, in Chinese, with a port) as `host_served` compares them."""
    found = set()
    for name in given:
        if not name.isascii():
            try:
                name = name.encode("idna").decode("ascii")
            except UnicodeError:
                continue
        parts = split_authority(name)
        found.add(parts[0] if parts is not None else name.lower())
    return frozenset(found)


@lru_cache(256)
def host_served(name: str, allowed: Collection[str]) -> bool:
    """Whether requests for this name, in lower case, are served. `allowed`: names in lower case, hashable."""
    return is_local_name(name) or ip_of(name) is not None or name in allowed
