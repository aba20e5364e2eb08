"""The few header lines that a proxy must change. Rules

- Pure functions. Names, case, order and duplicates stay; a line that need not change stays byte for byte.
- Towards the upstream only Host, Accept-Encoding and what concerns one connection change (RFC 9110 section 7.6.1):
  Connection and the fields that it names, Keep-Alive, Proxy-*, Upgrade, HTTP2-Settings, TE, and Expect, ours.
- Towards the upstream the version is ours (RFC 9112 section 2.3): 1.1, whatever the client speaks.
- Towards the client these lines change: a Location on the upstream; Connection where the connection ends behind the
  response; and what would not fit the framing: Transfer-Encoding and what belongs to it for an HTTP/1.0 client, which
  gets the body without it, and the version of an HTTP/1.0 head that has a Transfer-Encoding (section 6.1).
"""

import re
from typing import Final

from cassettes.headers import Framing, delimited_by, keeps_alive, tokens
from cassettes.http.lines import field_of, line_end, lines_of
from cassettes.model import Headers, ResponseHead
from network.door.head import RequestHead
from recorder.settings import Upstream

_ONE_HOP: Final = frozenset(
    {
        b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"upgrade", b"http2-settings", b"te",
        b"expect",
    }
)  # fmt: skip
#: fields of a chunked body that do not hold for an HTTP/1.0 client, which gets it without its framing
_CODED: Final = frozenset({b"transfer-encoding", b"content-length", b"trailer"})
_NEVER_NAMED: Final = frozenset({b"host", b"content-length", b"transfer-encoding", b"content-type", b"authorization"})


def request_for_upstream(
    head: RequestHead, target: bytes, upstream: Upstream, *, keep_encoding: bool, extra: Headers = ()
) -> bytes:
    """The head that goes to the upstream, with its empty line. `target` is what stands in its first line."""
    named = {name for name in tokens(head.headers, b"connection") if name not in _NEVER_NAMED}
    lines = [b"%b %b HTTP/1.1" % (head.method.encode(), target)]
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
    if head.version == "1.1" and b"trailers" in tokens(head.headers, b"te"):
        lines += [b"TE: trailers", b"Connection: TE"]
    return b"\r\n".join([*lines, b"", b""])


def head_for_client(
    head: ResponseHead, raw: bytes, upstream: Upstream, ours: bytes, *, close: bool, old: bool = False
) -> bytes:
    """The response head `raw` as the client gets it. `ours`: the authority that the client asked for; `close`: it asked
    for the end of the connection; `old`: it speaks HTTP/1.0.
    """
    if head.status == 101:
        return raw
    first, *fields, empty = lines_of(raw)
    coded = bool(tokens(head.headers, b"transfer-encoding"))
    if coded and head.version == "1.0" and not old:
        first = first.replace(b"HTTP/1.0", b"HTTP/1.1", 1)
        close = True
    if coded and old:
        left_out = _CODED if delimited_by(head.headers) is Framing.CHUNKED else _CODED - {b"content-length"}
        fields = [line for line in fields if _name(line) not in left_out]
    fields = [_located(line, upstream, ours) if _name(line) == b"location" else line for line in fields]
    if close and (keeps_alive(head.version, head.headers) or coded):
        fields = _closing(fields, line_end(empty))
    return b"".join([first, *fields, empty])


def _name(line: bytes) -> bytes:
    return line.partition(b":")[0].rstrip(b" \t").lower()


def _located(line: bytes, upstream: Upstream, ours: bytes) -> bytes:
    field = field_of(line)
    moved = local_location(field[1], upstream, ours) if field is not None else None
    return line if moved is None else line.partition(b":")[0] + b": " + moved + line_end(line)


def _closing(fields: list[bytes], end: bytes) -> list[bytes]:
    """The lines with a `Connection: close`: where a keep-alive stands, else behind the last."""
    said, lines = False, []
    for line in fields:
        field = field_of(line)
        if field is not None and field[0].lower() == b"connection":
            members = tokens([field], b"connection")
            if b"close" in members:
                said = True
            elif b"keep-alive" in members:
                line = line.partition(b":")[0] + b": close" + line_end(line)
                said = True
        lines.append(line)
    return lines if said else [*lines, b"Connection: close" + end]


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
