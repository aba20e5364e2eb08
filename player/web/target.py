"""A request's target, and the spec in it: pure functions. Rules

- A spec can stand in a first path segment that begins with `@` (or `%40`), in the header `X-Chunktape`, or under the
  query key `chunktape`; the first of these that is there holds. All are taken off before matching.
- `/@chunktape/...` is control, `/@@...` is a literal `/@...`.
- The text of a spec is passed on unchanged: its parser percent-decodes it, once.
- Targets stay bytes, as the client sent them; an absolute-form target loses its origin (RFC 9112 section 3.2.2).
"""

import re
from dataclasses import dataclass
from typing import Final

CONTROL: Final = "/@chunktape"
_SEGMENT = re.compile(rb"/(?:@|%40)([^/?]*)", re.IGNORECASE)
_ABSOLUTE = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")


@dataclass(frozen=True, slots=True)
class Targeted:
    """A target, and the spec that stood in it. `spec`: its text, None when none was given; `target`: as recorded;
    `prefix`: the path segment that held the spec.
    """

    spec: str | None
    target: bytes
    prefix: bytes = b""


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _take_query(target: bytes) -> tuple[bytes, str | None]:
    path, mark, query = target.partition(b"?")
    if b"chunktape" not in query:
        return target, None
    kept, found = [], None
    for part in query.split(b"&"):
        name, _, value = part.partition(b"=")
        if name == b"chunktape":
            found = _text(value) if found is None else found
        else:
            kept.append(part)
    if found is None:
        return target, None
    return path + (mark + b"&".join(kept) if kept else b""), found


def parse(target: bytes, header: bytes | None = None) -> Targeted:
    """A request target without the spec in it; `header` is the value of `X-Chunktape`."""
    absolute = _ABSOLUTE.match(target)
    if absolute is not None:
        target = target[absolute.end() :]
        target = target if target.startswith(b"/") else b"/" + target
    target, from_query = _take_query(target)
    prefix, from_path = b"", None
    segment = _SEGMENT.match(target)
    if segment is not None:
        rest = segment[1]
        if rest[:1] == b"@" or rest[:3].lower() == b"%40":
            target = b"/" + target[segment.start(1) :]
        else:
            prefix, target = segment[0], target[segment.end() :]
            target = target if target.startswith(b"/") else b"/" + target
            from_path = _text(rest)
    from_header = None if header is None else _text(header)
    spec = next((text for text in (from_path, from_header, from_query) if text is not None), None)
    return Targeted(spec, target, prefix)
