"""The fewest events at which a finding still shows."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from chunktape.check import sweep
from chunktape.check.findings import Finding
from chunktape.check.oracles import Verdict
from chunktape.check.shrink import Cuts
from chunktape.check.sweep.bugs.trim import trimmed
from chunktape.check.tapes import Tape, given
from chunktape.check.tapes.span import Span
from chunktape.check.values import Judgement, Run, Said
from player.spec.spec import parse_spec
from player.splits import plan_for

TAPE = given(["torture-lf"])[0]
BASE = sweep.baseline(TAPE.body).cuts


def client(fails: Callable[[Tape, Cuts], bool]) -> Callable[[Tape, Cuts], Run]:
    """A client that says each event's text with the piece that completes it, and X more where it `fails`."""

    def run(tape: Tape, cuts: Cuts) -> Run:
        text = dict(tape.want.targets).get("text", "")
        steps = [tape.want.due(end) for end in (*cuts, len(tape.body.data))]
        last = next((number for number, step in enumerate(steps) if step == steps[-1]), 0)
        wrong = "X" if fails(tape, cuts) else ""
        return Run(cuts, (Said(last, "callback", text + wrong),), "", True, len(cuts) + 1, True)

    return run


def finding(cuts: Cuts) -> Finding:
    spec = str(sweep.difference(TAPE.body, cuts))
    return Finding(TAPE, "node", Verdict("text", Judgement.FAIL), cuts, spec)


def inside(tape: Tape, cuts: Cuts) -> bool:
    """Whether a character is cut."""
    return any(tape.body.data[cut] & 0xC0 == 0x80 for cut in cuts)


def test_one_event_is_enough_for_a_torn_character_in_the_middle() -> None:
    torn = next(at for at in TAPE.body.boundaries.positions("utf8-3b/1") if BASE[3] < at)
    found = trimmed(finding(tuple(sorted({*BASE, torn}))), client(inside))

    assert found.events == (1, len(BASE) + 1)
    split, _, span = found.least.partition("+")
    assert span.startswith("events,from=")
    assert parse_spec(split).split is not None


def test_events_that_are_joined_are_two_and_the_plan_is_the_same_one_there() -> None:
    joined = tuple(cut for cut in BASE if cut != BASE[5])
    found = trimmed(finding(joined), client(lambda tape, cuts: set(tape.body.events) > set(cuts)))

    assert found.events[0] == 2
    assert found.least.endswith("+events,from=6,to=7")
    split = parse_spec(found.least.partition("+")[0]).split
    assert split is not None
    assert plan_for(Span(6, 7).of(TAPE.body), split).cuts == ()


@pytest.mark.parametrize("least", [1, 4])
def test_what_needs_all_that_came_before_gets_it(least: int) -> None:
    def after(tape: Tape, cuts: Cuts) -> bool:
        return inside(tape, cuts) and tape.body.data.startswith(TAPE.body.data[: BASE[0]])

    torn = next(at for at in TAPE.body.boundaries.positions("utf8-3b/1") if at > BASE[least])
    found = trimmed(finding(tuple(sorted({*BASE, torn}))), client(after))

    events = next(number for number, (start, end) in enumerate(pairwise((0, *BASE)), 1) if start < torn < end)
    assert found.events[0] == events
    assert f"from=1,to={events}" in found.least


def test_where_fewer_events_pass_all_are_needed() -> None:
    torn = TAPE.body.boundaries.positions("utf8-3b/1")[0]
    given_ = finding(tuple(sorted({*BASE, torn})))

    assert trimmed(given_, client(lambda tape, cuts: tape.span is None)) == given_
    hanging = trimmed(given_, lambda tape, cuts: Run(cuts, asked=True, lost="hang"))
    assert hanging == given_
    assert trimmed(Finding(TAPE, "node", Verdict("content", Judgement.FAIL)), client(inside)).least == ""
