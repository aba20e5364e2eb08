"""How much work is done on the event loop, and which thread does the rest: one table of limits. Rules

- Work of some 0.1 ms is done at once: handing it to a thread would cost as much. Each kind of work has its limit.
- Longer work goes to a thread, and work of more than some 30 ms (`HEAVY`) to a second one, so that it delays only work
  of its own kind.
- A kind of work is measured in the units that its limit names.
"""

from enum import Enum
from typing import Final, NamedTuple


class Cost(NamedTuple):
    """The size of a piece of work. `chunks`: items taken one by one, such as those of a recording; `places`: places of
    requests that are compared.
    """

    bytes: int = 0
    chunks: int = 0
    places: int = 0

    def above(self, limit: "Cost") -> bool:
        """Whether any of its numbers is above the one of `limit`."""
        return self.bytes > limit.bytes or self.chunks > limit.chunks or self.places > limit.places


class Where(Enum):
    """Where a piece of work is done."""

    HERE = "here"
    THREAD = "thread"
    HEAVY = "heavy"  #: in the thread for long work


#: a body is classified, planned and framed; a chunk takes 3 us to frame
MAKING: Final = Cost(bytes=2048, chunks=64)
#: a request is read and compared: a chat of 8 KiB takes 0.25 ms, each place 0.15 us
MATCHING: Final = Cost(bytes=8192, places=1024)
#: a response gets other times: 0.5 us a chunk, and once 9 ns for each byte that is looked through
RETIMING: Final = Cost(bytes=64 << 10, chunks=1000)
#: the recorder takes the secrets out of a request's body: 50 ns a byte
REDACTING: Final = Cost(bytes=16 << 10)
#: work of any kind above this is heavy
HEAVY: Final = Cost(bytes=64 << 10, chunks=10_000, places=200_000)


def where(cost: Cost, limit: Cost) -> Where:
    """Where work of this cost is done; `limit`: the cost up to which this kind of work is done at once."""
    if not cost.above(limit):
        return Where.HERE
    return Where.HEAVY if cost.above(HEAVY) else Where.THREAD
