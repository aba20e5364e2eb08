"""Secrets in raw bytes: masked wherever the reads fall."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.redaction.raw import RawMask
from cassettes.redaction.redact import Redaction

pytestmark = pytest.mark.core

RAW = b"HTTP/2 200\r\nSet-Cookie: sid=secret\r\nX: y\r\nset-cookie:z\nA: set-cookie: b\r\n\r\nbody"
MASKED = b"HTTP/2 200\r\nSet-Cookie:***********\r\nX: y\r\nset-cookie:*\nA: set-cookie: b\r\n\r\nbody"


def mask() -> RawMask:
    return RawMask(Redaction(("header:set-cookie",)))


def test_whole() -> None:
    assert mask().feed(RAW) == MASKED


def test_a_line_without_an_end_and_one_without_a_colon() -> None:
    one = mask()
    assert one.feed(b"x" * 5000) == b"x" * 5000
    assert one.feed(b"\nset-cookie: abc") == b"\nset-cookie:****"
    assert one.feed(b"def\r\nok") == b"***\r\nok"


@given(st.lists(st.integers(0, len(RAW)), max_size=20))
def test_any_split_hides_the_same_secrets_and_keeps_the_length(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(RAW)]
    one = mask()
    got = b"".join(one.feed(RAW[a:b]) for a, b in itertools.pairwise(edges))
    assert got == MASKED
