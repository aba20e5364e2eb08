import pytest

from network import work
from network.work import HEAVY, MAKING, MATCHING, REDACTING, RETIMING, Cost, Where, where


@pytest.mark.parametrize("limit", [MAKING, MATCHING, RETIMING, REDACTING])
def test_work_up_to_its_limit_is_done_here_and_above_it_in_a_thread(limit: Cost) -> None:
    assert where(Cost(), limit) is where(limit, limit) is Where.HERE
    for at, most in enumerate(limit):
        if most:
            above = limit._replace(**{Cost._fields[at]: most + 1})
            assert where(above, limit) is (Where.HEAVY if above.above(HEAVY) else Where.THREAD)


@pytest.mark.parametrize("name", Cost._fields)
def test_what_takes_long_in_anything_has_a_thread_of_its_own(name: str) -> None:
    most = getattr(HEAVY, name)
    assert where(Cost(**{name: most}), Cost()) is Where.THREAD
    assert where(Cost(**{name: most + 1}), Cost()) is Where.HEAVY


def test_no_work_is_done_here_that_would_be_heavy() -> None:
    limits = [one for one in vars(work).values() if isinstance(one, Cost)]
    assert len(limits) == 5
    assert not any(one.above(HEAVY) for one in limits)
