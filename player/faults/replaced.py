"""Another response in place of the recorded one, for faults of the phase `HEAD`. Pure."""

from array import array
from dataclasses import replace

from cassettes.headers import Framing
from cassettes.model import Chunk, Chunks, Ending, EndKind, Headers, ResponseHead
from cassettes.providers.failure import reason
from player.schedule.offsets import UNTOUCHED, Splice
from player.schedule.performance import Performance
from player.schedule.schedule import recorded
from player.schedule.tape import Tape


def answered(performance: Performance, tape: Tape, status: int, headers: Headers, body: bytes) -> Performance:
    """The performance of a response with `status`, `headers` and `body` in one piece when the recorded head came.

    Every byte of it is invented, so addresses in the recorded body have no place in this one.
    """
    head = ResponseHead(0, status, reason(status), (*headers, (b"Content-Length", b"%d" % len(body))))
    chunks = Chunks.of([Chunk(0, 0, body)] if body else [])
    one = replace(tape.interaction, head=head, chunks=chunks, ending=Ending(EndKind.COMPLETE, 0, 0))
    schedule = recorded(one)
    at, size = performance.schedule.times[0], len(tape.body)
    if schedule.framing is Framing.NONE:
        body = b""
        if status in (204, 304):
            head = replace(head, headers=headers)
    return replace(
        performance,
        head=replace(head, at=performance.head.at if performance.head else 0),
        body=body,
        trailers=(),
        schedule=replace(schedule, times=array("q", [at] * len(schedule.steps))),
        origin=UNTOUCHED.spliced([Splice(0, 0, body), Splice(0, size, b"")], size),
        real=False,
    )
