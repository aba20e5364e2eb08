"""One request in the journal: what was asked, what answered, and how far the answer came.

Times are ms in JSON, since people and scripts read them: `at` since the player started, the others since the request.
"""

from array import array
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from cassettes.clock import MS
from player.faults.gates import Spared
from player.library.recordings import Recording
from player.matching.difference import Difference
from player.plans.performances import Ready
from player.schedule.performance import Done
from player.spec.scenario import Scenario
from player.spec.settle import Settled
from player.stream.progress import Outcome, Progress


class Answer(StrEnum):
    """What answered a request."""

    NONE = ""  #: nothing yet, or the client left before
    REPLAY = "replay"
    MISS = "miss"
    LIMITED = "limited"
    REFUSED = "refused"
    FAILED = "failed"  #: an error of ours
    FORWARDED = "forwarded"
    RECORDED = "recorded"  #: forwarded, and recorded


#: naming a member of an enumeration costs 0.1 us
_REPLAY: Final = Answer.REPLAY


@dataclass(slots=True, eq=False)
class Entry:
    """One request. `recording`: (file, number) of what was played or recorded."""

    number: int
    at: int
    client: str
    method: str
    target: str
    spec: str = ""
    #: what was set for its client while the player runs
    setting: str = ""
    answer: Answer = Answer.NONE
    status: int = 0
    recording: tuple[str, int] | None = None
    #: whether the recording was made, so that nobody ever asked its question
    made: bool = False
    #: the first of the `differing` places
    differs: tuple[Difference, ...] = ()
    differing: int = 0
    ending: str = ""
    duration: int = 0
    #: ns at which the recording ends at this speed
    recorded: int = 0
    choice: Settled = Settled(Scenario())  # noqa: RUF009 - frozen
    note: str = ""
    #: a sentence about a part of the request that was not understood as it was sent
    remark: str = ""
    #: the times that `--vary` drew for this response
    drawn: str = ""
    #: (the faults of the response, whether head and body are the recorded ones)
    faults: tuple[Done, ...] = ()
    real: bool = True
    #: parts of the spec that were left out
    spared: tuple[Spared, ...] = ()
    progress: Progress = field(default_factory=Progress)
    #: the recording that is played, until the request is over; then the name of its content
    source: Recording | None = None
    content: bytes = b""
    #: the client's report of what it saw: body offsets, and ns since the request if it reported times
    observed: "array[int] | None" = None
    observed_at: "array[int] | None" = None
    #: whether it takes one of the places of `--max-streams`
    claimed: bool = False
    #: whether it counts as a stream (`player.journal.metrics`)
    stream: bool = False
    #: bytes that the journal counts for it, -1 when it is no longer kept
    held: int = 0

    def replayed(self, recording: Recording, differs: tuple[Difference, ...], differing: int) -> None:
        """A recording answers, although it differs at `differing` places."""
        one = recording.interaction
        self.answer, self.differs, self.differing = _REPLAY, differs, differing
        self.source, self.made = recording, recording.made
        self.recording, self.ending = (recording.name, one.number), one.ending.kind

    def began(self, choice: Settled, ready: Ready[Any]) -> None:
        """The response is about to be sent as `ready` says."""
        self.choice, self.status = choice, ready.head.status if ready.head is not None else 0
        self.duration, self.recorded = ready.duration, ready.recorded
        self.faults, self.real = ready.done, ready.real

    def forwarded(self, recording: tuple[str, int] | None = None) -> None:
        """An upstream answers; `recording`: where that is recorded."""
        self.answer, self.recording = Answer.RECORDED if recording else Answer.FORWARDED, recording

    def missed(self, note: str) -> None:
        """No recording answers."""
        self.answer, self.status, self.note = Answer.MISS, 404, note

    def limited(self, note: str) -> None:
        """Too many responses are being played."""
        self.answer, self.status, self.note = Answer.LIMITED, 429, note

    def refused(self, status: int, note: str) -> None:
        """The request is refused."""
        self.answer, self.status, self.note = Answer.REFUSED, status, note

    def failed(self, note: str) -> None:
        """An error of ours ends it."""
        self.answer, self.status, self.note = Answer.FAILED, 500, note
        self.progress.outcome = Outcome.FAILED

    @property
    def longer(self) -> int:
        """ns that the response took, or is planned to take, beyond the recording at its speed; 0 at speed `max`."""
        if self.choice.play.speed is None:
            return 0
        taken = self.progress.elapsed if self.choice.assured else self.duration
        return max(0, taken - self.recorded)

    def happened(self, one: Done) -> bool:
        """Whether the response came as far as this fault, and the fault changed something."""
        if not one.changed:
            return False
        if self.progress.outcome is None:
            return self.progress.bytes >= one.offset
        return self.progress.elapsed >= one.at

    def _fault_json(self, one: Done) -> dict[str, object]:
        """`bytes`: of the body that the client had before it, null for a fault without a place, or before the head."""
        return {
            "fault": one.fault,
            "bytes": one.offset if one.offset >= 0 else None,
            "at_ms": round(one.at / MS, 3) if one.at >= 0 else None,
            "happened": self.happened(one),
        }

    def as_begun(self) -> dict[str, object]:
        """The values that are known when the request has arrived."""
        return {
            "number": self.number,
            "at_ms": round(self.at / MS, 3),
            "client": self.client,
            "method": self.method,
            "target": self.target,
        }

    def as_json(self) -> dict[str, object]:
        """For GET /@chunktape/journal; `differs`, without the differences, stands last."""
        progress = self.progress
        return {
            **self.as_begun(),
            "spec": self.spec,
            "setting": self.setting,
            "answer": self.answer.value,
            "status": self.status,
            "cassette": self.recording[0] if self.recording else None,
            "interaction": self.recording[1] if self.recording else None,
            "recorded_ending": self.ending,
            "plan": self.choice.brief,
            "real": self.real,
            "faults": [self._fault_json(one) for one in self.faults],
            "spared": [{"part": one.part, "why": "gate" if one.gate else "body"} for one in self.spared],
            "smoke": self.choice.turn,
            "recorded_ms": round(self.recorded / MS, 3),
            "planned_ms": round(self.duration / MS, 3),
            "longer_ms": round(self.longer / MS, 3),
            "outcome": progress.outcome.value if progress.outcome else "active",
            "bytes": progress.bytes,
            "chunks": progress.chunks,
            "elapsed_ms": round(progress.elapsed / MS, 3),
            "late_ms": round(progress.late / MS, 3),
            "joined_writes": progress.joined,
            "varied": self.drawn,
            "note": self.note,
            "differing": self.differing,
            "remark": self.remark,
            "differs": [],
        }
