import sys

import pytest

from network.descriptors import EXPECTED, RESERVE, limit, needed, raise_limit

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")


def test_a_stream_needs_one_and_the_rest_a_reserve() -> None:
    assert needed(100) == 100 + RESERVE
    assert needed(0) == EXPECTED + RESERVE


def test_a_forwarded_stream_needs_two() -> None:
    assert needed(100, forwards=True) == 2 * 100 + RESERVE
    assert needed(0, forwards=True) == 2 * EXPECTED + RESERVE


def test_the_soft_limit_is_raised_to_the_hard_one() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
        assert limit() == min(256, before[1])
        raised = raise_limit()
        assert raised is None or raised >= min(before[1], 10_240)
        assert raise_limit() == raised
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
