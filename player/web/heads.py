"""The response head for one client: a pure function of the recorded head and the request. Rules

- Status, reason, and the header list in recorded case and order go out as recorded, in place.
- Left out or ours: `Connection`, `Keep-Alive`, `Proxy-Connection`, `Alt-Svc`, `Strict-Transport-Security` and CORS
  headers. `Connection` is about this connection; the next two would send a browser elsewhere; CORS names a recorded
  origin.
- Framing headers follow the framing (`Way`): bodies with new cuts are always chunked, an HTTP/1.0 client gets a body
  that ends with its connection. There is one Content-Length or none, and none beside Transfer-Encoding (RFC 9112
  section 6.2).
- The version is the recorded one where that version has such a framing; a chunked response says HTTP/1.1 (section 6.1).
- A 101 keeps its `Connection`, without which no client accepts it (RFC 9110 section 7.8).
- A `Location` on the recorded origin becomes the player's own, with the prefix of the request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cassettes.headers import Framing, codings, length_of, tokens
from cassettes.model import Headers, ResponseHead

_OURS = frozenset({b"keep-alive", b"proxy-connection", b"alt-svc", b"strict-transport-security"})


@dataclass(frozen=True, slots=True)
class BaseUrl:
    """The address that the client used: the player's `base` (scheme and authority), the spec prefix of the request
    (`b"/@utf8,seed=7"` or empty), and the recorded origins whose absolute URLs mean this address.
    """

    base: bytes = b""
    prefix: bytes = b""
    origins: tuple[str, ...] = ()


def moved(location: bytes, base_url: BaseUrl) -> bytes:
    """`location` as the client must see it; one on another origin stays unchanged."""
    for origin in base_url.origins:
        root = origin.rstrip("/").encode()
        if root and location[: len(root)].lower() == root.lower() and location[len(root) : len(root) + 1] in b"/?#":
            rest = location[len(root) :]
            return base_url.base + base_url.prefix + (rest if rest.startswith(b"/") else b"/" + rest)
    if location.startswith(b"/") and not location.startswith(b"//"):
        for origin in base_url.origins:
            path = _path(origin)
            if path and (location == path or location.startswith(path + b"/")):
                return base_url.prefix + (location[len(path) :] or b"/")
        return base_url.prefix + location
    return location


def _path(origin: str) -> bytes:
    try:
        return urlsplit(origin).path.rstrip("/").encode()
    except ValueError:  # whatever stands in the file
        return b""


@dataclass(frozen=True, slots=True)
class Way:
    """How a response goes out: its framing, whether the connection ends behind it, the version in its status line, and
    whether its client speaks HTTP/1.0.
    """

    framing: Framing
    close: bool = False
    version: str = "1.1"
    old: bool = False


def way(head: ResponseHead, framing: Framing, *, old: bool, keep_alive: bool) -> Way:
    """The way of a response that is played with `framing`. `keep_alive`: the client wants the connection to go on."""
    if old and framing is Framing.CHUNKED:
        framing = Framing.CLOSE
    version = "1.0" if head.version == "1.0" and framing is not Framing.CHUNKED else "1.1"
    return Way(framing, not keep_alive or old or version == "1.0" or framing is Framing.CLOSE, version, old)


def header_list(
    head: ResponseHead, way: Way, *, body_size: int | None = None, base_url: BaseUrl = BaseUrl(), extra: Headers = ()
) -> list[tuple[bytes, bytes]]:
    """The headers to send. `body_size` (bytes) corrects a Content-Length that a complete body contradicts; `extra`
    (CORS) goes last.
    """
    headers: list[tuple[bytes, bytes]] = []
    framing, closed = _framing_fields(head, way, body_size), False
    stands = framing[0][0].lower() if framing else b""  # the line in whose place it goes
    if stands and not head.values(stands):
        stands = b"content-length"
    for name, value in head.headers:
        key = name.lower()
        if key == b"connection":
            if head.status == 101:
                headers.append((name, value))
                closed = True
            elif way.close and not closed:
                headers.append((name, b"close"))
                closed = True
        elif key in (b"transfer-encoding", b"content-length"):
            if key == stands:
                headers.extend(framing)
                framing = ()
        elif key in _OURS or key.startswith(b"access-control-"):
            continue
        elif key == b"location":
            headers.append((name, moved(value, base_url)))
        else:
            headers.append((name, value))
    headers.extend(framing)
    if way.close and not closed:
        headers.append((b"Connection", b"close"))
    headers.extend(extra)
    return headers


def _framing_fields(head: ResponseHead, way: Way, body_size: int | None) -> Headers:
    """The Transfer-Encoding or Content-Length fields that go out."""
    coded = tuple(field for field in head.headers if field[0].lower() == b"transfer-encoding")
    lengths = tuple(field for field in head.headers if field[0].lower() == b"content-length")
    applied, said = codings(head.headers), tokens(head.headers, b"transfer-encoding")
    if way.framing is Framing.CHUNKED:
        if applied == said and applied[-1:] == [b"chunked"] and applied.count(b"chunked") == 1:
            return coded
        value = b", ".join([*(coding for coding in applied if coding != b"chunked"), b"chunked"])
        return ((coded[0][0] if coded else b"Transfer-Encoding", value),)
    # a body that ends with its connection is still coded; the answer to HEAD has the fields of the one to GET
    stays = way.framing is Framing.NONE or (way.framing is Framing.CLOSE and applied[-1:] != [b"chunked"])
    if applied and stays and way.version == "1.1" and not way.old and head.status != 204:
        return coded
    if way.framing not in (Framing.LENGTH, Framing.NONE) or not lengths or applied or head.status == 204:
        return ()
    length = body_size if way.framing is Framing.LENGTH and body_size is not None else length_of(head.headers)
    name, value = lengths[0]
    return ((name, value if length is None or value == b"%d" % length else b"%d" % length),)


def head_bytes(head: ResponseHead, headers: Sequence[tuple[bytes, bytes]], version: str = "1.1") -> bytes:
    """Status line and header list on the wire (RFC 9112 section 4)."""
    lines = [b"HTTP/%b %d %b\r\n" % (version.encode("ascii"), head.status, head.reason)]
    lines += [b"%b: %b\r\n" % pair for pair in headers]
    lines.append(b"\r\n")
    return b"".join(lines)
