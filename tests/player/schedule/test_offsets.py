"""Offset maps: any number of splices, one answer to where a byte was recorded, and where a recorded byte is now."""

from hypothesis import given
from hypothesis import strategies as st

from player.schedule.offsets import UNTOUCHED, OffsetMap, Splice


@st.composite
def splices(draw: st.DrawFn, size: int) -> list[Splice]:
    ends = sorted(draw(st.lists(st.integers(0, size), max_size=8)))
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    apart = [pair for before, pair in zip([(-1, -1), *pairs], pairs, strict=False) if pair[0] > before[1]]
    return [Splice(start, end, draw(st.binary(max_size=4))) for start, end in apart]


def applied(body: bytes, edits: list[Splice]) -> bytes:
    parts, before = [], 0
    for start, end, data in edits:
        parts += [body[before:start], data]
        before = end
    return b"".join([*parts, body[before:]])


def test_nothing_was_edited() -> None:
    assert [UNTOUCHED.recorded(offset) for offset in range(3)] == [0, 1, 2]
    assert [UNTOUCHED.performed(offset) for offset in range(3)] == [0, 1, 2]


def test_a_line_end_that_grew() -> None:
    # a\nb -> a\r\nb
    grown = UNTOUCHED.spliced([Splice(1, 2, b"\r\n")], 3)

    assert [grown.recorded(offset) for offset in range(5)] == [0, 1, 1, 2, 3]
    assert [grown.performed(offset) for offset in range(4)] == [0, 1, 3, 4]


def test_what_was_put_in_stands_before_the_place() -> None:
    filled = UNTOUCHED.spliced([Splice(2, 2, b"xyz")], 4)

    assert [filled.recorded(offset) for offset in range(8)] == [0, 1, 2, 2, 2, 2, 3, 4]
    assert [filled.performed(offset) for offset in range(5)] == [0, 1, 5, 6, 7]


@given(st.data())
def test_recorded_bytes_are_found_through_two_edits(data: st.DataObject) -> None:
    body = bytes(range(1, 20))
    current, origin = body, UNTOUCHED
    for _ in range(2):
        edits = [Splice(start, end, bytes(len(new))) for start, end, new in data.draw(splices(len(current)))]
        origin = origin.spliced(edits, len(current))
        current = applied(current, edits)

    for offset, value in enumerate(current):
        if value:
            assert body[origin.recorded(offset)] == value
            assert origin.performed(value - 1) == offset
    there = [origin.recorded(offset) for offset in range(len(current) + 1)]
    back = [origin.performed(offset) for offset in range(len(body) + 1)]
    assert there == sorted(there)
    assert back == sorted(back)
    assert (there[-1], back[-1]) == (len(body), len(current))
    assert isinstance(origin, OffsetMap)
