from cassettes.clock import MS, SECOND
from player.stream.watch import CAP, POLL, SETTLE, Watch


def test_a_late_write_holds_the_next_one_back() -> None:
    watch = Watch(8 * MS)

    assert watch.wait(0) is None
    watch.wrote(0, 0)  # the head
    assert watch.wait(3 * MS) is None
    watch.wrote(5, 3 * MS)
    assert watch.wait(8 * MS) == 9 * MS  # three quarters of the gap behind the write
    assert watch.wait(9 * MS) is None
    watch.wrote(9, 9 * MS)
    assert list(watch.cuts) == [5]


def test_writes_that_nobody_held_apart_were_not_sent_apart() -> None:
    watch = Watch(8 * MS)
    for reached, now in ((5, 0), (9, 1 * MS), (12, 10 * MS), (12, 11 * MS)):
        watch.wrote(reached, now)

    assert list(watch.cuts) == [9]


def test_without_a_gap_every_written_cut_was_sent() -> None:
    watch = Watch(0)
    for reached in (0, 3, 7, 7):
        assert watch.wait(5) is None
        watch.wrote(reached, 5)

    assert list(watch.cuts) == [3]


def test_assured_waits_for_the_acknowledgement_and_a_moment_more() -> None:
    queued = [10]
    watch = Watch(0, lambda: queued[0])
    watch.wrote(4, 100)

    assert watch.wait(100) == 100 + POLL
    assert watch.wait(2 * MS) == 2 * MS + POLL
    queued[0] = 0
    assert watch.wait(3 * MS) == 3 * MS + SETTLE
    assert watch.wait(3 * MS + SETTLE - 1) == 3 * MS + SETTLE
    assert watch.wait(3 * MS + SETTLE) is None
    watch.wrote(8, 3 * MS + SETTLE)
    assert list(watch.cuts) == [4]


def test_assured_gives_up_after_its_cap_and_does_not_call_that_sent() -> None:
    watch = Watch(0, lambda: 1)
    watch.wrote(4, 0)

    assert watch.wait(CAP - 1) is not None
    assert watch.wait(CAP) is None
    watch.wrote(8, CAP)
    watch.wrote(9, CAP + SECOND)
    assert list(watch.cuts) == [8]
