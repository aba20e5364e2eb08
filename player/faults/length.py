"""`content-length` and `close-delimited`: a body that ends without a last chunk."""

from dataclasses import replace
from typing import Final

from cassettes.errors import SpecError
from cassettes.headers import Framing, codings
from cassettes.messages import say
from player.faults.fault import Arguments, Choice, Count, Draw, Fault, Performance, Phase, Tape
from player.faults.framing import bare, body_schedule, with_length
from player.schedule.schedule import Finish

_OFF: Final = {"right": 0, "long": 1, "short": -1}


def content_length(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The body with a Content-Length; the connection ends behind a wrong one."""
    schedule, off = bare(body_schedule(performance, "content-length"), Framing.LENGTH), _OFF[arguments.word("says")]
    head, size = performance.head, len(performance.body)
    assert head is not None
    if others := [coding.decode("latin-1") for coding in codings(head.headers) if coding != b"chunked"]:
        raise SpecError(
            say(
                "`content-length` can't stand before a body with the transfer coding {coding} (RFC 9112 section 6.2).",
                coding=", ".join(others),
            )
        )
    length = max(0, size + off * arguments.number("by"))
    if length != size and schedule.finish is Finish.COMPLETE:
        schedule = replace(schedule, finish=Finish.CLOSE)
    return replace(performance, head=with_length(head, length), schedule=schedule, trailers=())


def close_delimited(performance: Performance, recorded: Tape, arguments: Arguments, draw: Draw) -> Performance:
    """The body up to where the connection ends."""
    schedule = bare(body_schedule(performance, "close-delimited"), Framing.CLOSE)
    return replace(performance, schedule=schedule, trailers=())


FAULTS = (
    Fault(
        "content-length",
        Phase.FRAMING,
        content_length,
        parameters={"says": Choice(("right", "long", "short")), "by": Count(1, 10**9, 1, quiet=True)},
        only={"by": ("says", ("long", "short"))},
        about=(
            "The body comes with a Content-Length instead of in transfer chunks; `long` and `short` are `by` bytes "
            "wrong, and the connection is closed behind the body."
        ),
        meets="A proxy that buffers whole answers; a middleware that changes a body and not its length.",
        shown=("", "says=long", "says=short"),
    ),
    Fault(
        "close-delimited",
        Phase.FRAMING,
        close_delimited,
        about="The body has neither transfer chunks nor a length: it ends where the connection is closed.",
        meets="An HTTP/1.0 backend, `proxy_http_version 1.0`, a CGI script.",
    ),
)
