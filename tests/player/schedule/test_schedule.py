from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.model import EndKind, Interaction, Mark
from player.schedule.edits import edited, gap, hold, paced
from player.schedule.schedule import ORIGINAL, Finish, Piece, Schedule, Step, cut, recorded
from tests.support.recordings import END, NONE, WIRED, interaction

SPEEDS = st.fractions(min_value=Fraction(1, 50), max_value=50) | st.none()


def timed(schedule: Schedule) -> list[tuple[int, Piece]]:
    rows = zip(schedule.times, schedule.steps, strict=True)
    return [(at, part) for at, step in rows for part in step.parts if isinstance(part, Piece)]


def pieces(schedule: Schedule) -> list[Piece]:
    return [piece for _, piece in timed(schedule)]


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

    assert recorded(one).steps == (Step((Piece(0, 1, 1, True),), head=True), Step((Piece(1, 2, 1, True),), end=True))
    assert list(recorded(one).times) == [7 * MS, 9 * MS]


def test_an_ending_of_its_own_read_is_a_write_of_its_own() -> None:
    one = interaction([(9, 1, b"b", END)], head_at=7, end_at=12, end_read=2)

    assert recorded(one).steps == (Step(head=True), Step((Piece(0, 1, 1, True),)), Step(end=True))
    assert list(recorded(one).times) == [7 * MS, 9 * MS, 12 * MS]


def test_the_size_line_of_a_split_transfer_chunk_names_all_of_it() -> None:
    one = interaction([(1, 1, b"aa", NONE), (2, 2, b"b", NONE), (3, 3, b"", END)])

    assert pieces(recorded(one)) == [Piece(0, 2, 3, False), Piece(2, 3), Piece(3, 3, None, True)]


@pytest.mark.parametrize("kind", [EndKind.TRUNCATED, EndKind.RESET, EndKind.CLIENT_ABORT, EndKind.INTERRUPTED])
def test_an_unfinished_transfer_chunk_announces_more_than_comes(kind: EndKind) -> None:
    one = interaction([(1, 1, b"aaa", END), (2, 2, b"bb", NONE)], kind=kind)

    assert pieces(recorded(one)) == [Piece(0, 3, 3, True), Piece(3, 5, 3, False)]


@pytest.mark.parametrize("name", ["no content", "never HTTP", "no body at all"])
def test_what_has_no_body_to_cut_is_played_as_recorded(name: str) -> None:
    one = WIRED[name][0]

    assert cut(one, []) == recorded(one)


@pytest.mark.parametrize("cuts", [[0], [2], [1, 1]])
def test_cuts_that_do_not_fit_are_refused(cuts: list[int]) -> None:
    with pytest.raises(ValueError, match="cuts"):
        cut(interaction([(1, 1, b"ab", END)]), cuts)


def times_of(
    schedule: Schedule, holds: tuple[int, ...] = (), speed: Fraction | None = ORIGINAL, gap_ms: int = 0
) -> list[int]:
    """The times in ms of `schedule` at a speed, held (ms) and with a gap."""
    late = (at * MS for at in holds)
    return [at // MS for at in edited(schedule, (paced(speed), hold(late), gap(gap_ms * MS))).times]


def test_an_ending_of_its_own_comes_as_much_later_as_the_last_read_was_held() -> None:
    """What held back the last bytes held back what came behind them; it is never ahead of them."""
    one = recorded(interaction([(10, 1, b"ab", END), (20, 2, b"cd", END)], end_at=30, end_read=3))

    assert times_of(one, (0, 50)) == [0, 10, 70, 80]
    assert times_of(one, (50, 0)) == [0, 60, 60, 60]
    assert times_of(one, (0, 50), Fraction(2)) == [0, 5, 60, 65]
    assert times_of(one, (0, 7), None) == [0, 0, 7, 7]
    assert times_of(one, (5,)) == [0, 15, 20, 30]
    assert times_of(one, gap_ms=40) == [0, 10, 50, 50]


def test_a_planned_ending_of_its_own_comes_as_much_later_as_the_last_piece_was_held() -> None:
    whole = interaction([(10, 1, b"ab", END), (20, 2, b"cd", END)], head_at=4, end_at=30, end_read=3)
    one = cut(whole, [1, 3])

    assert (one.framing, one.finish) == ("chunked", Finish.COMPLETE)
    assert pieces(one) == [Piece(0, 1, 1, True), Piece(1, 3, 2, True), Piece(3, 4, 1, True)]
    assert [step.head for step in one.steps] == [True, False, False, False, False]
    assert [step.end for step in one.steps] == [False, False, False, False, True]
    assert times_of(one) == [4, 10, 20, 20, 30]
    assert times_of(one, (0, 5, 7)) == [4, 10, 25, 27, 37]
    assert times_of(one, (0, 50, 0)) == [4, 10, 70, 70, 70]
    assert times_of(one, (0, 0, 50), Fraction(2)) == [2, 5, 10, 60, 65]
    assert times_of(one, (0, 0, 50), None) == [0, 0, 0, 50, 50]
    assert times_of(one, gap_ms=30) == [4, 10, 40, 70, 70]


def test_a_planned_terminator_goes_with_the_bytes_that_it_came_with() -> None:
    with_last = cut(interaction([(10, 1, b"ab", END), (20, 2, b"cd", END)], kind=EndKind.COMPLETE), [1])
    behind = cut(interaction([(10, 1, b"ab", NONE), (20, 2, b"", END)]), [1])
    reset = cut(interaction([(1, 1, b"ab", END)], kind=EndKind.RESET, end_at=8, end_read=1), [1])

    assert (with_last.steps[-1], with_last.duration) == (Step((Piece(1, 4, 3, True),), end=True), 20 * MS)
    assert times_of(with_last, (0, 9))[-1] == 29
    assert (behind.steps[-1], behind.duration) == (Step(end=True), 20 * MS)
    assert (reset.finish, reset.duration) == (Finish.RESET, 8 * MS)


def test_bytes_without_a_head_and_a_body_that_can_not_be() -> None:
    never, no_content = WIRED["never HTTP"][0], interaction([(1, 1, b"ab", NONE)], status=204, headers=())

    assert recorded(never).framing == "raw"
    assert recorded(never).steps[0] == Step((Piece(0, len(never.body)),))
    assert cut(no_content, [1]) == recorded(no_content)
    assert (recorded(no_content).framing, pieces(recorded(no_content))) == ("none", [])
    held = interaction([(1, 0, b"ICY 200 OK", Mark.UNPARSED)], head_at=None, kind=EndKind.TRUNCATED, end_at=2)
    assert times_of(cut(held, []), (5,)) == [6, 7]


def test_a_read_that_came_with_the_head_is_not_held_and_what_follows_is() -> None:
    one = recorded(interaction([(7, 0, b"a", END), (9, 1, b"b", END)], head_at=7))

    assert times_of(one, (4, 5)) == [7, 14]
