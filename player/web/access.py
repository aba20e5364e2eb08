"""Which web page may read answers: pure functions of headers. Rules

- A page may read answers if its origin is on loopback, on a private address, or was allowed. The origin is reflected,
  never `*`; `X-Chunktape*` headers may be sent and are exposed, as are the headers of the response. Others get no
  CORS header.
- A preflight is answered here, also that of private network access.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from cassettes.model import Headers
from network.hosts import ip_of, is_local_name

EXPOSED = (b"X-Chunktape", b"X-Chunktape-Plan", b"X-Chunktape-Request", b"X-Chunktape-Session")


@lru_cache(100)
def origin_allowed(origin: str, allowed: tuple[str, ...]) -> bool:
    """Whether a page of this `Origin` may read answers; `allowed` are whole origins (`https://h5.example.com`)."""
    if origin.rstrip("/").lower() in {one.rstrip("/").lower() for one in allowed}:
        return True
    try:
        parts = urlsplit(origin)
        name = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not name:
        return False
    address = ip_of(name)
    return is_local_name(name) or (
        address is not None and (address.is_private or address.is_loopback or address.is_link_local)
    )


def cors(origin: bytes, exposed: Iterable[bytes] = ()) -> Headers:
    """The headers that let a page of the allowed `origin` read the answer and the headers `exposed` of it."""
    # browsers never show cookies to a page
    shown = (name for name in exposed if name.lower() not in (b"set-cookie", b"set-cookie2"))
    names = dict.fromkeys(name.title() for name in (*EXPOSED, *shown))
    return (
        (b"Access-Control-Allow-Origin", origin),
        (b"Access-Control-Allow-Credentials", b"true"),
        (b"Access-Control-Expose-Headers", b", ".join(names)),
        (b"Vary", b"Origin"),
    )


def is_preflight(method: str, headers: dict[bytes, bytes]) -> bool:
    """Whether the request is a browser's CORS preflight (`headers` with lower-case names)."""
    return method == "OPTIONS" and b"origin" in headers and b"access-control-request-method" in headers


def from_elsewhere(method: str, headers: dict[bytes, bytes]) -> bool:
    """Whether a browser sends a request that may change something, for a page of another site, without its `Origin`
    (Fetch Metadata).
    """
    return (
        method not in ("GET", "HEAD", "OPTIONS")
        and b"origin" not in headers
        and headers.get(b"sec-fetch-site") == b"cross-site"
    )


def preflight(origin: bytes, headers: dict[bytes, bytes]) -> Headers:
    """The headers of the answer to a preflight of an allowed origin: every method and header is allowed."""
    answer = [
        (b"Access-Control-Allow-Origin", origin),
        (b"Access-Control-Allow-Credentials", b"true"),
        (b"Access-Control-Allow-Methods", headers[b"access-control-request-method"]),
        (b"Access-Control-Max-Age", b"600"),
        (b"Vary", b"Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
    ]
    if wanted := headers.get(b"access-control-request-headers"):
        answer.append((b"Access-Control-Allow-Headers", wanted))
    if headers.get(b"access-control-request-private-network") == b"true":
        answer.append((b"Access-Control-Allow-Private-Network", b"true"))
    return tuple(answer)


def is_own_page(headers: Mapping[str, str], scheme: str) -> bool:
    """Whether the request comes from a page of this player, or from no page (`headers` with lower-case names): by
    `Origin`, or by `Sec-Fetch-Site` where a browser sends no origin.
    """
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"{scheme}://{headers.get('host', '')}".lower():
        return False
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")
