"""What the page shows of a recording that no request asked for, and what repeats a request. Pure."""

from itertools import accumulate, islice
from typing import Any, Final

from cassettes.boundaries.classify import Boundaries
from cassettes.clock import MS
from cassettes.model import Interaction, Request
from cassettes.printable import preview
from player.splits import Body

#: pieces of a recording that are told, and bytes on each side of a cut
PIECES: Final = 2000
SIDE: Final = 16
#: characters of a request's body that a page gets
ASKED: Final = 1 << 20

Json = dict[str, Any]


def recording_json(one: Interaction) -> Json:
    """A recording: its request, and the lane `recorded` as `GET /@chunktape/journal/<number>` has it."""
    head, ending = one.head, one.ending
    return {
        "number": one.number,
        "at_ms": round(one.request.at / MS, 3),
        "asked": asked_json(one.request),
        "status": head.status if head is not None else 0,
        "ending": ending.kind.value,
        "recorded": _lane(one),
    }


def asked_json(request: Request) -> Json:
    """What repeats a request; `body` is null where it is no UTF-8, or longer than a page needs."""
    types = (value for name, value in request.headers if name.lower() == b"content-type")
    body = request.body.decode("utf-8", "replace") if len(request.body) <= ASKED else None
    return {
        "method": request.method,
        "target": request.target.decode("ascii", "backslashreplace"),
        "content_type": next(types, b"").decode("latin-1"),
        "body": body if body is not None and body.encode() == request.body else None,
    }


def _lane(one: Interaction) -> Json:
    body = Body.of(one)
    shown = list(islice(zip(one.chunks.times, accumulate(one.chunks.sizes), strict=True), PIECES))
    return {
        "size": len(body.data),
        "pieces": [[round(at / MS, 3), end] for at, end in shown],
        "end_ms": round(one.ending.at / MS, 3),
        "cuts": [_cut(body.boundaries, end) for end in sorted({end for _, end in shown if 0 < end < len(body.data)})],
        "left_out": len(one.chunks) - len(shown),
    }


def _cut(source: Boundaries, at: int) -> Json:
    before, after = source.body[max(0, at - SIDE) : at], source.body[at : at + SIDE]
    return {"at": at, "classes": source.classes_at(at), "before": _side(before), "after": _side(after)}


def _side(data: bytes) -> Json:
    return {"text": preview(data), "hex": data.hex(" ")}
