from dataclasses import replace
from typing import Any

import pytest

from cassettes.errors import SpecError
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import Settled, Settler, merges, paced
from player.spec.spec import plan_id
from player.splits import Body
from player.splits.profiles.smoke import TEN

SOURCE = Body("data: 你好\n\ndata: b\n\n".encode(), b"text/event-stream", b"", (), (0,), 0)


OTHER = replace(SOURCE, data=b"data: another\n\n")


def settle(chooser: Settler, spec: str, client: str = "a", source: Body = SOURCE, **more: Any) -> Settled:
    play = parse_scenario(spec, Scenario())
    return chooser.settle(play, source, client, more.get("headers", {}), more.get("can", True))


def test_a_request_without_a_seed_takes_the_next_of_the_session() -> None:
    chooser = Settler("41")

    assert settle(chooser, "utf8").spec == "utf8,seed=41,v=1"
    assert settle(chooser, "utf8,seed=7").spec == "utf8,seed=7,v=1"
    assert settle(chooser, "event").spec == "event,v=1"
    assert settle(chooser, "utf8").spec == "utf8,seed=42,v=1"
    chooser.reset("b")
    assert settle(chooser, "utf8").spec == "utf8,seed=43,v=1"
    chooser.reset("a")
    assert settle(chooser, "utf8").spec == "utf8,seed=41,v=1"
    chooser.reset()
    assert settle(chooser, "utf8").spec == "utf8,seed=41,v=1"


def test_seeds_count_per_client_body_and_profile_so_that_no_rotation_leaves_anything_out() -> None:
    chooser = Settler("0")
    seeds = [
        settle(chooser, spec, client, source).spec.partition("seed=")[2]
        for _ in range(3)
        for client in ("phone", "tablet")
        for source in (SOURCE, replace(SOURCE, ended=5), OTHER)
        for spec in ("utf8", "lines")
    ]
    # twelve requests a round; the twins (the first two sources) share their seeds
    assert seeds[:12] == [f"{seed},v=1" for seed in (0, 0, 1, 1, 0, 0) * 2]
    assert seeds[12:24] == [f"{seed},v=1" for seed in (2, 2, 3, 3, 1, 1) * 2]
    assert seeds[24:] == [f"{seed},v=1" for seed in (4, 4, 5, 5, 2, 2) * 2]


def test_workers_share_seeds_and_begin_at_other_ones_of_the_ten() -> None:
    workers = [Settler("41", (number, 2)) for number in (1, 2)]

    assert sorted(settle(one, "utf8").spec for one in workers for _ in range(2)) == [
        f"utf8,seed={seed},v=1" for seed in (41, 42, 43, 44)
    ]
    turns = [[settle(one, "smoke").turn for _ in range(10)] for one in workers]
    assert turns[1] == [6, 7, 8, 9, 10, 1, 2, 3, 4, 5]
    assert sorted(turns[0][:5] + turns[1][:5]) == list(range(1, 11))


def test_what_was_drawn_is_known_as_such() -> None:
    chooser = Settler("0")

    assert [settle(chooser, spec).drawn for spec in ("utf8", "utf8,seed=1", "event", "event+gap,jitter=3")] == [
        *(True, False, False, True),
    ]


def test_the_full_spec_gives_the_same_play_again() -> None:
    chooser = Settler("5")
    for spec in ("utf8+speed,x=0.5,idle-cap=2s+gap,ms=7,jitter=3", "explicit,cuts=3:9", "smoke", "event,add=2"):
        choice = settle(chooser, spec)
        again = settle(chooser, choice.spec)
        assert again.play == choice.play
        assert again.spec == choice.spec


def test_smoke_goes_round_per_client_and_body() -> None:
    chooser = Settler("3")
    ten = [settle(chooser, "smoke") for _ in range(11)]

    assert [choice.turn for choice in ten] == [*range(1, 11), 1]
    profiles = [text.partition(",")[0] for text in (*TEN, "event")]
    assert [choice.spec.partition(",")[0] for choice in ten] == profiles
    assert settle(chooser, "smoke", client="b").turn == 1
    assert settle(chooser, "smoke", source=replace(SOURCE, ended=9)).turn == 2
    assert settle(chooser, "smoke").turn == 3
    chooser.reset("a")
    assert settle(chooser, "smoke").turn == 1
    assert settle(chooser, "smoke", client="b").turn == 2
    assert settle(chooser, "smoke,seed=14").turn == 5


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({b"referer": b"https://servicewechat.com/wx0/devtools/page-frame.html"}, True),
        ({b"origin": b"http://localhost:5173"}, True),
        ({b"sec-fetch-mode": b"cors"}, True),
        ({b"referer": b"https://example.com/servicewechat.com/"}, False),
        ({b"user-agent": b"curl/8"}, False),
    ],
)
def test_who_merges(headers: dict[bytes, bytes], expected: bool) -> None:
    assert merges(headers) is expected
    assert paced(parse_scenario("utf8", Scenario()), headers, True) == ("20" if expected else "5")
    assert paced(Scenario(), headers, True) == "0"
    assert paced(Scenario(gap="device"), headers, True) == "device"


def test_assured_is_a_gap_where_nobody_can_tell() -> None:
    chooser = Settler("0")
    can, cannot = (settle(chooser, "event+gap,ms=assured", can=one) for one in (True, False))

    assert (can.assured, can.unassured) == (True, False)
    assert (cannot.assured, cannot.unassured, cannot.play.gap) == (False, True, "5")
    assert cannot.spec == can.spec == "event,v=1+gap,ms=assured"


def test_what_cannot_be_cut_is_played_as_it_was_recorded() -> None:
    chooser = Settler("9")
    choice = chooser.as_recorded(parse_scenario("utf8+speed,x=2", Scenario()), "a", {}, True)

    assert choice.spec == ""
    assert not choice.play.recut
    assert choice.play.speed == 2
    jittered = chooser.as_recorded(parse_scenario("gap,jitter=3", Scenario()), "a", {}, True)
    assert jittered.spec == "recorded+gap,jitter=3,seed=9"
    assert jittered.drawn


def test_a_plan_of_another_body_is_refused_with_both_digests() -> None:
    with pytest.raises(SpecError) as caught:
        settle(Settler("0"), "explicit,cuts=3,body=00000000")
    assert "00000000" in str(caught.value)
    assert SOURCE.digest in str(caught.value)


def test_a_choice_names_its_plan_in_brief() -> None:
    """Its id is remembered: hashing a plan of 139 KB takes 0.08 ms, and each line and entry names it."""
    choice = settle(Settler("0"), "utf8,seed=7")
    assert (choice.brief, choice.id) == (choice.spec, plan_id(choice.spec))
    assert replace(choice, spec="x" * 1025).brief == f"id={choice.id}"
