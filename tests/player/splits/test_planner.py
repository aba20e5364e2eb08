"""The laws for every profile: same bytes, holds that keep order, same plan every time, every class hit."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cassettes.boundaries.classify import CATALOGUE
from cassettes.errors import SpecError
from player.spec.spec import parse_spec
from player.splits.plan import Plan, Source, arrivals
from player.splits.planner import plan_for, settled
from player.splits.profiles.smoke import TEN
from player.splits.registry import PROFILES
from player.splits.split import Split
from tests.support.bodies import GOLDEN, recorded, sources

GOLDEN_FILE = Path(__file__).parents[2] / "data" / "golden_plans.json"

#: profiles with parameters other than their defaults, so that every branch of a splitter has a digest
_MORE = (
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


def by_turn() -> list[str]:
    """Every profile, once for each turn of its rotation."""
    return [
        f"{name},seed={seed}" if profile.seeded else name
        for name, profile in PROFILES.items()
        for seed in range(profile.rotation)
    ]


@pytest.mark.core
@pytest.mark.parametrize("text", [*PROFILES, *_MORE])
@settings(max_examples=40)
@given(source=sources(), seed=st.integers(0, 20).map(str))
def test_every_plan_keeps_the_laws(text: str, source: Source, seed: str) -> None:
    plan = plan_for(source, split(text), seed)

    # 1: the pieces are the body, and none is empty
    pieces = plan.pieces(source.body)
    assert b"".join(pieces) == source.body
    assert all(pieces)
    # 3: one hold per piece or none, never before the recorded time, never back in time
    assert len(plan.holds) in (0, len(pieces))
    assert all(hold >= 0 for hold in plan.holds)
    ends = [end for _, end in plan.spans(len(source.body))]
    held = [source.time_of(end) + hold for end, hold in zip(ends, plan.holds or (0,) * len(ends), strict=True)]
    assert held == sorted(held) == arrivals(source, plan)
    # 4: its own text gives it again
    assert plan_for(source, split(plan.spec)) == plan
    assert str(split(plan.spec)) == plan.spec


@pytest.mark.core
@given(sources())
def test_recorded_is_the_identity(source: Source) -> None:
    """Law 2: same offsets, same times."""
    plan = plan_for(source, split("recorded"))

    assert (plan.cuts, plan.holds) == (source.cuts, ())
    assert tuple(arrivals(source, plan)) == source.times


_TARGETED = [name for name, profile in PROFILES.items() if profile.targets]


def _hit(source: Source, plans: list[Plan]) -> set[str]:
    return {class_id for plan in plans for cut in plan.cuts for class_id in source.boundaries.classes_at(cut)}


@pytest.mark.parametrize("name", _TARGETED)
@settings(max_examples=50)
@given(source=sources(), first=st.integers(0, 2**63))
@example(source=recorded(b"0000\xf0\x90\x80\x80\xc2\x85", 8, b"text/plain"), first=0)
def test_a_rotation_hits_every_target_that_the_body_has(name: str, source: Source, first: int) -> None:
    """Law 5, from any seed on."""
    profile = PROFILES[name]
    wanted = set(profile.targets) & set(source.boundaries.present())
    plans = [plan_for(source, split(name), str(first + turn)) for turn in range(profile.rotation)]

    assert wanted <= _hit(source, plans)
    assert wanted <= _hit(source, [plan_for(source, split(f"{name},all=1"), str(first))])


@given(source=sources(), seed=st.integers(0, 1000).map(str))
def test_adversarial_hits_every_class_in_one_request(source: Source, seed: str) -> None:
    assert set(source.boundaries.present()) <= _hit(source, [plan_for(source, split("adversarial"), seed)])


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
    source = Source(b"abc")

    for text in ("explicit,cuts=3", "event,add=9", "event,drop=9"):
        with pytest.raises(SpecError, match="3 bytes"):
            plan_for(source, split(text))


def digests() -> dict[str, dict[str, str]]:
    """body -> spec -> the first 16 hex digits of SHA-256 over cuts and holds."""
    return {
        name: {
            text: sha256(repr((plan.cuts, plan.holds)).encode()).hexdigest()[:16]
            for text in (*by_turn(), *_MORE)
            for plan in (plan_for(source, split(text), "0"),)
        }
        for name, source in GOLDEN.items()
    }


@pytest.mark.core
def test_golden_plans() -> None:
    """Law 4: these plans are promised. If a splitter must change, give its profile a new version and keep this one.

    `python -m tests.player.splits.test_planner` adds what is new and refuses to change what stands.
    """
    assert digests() == json.loads(GOLDEN_FILE.read_text())


def regenerate() -> None:
    """Add digests of new profiles and bodies to the golden file; a digest that differs stops it, nothing is written."""
    stands = json.loads(GOLDEN_FILE.read_text()) if GOLDEN_FILE.exists() else {}
    now = digests()
    changed = [
        f"{body} {text}"
        for body, specs in stands.items()
        for text, digest in specs.items()
        if now.get(body, {}).get(text) != digest
    ]
    if changed:
        raise SystemExit("these plans are promised and would change: " + ", ".join(changed))
    GOLDEN_FILE.write_text(json.dumps(now, indent=1) + "\n")


if __name__ == "__main__":
    regenerate()
