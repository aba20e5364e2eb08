"""For the page: a recording that was opened as a file, and a recorded request to repeat. Pure."""

from typing import Any, Final

from cassettes.clock import MS
from cassettes.headers import values
from cassettes.model import Interaction, Request
from player.journal.lanes import recorded
from player.splits import Body

#: pieces of a recording in an answer, at most
PIECES: Final = 2000
#: characters of a request's body that a page gets
ASKED: Final = 1 << 20

Json = dict[str, Any]


def recording_json(one: Interaction, most: int = PIECES) -> Json:
    """A recording: its request, and the lane `recorded` as in `GET /@chunktape/journal/<number>`, with at most `most`
    pieces.
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
    """The values that repeat a request; `body` is null where it is not UTF-8, or longer than a page needs."""
    body = request.body.decode("utf-8", "replace") if len(request.body) <= ASKED else None
    return {
        "method": request.method,
        "target": _target(request),
        "content_type": b"".join(values(request.headers, b"content-type")[:1]).decode("latin-1"),
        "body": body if body is not None and body.encode() == request.body else None,
    }


def _target(request: Request) -> str:
    return request.target.decode("ascii", "backslashreplace")
