from cassettes.clock import MS, SECOND
from player.stream.spaced import CAP, POLL, SETTLE, Spacing


def test_a_late_write_holds_the_next_one_back() -> None:
    spacing = Spacing(8 * MS)

    assert spacing.wait(0) is None
    spacing.wrote(0, 0)  # the head
    assert spacing.wait(3 * MS) is None
    spacing.wrote(5, 3 * MS)
    assert spacing.wait(8 * MS) == 9 * MS  # three quarters of the gap behind the write
    assert spacing.wait(9 * MS) is None
    spacing.wrote(9, 9 * MS)
    assert list(spacing.cuts) == [5]


def test_writes_that_nobody_held_apart_were_not_sent_apart() -> None:
    spacing = Spacing(8 * MS)
    for reached, now in ((5, 0), (9, 1 * MS), (12, 10 * MS), (12, 11 * MS)):
        spacing.wrote(reached, now)

    assert list(spacing.cuts) == [9]


def test_without_a_gap_every_written_cut_was_sent() -> None:
    spacing = Spacing(0)
    for reached in (0, 3, 7, 7):
        assert spacing.wait(5) is None
        spacing.wrote(reached, 5)

    assert list(spacing.cuts) == [3]


def test_assured_waits_for_the_acknowledgement_and_a_moment_more() -> None:
    queued = [10]
    spacing = Spacing(0, lambda: queued[0])
    spacing.wrote(4, 100)

    assert spacing.wait(100) == 100 + POLL
    assert spacing.wait(2 * MS) == 2 * MS + POLL
    queued[0] = 0
    assert spacing.wait(3 * MS) == 3 * MS + SETTLE
    assert spacing.wait(3 * MS + SETTLE - 1) == 3 * MS + SETTLE
    assert spacing.wait(3 * MS + SETTLE) is None
    spacing.wrote(8, 3 * MS + SETTLE)
    assert list(spacing.cuts) == [4]


def test_assured_gives_up_after_its_cap_and_does_not_call_that_sent() -> None:
    spacing = Spacing(0, lambda: 1)
    spacing.wrote(4, 0)

    assert spacing.wait(CAP - 1) is not None
    assert spacing.wait(CAP) is None
    spacing.wrote(8, CAP)
    spacing.wrote(9, CAP + SECOND)
    assert list(spacing.cuts) == [8]
