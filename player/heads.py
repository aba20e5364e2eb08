"""The response head as it goes to one client: a pure function of the recorded head and who asks. Rules

- Status, reason, and the header list in recorded case and order go out as recorded, in place.
- Left out or ours: `Connection`, `Keep-Alive`, `Proxy-Connection`, `Alt-Svc`, `Strict-Transport-Security` and CORS
  headers. `Connection` is about this connection; the next two would send a browser elsewhere; CORS names a recorded
  origin.
- Framing headers follow the framing: re-cut bodies are always chunked, an HTTP/1.0 client gets none.
- A `Location` on the recorded origin becomes the player's own, with the prefix of the request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from cassettes.model import Headers, ResponseHead

_OURS = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"alt-svc", b"strict-transport-security", b"transfer-encoding"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the client thinks it is: the player's `base` (scheme and authority), the spec prefix of the request
    (`b"/@utf8,seed=7"` or empty), and the recorded origins whose absolute URLs mean this place."""

    base: bytes = b""
    prefix: bytes = b""
    origins: tuple[str, ...] = ()


def moved(location: bytes, place: Place) -> bytes:
    """`location` as the client must see it; one on another origin stays as it is."""
    for origin in place.origins:
        root = origin.rstrip("/").encode()
        if root and location[: len(root)].lower() == root.lower() and location[len(root) : len(root) + 1] in b"/?#":
            rest = location[len(root) :]
            return place.base + place.prefix + (rest if rest.startswith(b"/") else b"/" + rest)
    if location.startswith(b"/") and not location.startswith(b"//"):
        for origin in place.origins:
            path = _path(origin)
            if path and (location == path or location.startswith(path + b"/")):
                return place.prefix + (location[len(path) :] or b"/")
        return place.prefix + location
    return location


def _path(origin: str) -> bytes:
    try:
        return urlsplit(origin).path.rstrip("/").encode()
    except ValueError:  # whatever stands in the file
        return b""


def header_list(
    head: ResponseHead,
    *,
    framing: str,
    body_size: int | None = None,
    close: bool = False,
    place: Place = Place(),
    extra: Headers = (),
) -> list[tuple[bytes, bytes]]:
    """The headers to send. `framing`: `chunked`, `length`, `close` or `none` (as recorded, no body follows).

    `body_size` (bytes) corrects a Content-Length that a complete body contradicts; `extra` (CORS) goes last.
    """
    headers: list[tuple[bytes, bytes]] = []
    coded = closed = False
    for name, value in head.headers:
        key = name.lower()
        if key == b"connection":
            if close and not closed:
                headers.append((name, b"close"))
                closed = True
        elif key == b"transfer-encoding":
            if framing == "none" or (framing == "chunked" and not coded):
                headers.append((name, value if value.lower().endswith(b"chunked") else b"chunked"))
                coded = True
        elif key in _OURS or key.startswith(b"access-control-"):
            continue
        elif key == b"content-length":
            if framing == "length" and body_size is not None and value.strip() != b"%d" % body_size:
                headers.append((name, b"%d" % body_size))
            elif framing in ("length", "none"):
                headers.append((name, value))
            elif framing == "chunked" and not coded and not head.values(b"transfer-encoding"):
                headers.append((b"Transfer-Encoding", b"chunked"))
                coded = True
        elif key == b"location":
            headers.append((name, moved(value, place)))
        else:
            headers.append((name, value))
    if framing == "chunked" and not coded:
        headers.append((b"Transfer-Encoding", b"chunked"))
    if close and not closed:
        headers.append((b"Connection", b"close"))
    headers.extend(extra)
    return headers


def head_bytes(head: ResponseHead, headers: Sequence[tuple[bytes, bytes]]) -> bytes:
    """Status line and header list on the wire (RFC 9112 section 4); the recorded HTTP version is kept."""
    lines = [b"HTTP/%b %d %b\r\n" % (head.version.encode("ascii"), head.status, head.reason)]
    lines += [b"%b: %b\r\n" % pair for pair in headers]
    lines.append(b"\r\n")
    return b"".join(lines)
