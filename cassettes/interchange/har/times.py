"""The times of a HAR entry in ns, from the decimals of its file. Rules

- Where every event has its own time (`_eventSourceMessages`), these times hold; a head that was not measured comes with
  the first event.
- Else `timings.wait` is when the head came, and the cadence is stretched so that the body ends `receive` later. Where
  `receive` is unknown, it is the rest of the entry's `time`.
- A time that is negative, no number, or longer than a week was not measured; without any, the cadence holds alone.
- Times are integers here; a HAR's decimals are never floats.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from cassettes.clock import MS, SECOND
from cassettes.framing import frames_of
from cassettes.interchange.build import LONGEST, Times, by_cadence, stretched
from cassettes.interchange.har.nodes import Node

#: the timings of an entry before the request's last byte; `ssl` is part of `connect`
_BEFORE: Final = ("blocked", "dns", "connect", "send")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

#: where an entry's times come from: all real; the head's and the end's real; none
Source = Literal["events", "span", "cadence"]


@dataclass(frozen=True, slots=True)
class _Spent:
    """An entry's timings in ns; None: not measured."""

    before: int
    wait: int | None
    receive: int | None


def times_of(entry: Node, messages: Sequence[Node], body: bytes) -> tuple[Times, Source]:
    """The times of an entry's body, and where they come from."""
    spent = _spent(entry)
    arrived = _arrivals(entry, messages, spent)
    head_at = spent.wait if spent.wait is not None else max([0, *arrived[:1]])
    if arrived:
        at = _rising(arrived, head_at)
        if len(at) != sum(frame.kind == "event" for frame in frames_of(body, "sse")):
            return stretched(head_at, at[-1]), "span"
        return _by_event(head_at, at), "events" if spent.wait is not None else "span"
    if spent.wait is None:
        return by_cadence, "cadence"
    if not body:
        return (lambda count: (head_at, [])), "events"
    if spent.receive is None:
        made_head, _ = by_cadence(0)
        return _later(head_at - made_head), "cadence"
    return stretched(head_at, head_at + spent.receive), "span"


def _spent(entry: Node) -> _Spent:
    timings = entry.node("timings")
    before = sum(_ns(timings.number(key), MS) or 0 for key in _BEFORE)
    wait, receive = _ns(timings.number("wait"), MS), _ns(timings.number("receive"), MS)
    total = _ns(entry.number("time"), MS)
    if receive is None and wait is not None and total is not None:
        left = total - before - wait
        receive = left if left > 0 else None
    return _Spent(before, wait, receive)


def _ns(value: Decimal | None, unit: int) -> int | None:
    """A number of `unit` ns each as ns, or None where it can't be a measured time."""
    return int(value * unit) if value is not None and 0 <= value <= LONGEST // unit else None


def _arrivals(entry: Node, messages: Sequence[Node], spent: _Spent) -> list[int]:
    """When each message came, in ns since the request; empty where one of them has no plausible time."""
    started = _epoch_ns(entry.value.get("startedDateTime"))
    if started is None:
        return []
    arrived: list[int] = []
    for message in messages:
        time = message.number("time")
        if time is None or not 0 <= time < 10**11:
            return []
        at = int(time * SECOND) - started - spent.before
        if not -LONGEST <= at <= LONGEST:
            return []
        arrived.append(at)
    return arrived


def _rising(arrived: list[int], head_at: int) -> list[int]:
    at: list[int] = []
    for value in arrived:
        at.append(max(value, at[-1] if at else head_at))
    return at


def _by_event(head_at: int, at: list[int]) -> Times:
    """The events' own times. Comments between them have none: then all are spread evenly up to the last event."""

    def times(count: int) -> tuple[int, list[int]]:
        if count == len(at):
            return head_at, at
        return head_at, [head_at + (at[-1] - head_at) * (index + 1) // count for index in range(count)]

    return times


def _later(shift: int) -> Times:
    """The cadence behind a head whose own time is known: `shift` ns later than it would be, or earlier."""

    def times(count: int) -> tuple[int, list[int]]:
        head_at, at = by_cadence(count)
        return head_at + shift, [value + shift for value in at]

    return times


def _epoch_ns(value: object) -> int | None:
    """ISO 8601 as a HAR has it -> ns since 1970 (microseconds exact); None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return (moment - _EPOCH) // timedelta(microseconds=1) * 1_000
    except (ValueError, OverflowError):
        return None
