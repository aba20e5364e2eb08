"""What order accepts, and that what it refuses changes nothing. How files show it: test_loader, test_store."""

import pytest

from cassettes.file.order import Order
from cassettes.file.records import Malformed


def test_a_refused_record_changes_nothing() -> None:
    order = Order()
    order.take(["request", 1, 99])
    order.take(["chunk", 1, 5])
    for row in (["chunk", 1, 4], ["end", 1, 4], ["head", 1, 6], ["request", 1, 0], ["chunk", 2, 5]):
        with pytest.raises(Malformed):
            order.take(list(row))
    order.take(["end", 1, 5])
    with pytest.raises(Malformed):
        order.take(["chunk", 1, 6])


def test_a_new_session_leaves_the_old_interactions_behind() -> None:
    order = Order()
    order.take(["request", 1, 0])
    order.new_session()
    for row in (["chunk", 1, 0], ["request", 1, 0]):
        with pytest.raises(Malformed):
            order.take(list(row))
    order.take(["request", 2, 0])
    order.take(["head", 2, 0])


def test_chunks_taken_together_are_checked_as_one_by_one() -> None:
    order = Order()
    with pytest.raises(Malformed):
        order.take_chunks(1, [5])
    with pytest.raises(Malformed):
        order.take_chunk(1, 5)
    order.take(["request", 1, 99])
    order.take_chunks(1, [])
    order.take(["head", 1, 3])
    with pytest.raises(Malformed):
        order.take_chunks(1, [4, 6, 5])
    order.take_chunks(1, [3, 4, 4])
    with pytest.raises(Malformed):
        order.take_chunks(1, [3])
    with pytest.raises(Malformed):
        order.take_chunk(1, 3)
    order.take_chunk(1, 4)
    with pytest.raises(Malformed):
        order.take(["head", 1, 9])
    order.take(["end", 1, 4])


def test_a_head_behind_a_chunk_is_refused_even_at_time_zero() -> None:
    order = Order()
    order.take(["request", 1, 0])
    order.take_chunk(1, 0)
    with pytest.raises(Malformed):
        order.take(["head", 1, 0])
