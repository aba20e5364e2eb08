from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.model import EndKind, Interaction, Mark
from player.schedule.schedule import ORIGINAL, Piece, Schedule, Step, planned, recorded, scaled
from tests.support.recordings import END, NONE, WIRED, interaction

SPEEDS = st.fractions(min_value=Fraction(1, 50), max_value=50) | st.none()


def pieces(schedule: Schedule) -> list[Piece]:
    return [piece for step in schedule.steps for piece in step.pieces]


def played(schedule: Schedule, one: Interaction) -> bytes:
    return b"".join(one.body[piece.start : piece.end] for piece in pieces(schedule))


@st.composite
def plans(draw: st.DrawFn) -> tuple[Interaction, list[int], list[int]]:
    sizes = draw(st.lists(st.integers(1, 9), min_size=1, max_size=8))
    times = list(accumulate(draw(st.lists(st.integers(0, 40), min_size=len(sizes), max_size=len(sizes)))))
    one = interaction(
        [(at, read, bytes([65 + read]) * size, END) for read, (at, size) in enumerate(zip(times, sizes, strict=True))],
        end_at=times[-1] + draw(st.integers(0, 9)),
    )
    total = sum(sizes)
    cuts = sorted(draw(st.sets(st.integers(1, total - 1)))) if total > 1 else []
    held = st.lists(st.integers(0, 30 * MS), min_size=len(cuts) + 1, max_size=len(cuts) + 1)
    return one, cuts, draw(st.just([]) | held)


def test_the_head_goes_with_its_read_and_the_terminator_with_its_own() -> None:
    one = interaction([(7, 0, b"a", END), (9, 1, b"b", END)], head_at=7)

    assert recorded(one).steps == (
        Step(7 * MS, (Piece(0, 1, 1, True),), head=True),
        Step(9 * MS, (Piece(1, 2, 1, True),), end=True),
    )


def test_an_ending_of_its_own_read_is_a_write_of_its_own() -> None:
    one = interaction([(9, 1, b"b", END)], head_at=7, end_at=12, end_read=2)

    assert recorded(one).steps == (
        Step(7 * MS, head=True),
        Step(9 * MS, (Piece(0, 1, 1, True),)),
        Step(12 * MS, end=True),
    )


def test_the_size_line_of_a_split_transfer_chunk_names_all_of_it() -> None:
    one = interaction([(1, 1, b"aa", NONE), (2, 2, b"b", NONE), (3, 3, b"", END)])

    assert pieces(recorded(one)) == [Piece(0, 2, 3, False), Piece(2, 3), Piece(3, 3, None, True)]


@pytest.mark.parametrize("kind", [EndKind.TRUNCATED, EndKind.RESET, EndKind.CLIENT_ABORT, EndKind.INTERRUPTED])
def test_an_unfinished_transfer_chunk_announces_more_than_comes(kind: EndKind) -> None:
    one = interaction([(1, 1, b"aaa", END), (2, 2, b"bb", NONE)], kind=kind)

    assert pieces(recorded(one)) == [Piece(0, 3, 3, True), Piece(3, 5, 3, False)]


def test_speed_scales_recorded_time_and_rounds_up() -> None:
    assert [scaled(7, Fraction(speed)) for speed in ("1", "2", "0.5", "3")] == [7, 4, 14, 3]
    assert scaled(7, None) == 0


@pytest.mark.parametrize("name", ["no content", "never HTTP", "no body at all"])
def test_what_has_no_body_to_cut_is_played_as_recorded(name: str) -> None:
    one = WIRED[name][0]

    assert planned(one, []) == recorded(one)


