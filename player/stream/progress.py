"""How far a response came, and how it ended: what a stream notes while it plays, for the journal."""

import enum
from array import array
from collections.abc import Iterator
from typing import Final

#: writes of a stream whose times are kept
TRACED: Final = 4000
#: in place of the time of a write that left in one with the write before it
JOINED: Final = -1
_NONE: Final = array("q")


class Outcome(enum.StrEnum):
    """How the playing of a response ended."""

    ENDED = "ended"  #: as recorded, to its recorded ending
    LEFT = "client-left"
    STOPPED = "stopped"  #: the player was stopped
    FAILED = "failed"  #: an error of ours


class Progress:
    """How far a response came: body bytes, transfer chunks (or reads), ns; and the largest lateness in ns. `joined`:
    writes that left together with the one before them, because the player was late. `sent`: of the first `TRACED`
    writes, ns since the request, or `JOINED`; `reached`: the body offsets that they reached, of one set of writes the
    same object for all its streams.
    """

    __slots__ = ("bytes", "chunks", "elapsed", "joined", "late", "outcome", "reached", "sent")

    def __init__(self) -> None:
        self.bytes = 0
        self.chunks = 0
        self.elapsed = 0
        self.late = 0
        self.joined = 0
        self.outcome: Outcome | None = None
        self.sent = self.reached = _NONE

    def trace(self, reached: "array[int]") -> "array[int]":
        """Keep times from now on, of writes that reach `reached`; what is given back is `sent`."""
        self.reached, self.sent = reached, array("q")
        return self.sent

    def forget(self) -> None:
        """Let go of the times."""
        self.sent = self.reached = _NONE

    def pieces(self) -> Iterator[tuple[int, int]]:
        """Each write: ns since the request, and the body offset that it reached. Writes that left in one are one."""
        sent, reached = self.sent, self.reached
        for index, at in enumerate(sent):
            if at == JOINED:
                continue
            last = index
            while last + 1 < len(sent) and sent[last + 1] == JOINED:
                last += 1
            yield at, reached[last]
