from hypothesis import given
from hypothesis import strategies as st

from player.spec.rotations import BODIES, CLIENTS, FAULTS, Rotations

ALL = set(range(10))


@given(st.lists(st.sampled_from("abc"), min_size=40, max_size=80))
def test_ten_requests_meet_all_ten_for_any_mix_and_ten_of_one_body_do_for_it(bodies: list[str]) -> None:
    rotations = Rotations("0", 10)
    taken = [(body, rotations.turn("me", body)) for body in bodies]

    assert {turn for _, turn in taken[:10]} == ALL
    for body in set(bodies):
        own = [turn for other, turn in taken if other == body]
        for start in range(0, len(own) - 9, 10):
            assert set(own[start : start + 10]) == ALL


def test_one_body_goes_through_them_in_order_again_and_again() -> None:
    rotations = Rotations("0", 10)
    assert [rotations.turn("me", "a") for _ in range(20)] == [*range(10)] * 2


def test_two_bodies_in_turn_begin_with_what_the_other_has_not_met() -> None:
    rotations = Rotations("0", 10)
    assert [rotations.turn("me", "ab"[number % 2]) for number in range(20)] == [
        *range(10),
        *(1, 0, 3, 2, 5, 4, 7, 6, 9, 8),
    ]


def test_clients_don_t_see_one_another() -> None:
    rotations = Rotations("7", 10)
    assert [rotations.turn("me", "a"), rotations.turn("you", "a"), rotations.turn("me", "a")] == [0, 0, 1]
    assert [rotations.seed("me", "a", "utf8"), rotations.seed("you", "a", "utf8")] == ["7", "7"]
    rotations.reset("me")
    assert [rotations.turn("me", "a"), rotations.turn("you", "a")] == [0, 1]
    rotations.reset()
    assert [rotations.seed("you", "a", "utf8"), rotations.turn("you", "a")] == ["7", 0]


def test_workers_begin_at_others_and_share_the_seeds() -> None:
    workers = [Rotations("7", 10, (number, 2)) for number in (1, 2)]
    assert {one.turn("me", "a") for one in workers for _ in range(5)} == ALL
    assert sorted(one.seed("me", "a", "utf8") for one in workers for _ in range(1)) == ["7", "8"]


def test_the_clients_seen_longest_ago_are_forgotten() -> None:
    rotations = Rotations("0", 10)
    for number in range(CLIENTS + 1):
        rotations.turn(str(number), "a")
    assert rotations.turn("0", "a") == 0
    assert rotations.turn(str(CLIENTS), "a") == 1

    rotations = Rotations("0", 10)
    rotations.turn("first", "a")
    for number in range(BODIES):
        rotations.turn("many", str(number))
    assert rotations.turn("first", "a") == 0


def test_the_faults_of_a_client_are_told_apart_up_to_a_number() -> None:
    rotations = Rotations("0", 10)
    assert [rotations.count("me", "reset,times=1", now) for now in (5, 7)] == [(1, 0), (2, 2)]
    for number in range(FAULTS):
        rotations.count("me", f"reset,times={number + 2}", 9)
    assert rotations.count("me", f"reset,times={FAULTS + 1}", 10) == (2, 1)
    assert rotations.count("me", "reset,times=1", 11) == (1, 0)