@pytest.mark.parametrize(
    ("cuts", "holds", "said"),
    [
        ([0], [], r"between 0 and 2: \[0\]"),
        ([2], [], r"between 0 and 2: \[2\]"),
        ([1, 1], [], r"strictly between 0 and 2"),
        ([1], [5], "1 holds for 2 pieces"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(cuts: list[int], holds: list[int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        planned(interaction([(1, 1, b"ab", END)]), cuts, holds)


def test_an_ending_of_its_own_comes_as_much_later_as_the_last_read_was_held() -> None:
    """What held back the last bytes held back what came behind them; it is never ahead of them."""
    one = interaction([(10, 1, b"ab", END), (20, 2, b"cd", END)], end_at=30, end_read=3)
    last = Piece(2, 4, 2, True)

    assert recorded(one, holds=(0, 50 * MS)).steps[-2:] == (Step(70 * MS, (last,)), Step(80 * MS, end=True))
    assert recorded(one, holds=(50 * MS, 0)).steps[-2:] == (Step(60 * MS, (last,)), Step(60 * MS, end=True))
    assert recorded(one, Fraction(2), holds=(0, 50 * MS)).duration == 65 * MS
    assert recorded(one, None, holds=(0, 7)).duration == 7
    assert [step.at for step in recorded(one, holds=(5 * MS,)).steps] == [0, 15 * MS, 20 * MS, 30 * MS]
    assert recorded(one, gap_ns=40 * MS).steps[-1] == Step(50 * MS, end=True)


def test_a_planned_ending_of_its_own_comes_as_much_later_as_the_last_piece_was_held() -> None:
    one = interaction([(10, 1, b"ab", END), (20, 2, b"cd", END)], head_at=4, end_at=30, end_read=3)
    sent = [Piece(0, 1, 1, True), Piece(1, 3, 2, True), Piece(3, 4, 1, True)]

    def times(*holds: int, speed: Fraction | None = ORIGINAL, gap: int = 0) -> list[int]:
        schedule = planned(one, [1, 3], [hold * MS for hold in holds], speed, gap)
        assert (schedule.framing, schedule.ending) == ("chunked", EndKind.COMPLETE)
        assert pieces(schedule) == sent
        assert [step.head for step in schedule.steps] == [True, False, False, False, False]
        assert [step.end for step in schedule.steps] == [False, False, False, False, True]
        return [step.at // MS for step in schedule.steps]

    assert planned(one, [1, 3]).steps == planned(one, [1, 3], [0, 0, 0], ORIGINAL, 0).steps
    assert times() == [4, 10, 20, 20, 30]
    assert times(0, 5, 7) == [4, 10, 25, 27, 37]
    assert times(0, 50, 0) == [4, 10, 70, 70, 70]
    assert times(0, 0, 50, speed=Fraction(2)) == [2, 5, 10, 60, 65]
    assert times(0, 0, 50, speed=None) == [0, 0, 0, 50, 50]
    assert times(gap=30 * MS) == [4, 10, 40, 70, 70]


def test_a_planned_terminator_goes_with_the_bytes_that_it_came_with() -> None:
    with_last = interaction([(10, 1, b"ab", END), (20, 2, b"cd", END)], kind=EndKind.COMPLETE)
    behind = interaction([(10, 1, b"ab", NONE), (20, 2, b"", END)])

    assert planned(with_last, [1]).steps[-1] == Step(20 * MS, (Piece(1, 4, 3, True),), end=True)
    assert planned(with_last, [1], [0, 9 * MS]).steps[-1].at == 29 * MS
    assert planned(behind, [1]).steps[-1] == Step(20 * MS, end=True)
    reset = planned(interaction([(1, 1, b"ab", END)], kind=EndKind.RESET, end_at=8, end_read=1), [1])
    assert (reset.ending, reset.duration) == (EndKind.RESET, 8 * MS)


def test_bytes_without_a_head_and_a_body_that_can_not_be() -> None:
    never, no_content = WIRED["never HTTP"][0], interaction([(1, 1, b"ab", NONE)], status=204, headers=())

    assert recorded(never).framing == "raw"
    assert recorded(never).steps[0] == Step(MS, (Piece(0, len(never.body)),))
    assert planned(no_content, [1]).steps == recorded(no_content).steps
    assert (recorded(no_content).framing, pieces(recorded(no_content))) == ("none", [])
    held = interaction([(1, 0, b"ICY 200 OK", Mark.UNPARSED)], head_at=None, kind=EndKind.TRUNCATED, end_at=2)
    assert [step.at for step in planned(held, [], [5 * MS]).steps] == [6 * MS, 7 * MS]


def test_a_read_that_came_with_the_head_is_not_held_and_what_follows_is() -> None:
    one = interaction([(7, 0, b"a", END), (9, 1, b"b", END)], head_at=7)

    assert [step.at for step in recorded(one, holds=(4 * MS, 5 * MS)).steps] == [7 * MS, 14 * MS]
