"""Other times for each stream under `--vary`: pure functions of (times, variation, seed). Rules

- `ttft` is the time of the first write with body bytes, in place of the recorded one. Writes before it (usually the
  head) keep their time, but leave no later than it.
- `tps` is frames per second: SSE events, NDJSON records; writes with body bytes where the body has neither, or is
  encoded. The recorded rate is all frames but one, divided by the time from the first to the last write with body
  bytes; every gap behind the first write is scaled by the recorded rate over the wanted one. The shape stays: pauses
  stay pauses. A body of one frame, or one that came all at once, has no rate and keeps its gaps.
- A value `a..b` is drawn evenly for each stream, in ns or in thousandths of a frame per second.
- The drawn times are those that the client sees: speed does not scale them. The least gap still holds.
- Bytes and cuts are untouched. Integers only, rounded up; times never decrease. It is an edit of times that may put a
  write before its recorded time, which is its purpose.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cassettes import durations
from cassettes.clock import MS, SECOND
from cassettes.errors import SpecError
from cassettes.framing import dialect_of, spans_of
from cassettes.headers import is_encoded, joined
from cassettes.messages import say
from cassettes.model import Interaction
from cassettes.seeds import generator
from player.grammar import decimals
from player.schedule.edits import Edit
from player.schedule.schedule import FOREVER, Piece, Raw, Schedule, in_order

_RATE = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,3})?", re.ASCII)
#: the longest time that makes sense, in ns
_HOUR: Final = 3600 * SECOND


def read_time(text: str, option: str) -> int:
    """`5ms`, `1.5s`, `250us` in ns; `option`: where it stands. Raises SpecError."""
    ns = durations.parse(text, units=("us", "ms", "s"), decimals=3, longest=_HOUR)
    if ns is None:
        raise SpecError(
            say(
                "{option} takes a number with us, ms or s, "
                "at most three decimals and one hour (200ms, 1.5s); found {found!r}.",
                option=option,
                found=text[:40],
            )
        )
    return ns


def _read_rate(text: str, option: str) -> int:
    """`40` or `12.5` frames per second, in thousandths; `option`: where it stands. Raises SpecError."""
    rate = decimals.read(text, 3) if _RATE.fullmatch(text) else 0
    if rate == 0:
        raise SpecError(
            say(
                "{option} takes frames per second from 0.001 to 999999, "
                "at most three decimals (40, 12.5); found {found!r}.",
                option=option,
                found=text[:40],
            )
        )
    return rate


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawn values of one stream: `ttft` in ns, `mtps` in thousandths of a frame per second; None: as recorded."""

    ttft: int | None
    mtps: int | None

    def __str__(self) -> str:
        parts = [] if self.ttft is None else [f"ttft={self.ttft / MS:.1f}ms"]
        parts += [] if self.mtps is None else [f"tps={self.mtps / 1000:.1f}"]
        return ",".join(parts)

    def times(self, times: Sequence[int], first: int, last: int, frames: int) -> list[int]:
        """New times for writes at `times` ns; `first` and `last` have body bytes, `frames` are in the body."""
        begun, span = times[first], times[last] - times[first]
        start = begun if self.ttft is None else self.ttft
        wanted, of = 1, 1
        if self.mtps is not None and frames > 1 and span:
            wanted, of = (frames - 1) * 1000 * SECOND, span * self.mtps
        before = [min(time, start) for time in times[:first]]
        return before + [min(start + -(-(time - begun) * wanted // of), FOREVER) for time in times[first:]]


@dataclass(frozen=True, slots=True)
class Variation:
    """Ranges, both ends included: `ttft` in ns, `mtps` in thousandths of a frame per second."""

    ttft: tuple[int, int] | None = None
    mtps: tuple[int, int] | None = None

    def draw(self, seed: str) -> Drawn:
        """The values of the stream with this seed; either draw stays the same when the other one is not asked for."""
        return Drawn(_draw(self.ttft, seed, "ttft"), _draw(self.mtps, seed, "tps"))


def _draw(span: tuple[int, int] | None, seed: str, what: str) -> int | None:
    if span is None:
        return None
    return span[0] + generator(f"vary-{what}", seed, "pace").below(span[1] - span[0] + 1)


def parse_vary(text: str) -> Variation:
    """`ttft=200ms..2s,tps=40..80`; one value in place of a range is that value always. Raises SpecError."""
    spans: dict[str, tuple[int, int]] = {}
    for part in text.split(","):
        name, _, value = part.strip().partition("=")
        read = {"ttft": read_time, "tps": _read_rate}.get(name)
        if read is None or name in spans:
            raise SpecError(
                say(
                    "--vary takes ttft=TIME..TIME and tps=RATE..RATE, each once, joined by a comma; found {found!r}.",
                    found=part[:80],
                )
            )
        low, dots, high = value.partition("..")
        option = f"--vary {name}"
        spans[name] = (read(low, option), read(high if dots else low, option))
        if spans[name][0] > spans[name][1]:
            raise SpecError(say("--vary needs the smaller value first; found {found!r}.", found=part[:80]))
    return Variation(spans.get("ttft"), spans.get("tps"))


def frames_in(interaction: Interaction) -> int:
    """Events or records of the body; 0 where it has neither, or where it is encoded."""
    head = interaction.head
    if head is None or is_encoded(head.headers):
        return 0
    dialect = dialect_of(joined(head.headers, b"content-type"), interaction.body)
    if dialect not in ("sse", "ndjson"):
        return 0
    return sum(kind in ("event", "record") for _, _, kind, _ in spans_of(interaction.body, dialect))


def _has_bytes(part: Piece | Raw) -> bool:
    return isinstance(part, Piece) and part.end > part.start


def vary(drawn: Drawn, frames: int) -> Edit:
    """The times that were drawn for one stream; `frames` are in the body, 0 where its writes are counted instead."""

    def edit(schedule: Schedule) -> Schedule:
        bodies = [number for number, step in enumerate(schedule.steps) if any(map(_has_bytes, step.parts))]
        if not bodies:
            return schedule
        times = drawn.times(schedule.times, bodies[0], bodies[-1], frames or len(bodies))
        return replace(schedule, times=in_order(times))

    return edit
