"""Law 2: `recorded` is the identity: same offsets, times and transfer-chunk marks."""

from itertools import accumulate

from hypothesis import given

from cassettes.model import EndKind, Interaction, Mark
from player.schedule.schedule import Finish, recorded
from player.splits.plan import Body, arrivals
from player.splits.planner import plan_for
from tests.player.schedule.test_schedule import timed
from tests.player.splits.test_planner import split
from tests.support import strategies
from tests.support.bodies import sources


@given(strategies.interactions())
def test_recorded_is_the_identity(one: Interaction) -> None:
    """Law 2: the same offsets, times and transfer-chunk ends as were recorded, and the same ending at its time."""
    schedule = recorded(one)
    found = timed(schedule)

    if schedule.framing == "none":
        assert not found
    else:
        assert [at for at, _ in found] == list(one.chunks.times)
        assert [piece.end for _, piece in found] == list(accumulate(one.chunks.sizes))
        assert [piece.end - piece.start for _, piece in found] == list(one.chunks.sizes)
    if schedule.framing == "chunked":
        ended = [mark == Mark.END for mark in one.chunks.marks]
        assert [piece.closes for _, piece in found][:-1] == ended[:-1] or one.unparsed
    assert schedule.duration == one.ending.at
    wanted = {EndKind.COMPLETE: Finish.COMPLETE, EndKind.RESET: Finish.RESET}
    assert schedule.finish is wanted.get(one.ending.kind, Finish.CLOSE)


@given(sources())
def test_the_plan_recorded_is_the_identity(source: Body) -> None:
    """Law 2: same offsets, same times."""
    plan = plan_for(source, split("recorded"))

    assert (plan.cuts, plan.holds) == (source.cuts, ())
    assert tuple(arrivals(source, plan)) == source.times
