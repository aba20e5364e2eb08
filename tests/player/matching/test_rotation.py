"""Whose turn it is."""

from player.matching.rotation import CLIENTS, PLACES, Selection


def test_turns_go_round_per_client_and_group() -> None:
    selection = Selection()
    group, other = (("a", 1), ("a", 2)), (("a", 3),)

    assert [selection.next("x", group) for _ in range(3)] == [0, 1, 0]
    assert selection.next("y", group) == 0
    assert [selection.next("x", other) for _ in range(2)] == [0, 0]
    selection.reset("x")
    assert (selection.next("x", group), selection.next("y", group)) == (0, 1)
    selection.reset()
    assert selection.next("y", group) == 0


def test_clients_seen_longest_ago_are_forgotten() -> None:
    selection = Selection()
    group = (1, 2)
    for number in range(CLIENTS + 1):
        selection.next(str(number), group)

    assert selection.next("0", group) == 0
    assert selection.next(str(CLIENTS), group) == 1


def test_clients_whose_groups_are_large_are_forgotten_sooner() -> None:
    selection = Selection()
    large = tuple(range(PLACES // 2))
    assert [selection.next("first", large), selection.next("first", large)] == [0, 1]
    selection.next("second", large)
    assert selection.next("first", large) == 2
    selection.next("third", (1, 2))
    assert selection.next("first", large) == 3
    assert selection.next("second", large) == 0  # seen longest ago
    selection.reset("first")
    assert selection.next("second", large) == 1
