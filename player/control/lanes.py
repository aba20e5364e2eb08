"""What the page shows of a recording that no request asked for, and what repeats a request. Pure."""

from typing import Any, Final

from cassettes.clock import MS
from cassettes.model import Interaction, Request
from player.journal.lanes import recorded
from player.splits import Body

#: pieces of a recording that are told
PIECES: Final = 2000
#: characters of a request's body that a page gets
ASKED: Final = 1 << 20

Json = dict[str, Any]


def recording_json(one: Interaction, most: int = PIECES) -> Json:
    """A recording: what was asked, and the lane `recorded` as `GET /@chunktape/journal/<number>` has it, with `most`
    pieces of it.
    """
    head, ending = one.head, one.ending
    return {
        "number": one.number,
        "at_ms": round(one.request.at / MS, 3),
        "method": one.request.method,
        "target": _target(one.request),
        "status": head.status if head is not None else 0,
        "ending": ending.kind.value,
        "recorded": recorded(one, Body.of(one)).as_json(most),
    }


def asked_json(request: Request) -> Json:
    """What repeats a request; `body` is null where it is no UTF-8, or longer than a page needs."""
    types = (value for name, value in request.headers if name.lower() == b"content-type")
    body = request.body.decode("utf-8", "replace") if len(request.body) <= ASKED else None
    return {
        "method": request.method,
        "target": _target(request),
        "content_type": next(types, b"").decode("latin-1"),
        "body": body if body is not None and body.encode() == request.body else None,
    }


def _target(request: Request) -> str:
    return request.target.decode("ascii", "backslashreplace")
