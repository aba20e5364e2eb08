"""The response to one request: a recording under a settled scenario, as a value. Rules

- A performance has everything that is sent: head, body, what each write carries and when. A way out sends its values
  and reads nothing of the recording itself.
- The head is the recorded one, or the one that a fault made of it. Headers that depend on the client (framing, CORS,
  `Location`) are added when it is answered (`player.web.heads`).
- `done` lists the faults that were applied, in their order.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from cassettes.model import Headers, ResponseHead
from player.schedule.offsets import UNTOUCHED, OffsetMap
from player.schedule.schedule import Schedule
from player.schedule.writes import Writes, encode


class Done(NamedTuple):
    """A fault that this performance has. `offset`: of the performed body, in bytes, before which it happens; `at`: ns
    from the last byte of the request; -1 for no place or time. `changed` False: it found nothing to change.
    """

    fault: str
    offset: int = -1
    at: int = -1
    changed: bool = True


@dataclass(frozen=True, slots=True)
class Performance:
    """A recording under a settled scenario. `body` is what is cut, and `origin` says where its bytes were recorded;
    `real`: the head is the recorded one but for framing, and the body is the recorded one or its beginning; `spec`: the
    text that gives this performance again; `left`: rewrites and faults that were asked for, and that it can't have or
    does not meet; `idle`: faults with nothing to change in it.
    """

    head: ResponseHead | None
    body: bytes
    trailers: Headers
    schedule: Schedule
    origin: OffsetMap = UNTOUCHED
    real: bool = True
    spec: str = ""
    done: tuple[Done, ...] = ()
    idle: tuple[Done, ...] = field(default=(), compare=False)
    left: tuple[str, ...] = field(default=(), compare=False)

    def frames(self, *, chunked: bool = True, join: bool = False) -> Writes:
        """Its writes in bytes, without the head; `chunked` False for a client of HTTP/1.0, `join` as in `encode`."""
        return encode(self.schedule, self.body, self.trailers, chunked=chunked, join=join)
