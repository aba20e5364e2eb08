"""`status`: another status, with the error of the provider, with that of a gateway, or without a body."""

from cassettes.model import Headers
from cassettes.providers.answer import compact
from cassettes.providers.failure import reason
from cassettes.providers.read import failure
from player.faults.events import shape_of, written
from player.faults.fault import Arguments, Choice, Count, Draw, Fault, Performance, Phase, Tape
from player.faults.replaced import answered

_STREAMS = {"ndjson": b"application/x-ndjson"}


def status(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """A response with `code` and a body of the kind `as`."""
    code, seconds = arguments.number("code"), arguments.number("retry-after")
    kind, body, headers = _content(recorded, code, arguments.word("as"))
    fields: Headers = ((b"Content-Type", kind),) if kind else ()
    after: Headers = ((b"Retry-After", b"%d" % seconds),) if seconds else ()
    return answered(performance, recorded, code, (*fields, *headers, *after), body)


def _content(recorded: Tape, code: int, kind: str) -> tuple[bytes, bytes, Headers]:
    """Media type, body and headers; a status below 400 has the provider's usual error."""
    if kind == "empty" or code in (204, 304):
        return b"", b"", ()
    if kind == "html":
        return b"text/html", _page(code), ((b"Server", b"nginx"),)
    said = failure(shape_of(recorded), code if code >= 400 else 0)
    if kind == "event":
        event = written(recorded, compact(said.streamed), said.event, said.comment)
        return _STREAMS.get(recorded.dialect, b"text/event-stream"), event, said.headers
    return b"application/json", compact(said.payload).encode(), said.headers


def _page(code: int) -> bytes:
    """The default error page of nginx."""
    title = b"%d %b" % (code, reason(code))
    lines = (
        b"<html>",
        b"<head><title>%b</title></head>" % title,
        b"<body>",
        b"<center><h1>%b</h1></center>" % title,
        b"<hr><center>nginx</center>",
        b"</body>",
        b"</html>",
        b"",
    )
    return b"\r\n".join(lines)


FAULTS = (
    Fault(
        "status",
        Phase.HEAD,
        status,
        parameters={
            "code": Count(200, 599, 503),
            "as": Choice(("json", "event", "html", "empty")),
            "retry-after": Count(0, 86_400, 0, quiet=True),
        },
        invents=True,
        about=(
            "Another status in place of the answer: with JSON or one event in the form of the provider whose answer "
            "was recorded, with a gateway's HTML page, or with nothing. 429 has the provider's rate-limit headers; "
            "200 has an error where the answer should be."
        ),
        meets="Quotas, overload, a gateway without its backend, a login page in place of an API.",
        shown=(
            "",
            "code=429,retry-after=1",
            "code=500",
            "code=402",
            "code=529,as=event",
            "code=502,as=html",
            "code=200",
            "code=204,as=empty",
        ),
    ),
)
