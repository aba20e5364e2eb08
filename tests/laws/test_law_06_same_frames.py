"""Law 6: a correct incremental decoder yields the same frames for any plan."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.framing import BOM, Dialect, frames_of
from tests.cassettes.test_framing import DIALECTS, fed

PIECES: Final = st.lists(
    st.lists(
        st.sampled_from([b"\n", b"\r", b"\r\n", b":", b" ", b"data", b"data: x", b"id:1", BOM, b"{}", b"\xe4", b"\0"]),
        max_size=6,
    ).map(b"".join),
    max_size=12,
)


@pytest.mark.parametrize("dialect", DIALECTS)
@given(pieces=PIECES)
def test_same_frames_for_any_split(dialect: Dialect, pieces: list[bytes]) -> None:
    body = b"".join(pieces)
    frames = frames_of(body, dialect)

    assert tuple(fed(pieces, dialect)) == frames
    assert tuple(fed([body[i : i + 1] for i in range(len(body))], dialect)) == frames
    assert b"".join(body[start:end] for start, end, _, _ in frames) == body
    assert all(start < end for start, end, _, _ in frames)
