"""What a stream notes of its writes."""

from array import array

from player.stream.progress import JOINED, Progress


def test_writes_that_left_in_one_are_one_piece_that_reaches_as_far_as_the_last_of_them() -> None:
    progress = Progress()
    sent = progress.trace(array("q", [0, 10, 20, 30, 40, 50]))
    sent.extend([1, 2, JOINED, JOINED, 5])

    assert list(progress.pieces()) == [(1, 0), (2, 30), (5, 40)]
    progress.forget()
    assert not list(progress.pieces())
    assert not progress.sent
