"""Law 8: every cut and every flipped byte loads to exactly the records before it, or is refused; nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cassettes.errors import CassetteError
from cassettes.file.loader import loads
from cassettes.model import (
    Header,
    Interaction,
)
from cassettes.store import dumps
from tests.cassettes.file.test_loader import DATA, ENDS, check
from tests.support import strategies


def test_cut_at_every_offset() -> None:
    for cut in range(len(DATA)):
        whole = sum(end <= cut for end in ENDS)
        check(DATA[:cut], whole)
        if whole:
            assert loads(DATA[:cut]).state == "interrupted"


@pytest.mark.parametrize("pattern", [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF, 0x55])
def test_every_byte_flipped(pattern: int) -> None:
    states = set()
    for offset in range(len(DATA)):
        data = bytearray(DATA)
        data[offset] ^= pattern
        whole = sum(end <= offset for end in ENDS)
        check(bytes(data), whole)
        if whole:
            states.add(loads(bytes(data)).state)
            sound_behind = whole < len(ENDS) - 1
            assert not sound_behind or loads(bytes(data)).state == "damaged"
    assert "damaged" in states


@pytest.mark.parametrize(
    "garbage", [b"\x00", b"\xc1", b"GET / HTTP/1.1\r\n\r\n", b"\x92\xc4\x01", b"\x92" * 999, DATA[200:300]]
)
def test_bytes_behind_the_footer_are_dropped_and_said(garbage: bytes) -> None:
    check(DATA + garbage, len(ENDS))


@given(session=strategies.sessions())
def test_a_session_comes_back_as_it_was(session: tuple[Header, tuple[Interaction, ...]]) -> None:
    """Law 8, first sentence."""
    header, interactions = session
    cassette = loads(dumps(header, interactions))
    assert (cassette.headers, cassette.interactions, cassette.state) == ((header,), interactions, "sound")


@settings(max_examples=50)
@given(session=strategies.sessions(), data=st.data())
def test_any_session_cut_or_overwritten_anywhere(
    session: tuple[Header, tuple[Interaction, ...]], data: st.DataObject
) -> None:
    whole = dumps(*session)
    at = data.draw(st.integers(0, len(whole)))
    for broken in (whole[:at], whole[:at] + data.draw(st.binary(max_size=8)) + whole[at + 8 :]):
        try:
            cassette = loads(broken)
        except CassetteError:
            continue
        begun = [one.request for one in session[1]][: len(cassette.interactions)]
        assert [one.request for one in cassette.interactions] == begun
        for ours, theirs in zip(session[1], cassette.interactions, strict=False):
            assert ours.body.startswith(theirs.body)
