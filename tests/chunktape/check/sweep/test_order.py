"""Which plans a tape is cut by, in which order."""

from cassettes import library
from cassettes.store import load
from chunktape.check import sweep
from player.splits import Body, plan_for
from player.splits.profiles.smoke import TEN

BODY = Body.of(load(str(library.index()["torture-lf"].path)).interactions[0])


def test_what_finds_most_comes_first() -> None:
    first = [plan.spec for plan in sweep.plans(BODY)][:3]
    assert [spec.partition(",")[0] for spec in first] == ["utf8", "lines", "whole"]


def test_each_plan_comes_once_and_the_baseline_never() -> None:
    cuts = [plan.cuts for plan in sweep.plans(BODY)]
    assert len(cuts) == len(set(cuts))
    assert sweep.baseline(BODY).cuts not in cuts


def test_the_ten_of_smoke_are_all_there() -> None:
    cuts = {plan.cuts for plan in sweep.plans(BODY, packed=False)} | {sweep.baseline(BODY).cuts}
    assert {plan_for(BODY, split).cuts for split in TEN.values()} <= cuts


def test_every_structural_place_is_cut_by_some_packed_plan() -> None:
    cut = {offset for plan in sweep.plans(BODY) for offset in plan.cuts}
    assert set(BODY.boundaries.positions("utf8-3b/1")) <= cut
    assert set(BODY.boundaries.positions("done:inside")) <= cut


def test_a_long_body_is_joined_and_cut_as_buffers_cut_it() -> None:
    cuts = [plan.cuts for plan in sweep.plans(BODY, dense=False)]
    assert cuts == [(), (1460, 2920)]  # the buffers of 4 and 16 KiB hold all of it


def test_a_plan_is_said_as_what_differs_from_one_event_per_piece() -> None:
    base = sweep.baseline(BODY).cuts
    wanted = tuple(sorted({*base, base[0] + 3} - {base[1]}))
    split = sweep.difference(BODY, wanted)

    assert (split.add, split.drop) == ((base[0] + 3,), (base[1],))
    assert plan_for(BODY, split).cuts == wanted


def test_a_plan_is_said_in_the_shortest_way() -> None:
    base = sweep.baseline(BODY).cuts

    assert str(sweep.difference(BODY, ())) == f"whole,body={BODY.digest}"
    assert str(sweep.difference(BODY, base[5:6])) == f"explicit,cuts={base[5]},body={BODY.digest}"
    for cuts in ((), base[5:6], base, base[:-1], (*base[:3], base[3] + 1)):
        assert plan_for(BODY, sweep.difference(BODY, cuts)).cuts == cuts


def test_how_many_plans_there_are_is_known_before_they_are_made() -> None:
    for packed in (True, False):
        made = len(list(sweep.plans(BODY, packed=packed)))
        assert made <= sweep.about(BODY, packed=packed) <= made + 5
    assert sweep.about(BODY, dense=False) == 4
