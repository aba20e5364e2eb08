"""What a scene needs to know of a client."""

from dataclasses import replace

from tests.chunktape.check.life.settings import setting


def test_who_shows_each_event_with_the_next_piece_is_one_behind() -> None:
    plain = setting()
    late = tuple(one._replace(piece=one.piece + 1) for one in plain.baseline.said)
    typed = tuple(one._replace(piece=one.piece + number % 2) for number, one in enumerate(plain.baseline.said))
    assert not plain.is_one_behind
    assert replace(plain, baseline=replace(plain.baseline, said=late)).is_one_behind
    assert not replace(plain, baseline=replace(plain.baseline, said=typed)).is_one_behind
