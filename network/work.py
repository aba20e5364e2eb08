"""How much work is done where others wait, and which thread gets the rest: one table. It starts nothing. Rules

- What takes some 0.1 ms is done at once: handing it to a thread would cost as much. A limit for each kind of work.
- What takes longer goes to a thread; what takes more than some 30 ms (`HEAVY`) to another one, so that it delays none
  but its like.
- A kind of work is measured in what its limit names.
"""

from enum import Enum
from typing import Final, NamedTuple


class Cost(NamedTuple):
    """What a piece of work goes through. `chunks`: of a recording, or whatever else is taken one by one; `places`: of
    requests that are compared.
    """

    bytes: int = 0
    chunks: int = 0
    places: int = 0

    def above(self, limit: "Cost") -> bool:
        """Whether it is more than `limit` in anything."""
        return self.bytes > limit.bytes or self.chunks > limit.chunks or self.places > limit.places


class Where(Enum):
    """Where a piece of work is done."""

    HERE = "here"
    THREAD = "thread"
    HEAVY = "heavy"  #: in the thread for what takes long


#: a body is classified, planned and framed; a chunk takes 3 us to frame
MAKING: Final = Cost(bytes=2048, chunks=64)
#: a request is read and compared: a chat of 8 KiB takes 0.25 ms, a place 0.15 us
MATCHING: Final = Cost(bytes=8192, places=1024)
#: a response gets other times: 0.5 us a chunk, and once 9 ns for each byte that is looked through
RETIMING: Final = Cost(bytes=64 << 10, chunks=1000)
#: the recorder takes the secrets out of a request's body: 50 ns a byte
REDACTING: Final = Cost(bytes=16 << 10)
#: of any kind
HEAVY: Final = Cost(bytes=64 << 10, chunks=10_000, places=200_000)


def where(cost: Cost, limit: Cost) -> Where:
    """Where work of this cost is done; `limit`: up to which its kind is done at once."""
    if not cost.above(limit):
        return Where.HERE
    return Where.HEAVY if cost.above(HEAVY) else Where.THREAD
