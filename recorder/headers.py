"""The few lines of heads that a proxy must change. Rules

- Pure functions. Names, case, order and duplicates stay; a line that need not change stays byte for byte.
- Towards the upstream only Host, Accept-Encoding and what concerns one connection change (RFC 9110 section 7.6.1):
  Connection and the fields that it names, Keep-Alive, Proxy-*, Upgrade, HTTP2-Settings, TE, and Expect, ours.
- Towards the client only two lines change: a Location on the upstream, and Connection where the client asked to close.
"""

import re
from typing import Final

from cassettes.headers import keeps_alive, tokens
from cassettes.model import Headers, ResponseHead
from network.head import RequestHead
from recorder.config import Upstream

_ONE_HOP: Final = frozenset(
    {
        b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"upgrade", b"http2-settings", b"te",
        b"expect",
    }
)  # fmt: skip
_NEVER_NAMED: Final = frozenset({b"host", b"content-length", b"transfer-encoding", b"content-type", b"authorization"})


def request_for_upstream(
    head: RequestHead, target: bytes, upstream: Upstream, *, keep_encoding: bool, extra: Headers = ()
) -> bytes:
    """The head that goes to the upstream, with its empty line. `target` is what stands in its first line."""
    named = {name for name in tokens(head.headers, b"connection") if name not in _NEVER_NAMED}
    lines = [b"%b %b HTTP/%b" % (head.method.encode(), target, head.version.encode())]
    host = upstream.authority.encode("ascii")
    seen = set()
    for name, value in head.headers:
        lower = name.lower()
        if lower in _ONE_HOP or lower in named:
            continue
        if lower == b"host":
            value = host
        elif lower == b"accept-encoding" and not keep_encoding:
            if lower in seen:
                continue
            value = b"identity"
        seen.add(lower)
        lines.append(b"%b: %b" % (name, value))
    if b"host" not in seen:
        lines.insert(1, b"Host: " + host)
    if b"accept-encoding" not in seen and not keep_encoding:
        lines.append(b"Accept-Encoding: identity")
    lines += [b"%b: %b" % field for field in extra]
    if b"trailers" in tokens(head.headers, b"te"):
        lines += [b"TE: trailers", b"Connection: TE"]
    elif head.version == "1.0":
        lines.append(b"Connection: close")
    return b"\r\n".join([*lines, b"", b""])


def head_for_client(head: ResponseHead, raw: bytes, upstream: Upstream, ours: bytes, *, close: bool) -> bytes:
    """The response head `raw` as the client gets it. `ours`: the authority that the client asked for."""
    if any(name.lower() == b"location" for name, _ in head.headers):
        lines = raw.split(b"\r\n")
        for index, line in enumerate(lines[1:], 1):
            name, _, value = line.partition(b":")
            if name.lower() == b"location":
                moved = local_location(value.strip(b" \t"), upstream, ours)
                if moved is not None:
                    lines[index] = name + b": " + moved
        raw = b"\r\n".join(lines)
    if close and head.status != 101 and keeps_alive(head.version, head.headers):
        raw = raw[:-2] + b"Connection: close\r\n\r\n"
    return raw


def local_location(value: bytes, upstream: Upstream, ours: bytes) -> bytes | None:
    """The Location that leads through the recorder, or None where `value` can stay.

    An absolute one on the upstream's origin becomes ours. With a path prefix, which we put before every target, the
    prefix is taken off; a target outside of it can't be reached through us and stays.
    """
    match = re.match(rb"(?i)(https?)://([^/?#]*)(.*)", value, re.DOTALL)
    if match is not None:
        scheme, authority, path = match.groups()
        default = b":443" if scheme.lower() == b"https" else b":80"
        same = authority.lower().removesuffix(default) == upstream.authority.encode().lower()
        if scheme.lower() != upstream.scheme.encode() or not same:
            return None
        inside = _without_prefix(path, upstream.prefix)
        return None if inside is None else b"http://" + ours + inside
    if upstream.prefix and value.startswith(b"/") and not value.startswith(b"//"):
        return _without_prefix(value, upstream.prefix)
    return None


def _without_prefix(path: bytes, prefix: bytes) -> bytes | None:
    if not prefix:
        return path
    rest = path[len(prefix) :]
    if not path.startswith(prefix) or rest[:1] not in (b"", b"/", b"?", b"#"):
        return None
    return rest if rest.startswith(b"/") else b"/" + rest
