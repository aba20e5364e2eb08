"""`content-type`: the header is missing, wrong, or in a rare spelling."""

from dataclasses import replace
from typing import Final

from cassettes.model import Headers
from player.faults.fault import Arguments, Choice, Draw, Fault, Performance, Phase, Tape

_NAME: Final = b"content-type"
_WRONG: Final = {
    "plain": b"text/plain; charset=utf-8",
    "json": b"application/json",
    "html": b"text/html; charset=utf-8",
    "octet-stream": b"application/octet-stream",
    "event-stream": b"text/event-stream",
}


def content_type(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The same response with another Content-Type, or none."""
    head, kind = performance.head, arguments.word("as")
    assert head is not None
    media = next(iter(head.values(_NAME)), b"text/event-stream").partition(b";")[0].strip()
    value = media.upper() + b";Charset=UTF-8" if kind == "spelled" else _WRONG.get(kind, b"")
    headers = _with(head.headers, value)
    if headers == head.headers:
        return performance
    return replace(performance, head=replace(head, headers=headers), real=False)


def _with(headers: Headers, value: bytes) -> Headers:
    """`headers` with one Content-Type, in its old place; with none for an empty `value`."""
    made, missing = list[tuple[bytes, bytes]](), bool(value)
    for name, old in headers:
        if name.lower() != _NAME:
            made.append((name, old))
        elif missing:
            made.append((name, value))
            missing = False
    return (*made, *(((b"Content-Type", value),) if missing else ()))


FAULTS = (
    Fault(
        "content-type",
        Phase.HEAD,
        content_type,
        parameters={
            "as": Choice(("missing", "plain", "json", "html", "octet-stream", "event-stream", "spelled")),
        },
        about=(
            "The Content-Type is missing, says another type, or says the same in capitals and without a blank "
            "(`TEXT/EVENT-STREAM;Charset=UTF-8`), which means the same. The body stays as it is."
        ),
        meets="Frameworks with a default type, gateways that set their own; clients that compare the whole header.",
        shown=("", "as=plain", "as=json", "as=spelled"),
    ),
)
