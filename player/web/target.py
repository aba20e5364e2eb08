"""A request's target, and the spec in it: pure functions. Rules

- A spec can stand in a first path segment that begins with `@` (or `%40`), in the header `X-Chunktape`, or under the
  query key `chunktape`; the first of these that is there holds. All are taken off before matching. Two different ones
  in one of these places are refused: only one could hold.
- `/@chunktape/...` is control, `/@@...` is a literal `/@...`.
- The text of a spec is passed on unchanged: its parser percent-decodes it, once.
- Targets stay bytes, as the client sent them, in origin form (`network.door.admission`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say

CONTROL: Final = "/@chunktape"
_SEGMENT = re.compile(rb"/(?:@|%40)([^/?]*)", re.IGNORECASE)


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
    kept, found = list[bytes](), list[bytes]()
    for part in query.split(b"&"):
        name, _, value = part.partition(b"=")
        if name == b"chunktape":
            found.append(value)
        else:
            kept.append(part)
    if not found:
        return target, None
    return path + (mark + b"&".join(kept) if kept else b""), _one(found, "?chunktape")


def _one(given: Sequence[bytes], place: str) -> str | None:
    """The text that was given in a place, perhaps more than once; None for none."""
    texts = list(dict.fromkeys(map(_text, given)))
    if len(texts) > 1:
        raise SpecError(
            say(
                "{place} is there twice, as {one!r} and {other!r}: send one spec, its parts joined by +.",
                place=place,
                one=texts[0][:60],
                other=texts[1][:60],
            )
        )
    return texts[0] if texts else None


def parse(target: bytes, headers: Sequence[bytes] = ()) -> Targeted:
    """A request target without the spec in it; `headers`: the values of all lines `X-Chunktape`. Raises SpecError for
    two different specs in one place.
    """
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
    from_header = _one(headers, "X-Chunktape")
    spec = next((text for text in (from_path, from_header, from_query) if text is not None), None)
    return Targeted(spec, target, prefix)
