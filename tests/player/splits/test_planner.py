"""Plans of every profile: what a rotation adds up to, edits, and what is refused. The laws stand in tests/laws/."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.boundaries.classify import CATALOGUE
from cassettes.errors import SpecError
from player.spec.spec import parse_spec
from player.splits.plan import Body, Plan
from player.splits.planner import plan_for, settled
from player.splits.profiles.smoke import TEN
from player.splits.registry import PROFILES
from player.splits.split import Split
from tests.support.bodies import GOLDEN, sources

#: profiles with parameters other than their defaults, so that every branch of a splitter has a digest
MORE = (
    *("bytes,n=3,window=2,at=2", "fixed,n=512", "uniform,mean=1460", "utf8,all=1", "lines,all=1", "fields,all=1"),
    *("fields,json=1", "fields,all=1,json=1", "json,all=1", "sentinel,all=1", "comments,all=1", "lookalike,all=1"),
    *("merge,k=2..5", "tail,t=2", "half-plus,k=0", "tls,size=dyn", "tls,size=go", "tls,size=4096", "http2,size=4096"),
    *("mtu,n=100", "okhttp,size=50", "nginx,first=100,size=50", "edge-first,n=5", "4g-lossy,loss=300", "xhr50"),
    *("stall,at=event:1,for=200ms,read=50", "wechat-cronet,stall=50,read=40", "nginx-off,size=64", "adversarial"),
)


def split(text: str) -> Split:
    found = parse_spec(text).split
    assert found is not None
    return found


def hit(source: Body, plans: list[Plan]) -> set[str]:
    return {class_id for plan in plans for cut in plan.cuts for class_id in source.boundaries.classes_at(cut)}


@given(source=sources(), seed=st.integers(0, 1000).map(str))
def test_adversarial_hits_every_class_in_one_request(source: Body, seed: str) -> None:
    assert set(source.boundaries.present()) <= hit(source, [plan_for(source, split("adversarial"), seed)])


def test_every_cut_class_is_some_profile_s_target_or_an_event_boundary() -> None:
    """A class that nobody aims at would never be planned on purpose."""
    aimed_at = {class_id for profile in PROFILES.values() for class_id in profile.targets}
    cuts = {class_id for class_id, one in CATALOGUE.items() if one.kind == "cut"}

    assert aimed_at <= cuts
    assert cuts - aimed_at == {"event-boundary", "record-boundary", "no-final-newline", "record:no-final-LF"}


def test_smoke_takes_each_of_the_ten_in_turn_and_says_which() -> None:
    source = GOLDEN["lf"]
    plans = [plan_for(source, split("smoke"), str(seed)) for seed in range(10)]

    assert [plan.spec for plan in plans] == [plan_for(source, split(text), "0").spec for text in TEN]
    assert plan_for(source, split("smoke,seed=11"), "5").spec == "utf8,all=1,seed=0,v=1"


def test_edits_are_understood_by_every_profile() -> None:
    source = GOLDEN["lf"]
    for name in (*PROFILES, "smoke,seed=7"):
        plan = plan_for(source, split(f"{name},add=13:17,drop={source.events[0]}"))

        assert {13, 17} <= set(plan.cuts)
        assert source.events[0] not in plan.cuts
        assert f"body={source.digest}" in plan.spec
        assert plan_for(source, split(plan.spec)) == plan


def test_a_plan_for_another_body_is_refused_with_both_digests() -> None:
    with pytest.raises(SpecError) as caught:
        settled(split("explicit,cuts=5,body=00000000"), GOLDEN["lf"])

    assert "00000000" in str(caught.value)
    assert GOLDEN["lf"].digest in str(caught.value)


def test_offsets_beyond_the_body_are_refused() -> None:
    source = Body(b"abc")

    for text in ("explicit,cuts=3", "event,add=9", "event,drop=9"):
        with pytest.raises(SpecError, match="3 bytes"):
            plan_for(source, split(text))
