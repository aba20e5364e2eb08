"""Plans and sources as values: cuts, holds, edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.errors import SpecError
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request, ResponseHead
from player.splits.plan import Body, Plan, arrivals, arriving, check_cuts, edited
from tests.support.bodies import sources
from tests.support.recordings import END, interaction


def test_a_source_keeps_recorded_cuts_and_times() -> None:
    """An empty chunk, which only says that a transfer chunk ended, is no piece."""
    chunks = [Chunk(5, 0, b"ab"), Chunk(9, 1, b"cde", Mark.END), Chunk(12, 2, b"", Mark.END), Chunk(20, 3, b"f")]
    head = ResponseHead(3, 200, b"OK", ((b"Content-Type", b"text/plain"), (b"Content-Encoding", b"identity")))
    source = Body.of(
        Interaction(1, Request("GET", b"/"), head, Chunks.of(chunks), Ending(EndKind.COMPLETE, 25, read=3))
    )

    assert (source.data, source.cuts, source.times, source.ended) == (b"abcdef", (2, 5), (5, 9, 20), 25)
    assert (source.content_type, source.content_encoding) == (b"text/plain", b"identity")
    assert [source.time_of(end) for end in range(1, 7)] == [5, 5, 9, 9, 9, 20]


def test_a_response_without_head_or_body_is_a_source() -> None:
    interaction = Interaction(1, Request("GET", b"/"), None, Chunks(), Ending(EndKind.UNREACHABLE, 7))

    assert Body.of(interaction) == Body(b"", ended=7)


@pytest.mark.parametrize(
    ("cuts", "words"),
    [((5, 5), "increase"), ((7, 3), "3 stands behind 7"), ((0,), "above 0"), ((10,), "last place to cut is 9")],
)
def test_wrong_cuts_are_named(cuts: tuple[int, ...], words: str) -> None:
    with pytest.raises(SpecError, match=words):
        check_cuts(cuts, 10)


@pytest.mark.parametrize("size", [0, 1])
def test_a_body_too_small_to_cut_is_said_so(size: int) -> None:
    with pytest.raises(SpecError, match=f"one of {size} bytes has no place to cut"):
        check_cuts((5,), size)


def test_frames_of_a_comment_and_blank_lines_belong_together() -> None:
    source = Body(b"data: a\n\n\n\n: hi\n\ndata: b\n\n", b"text/event-stream")

    assert source.events == (11, 17)


def test_arrivals_never_decrease() -> None:
    """The first piece is held beyond the time of the second: the second waits for it."""
    source = Body(b"abc", cuts=(1, 2), times=(10, 20, 30))

    assert arrivals(source, Plan((1, 2), (15, 0, 0))) == [25, 25, 30]


def test_a_piece_that_would_come_early_is_moved_up_to_its_recorded_time() -> None:
    source = Body(b"abc", cuts=(1, 2), times=(10, 20, 30))

    assert arriving(source, [(2, 5), (3, 40)]) == Plan((2,), (0, 10))


@given(sources(), st.data())
def test_edits_change_cuts_and_keep_arrivals(source: Body, data: st.DataObject) -> None:
    """An added cut brings no byte earlier or later; a dropped one brings the bytes with the piece behind them."""
    size = len(source.data)
    place = st.sets(st.integers(1, size - 1), max_size=6).map(sorted) if size > 1 else st.just([])
    cuts, add, drop = (tuple(data.draw(place)) for _ in range(3))
    plan = arriving(source, [(end, source.time_of(end) + 7) for end in (*cuts, size)] if size else [])

    after = edited(source, plan, add, drop)

    assert set(after.cuts) == (set(plan.cuts) | set(add)) - set(drop)
    assert b"".join(after.pieces(source.data)) == source.data
    before = dict(zip((*plan.cuts, size), arrivals(source, plan), strict=False))
    for end, at in zip((*after.cuts, size), arrivals(source, after), strict=False):
        assert at == before[min(cut for cut in (*plan.cuts, size) if cut >= end)]


def test_edits_outside_the_body_are_refused() -> None:
    source = Body(b"abc")

    with pytest.raises(SpecError):
        edited(source, Plan(), (3,), ())
    with pytest.raises(SpecError):
        edited(source, Plan(), (), (3,))


def test_headers_that_stand_on_several_lines_are_one_list() -> None:
    """Several codings are applied one after the other (RFC 9110 section 8.4): what they made is no text."""
    headers = ((b"content-TYPE", b"text/plain"), (b"Content-Encoding", b"gzip"), (b"content-encoding", b"br"))
    source = Body.of(interaction([(3, 1, b"data: a\n\n", END), (4, 2, b"", END)], headers=headers, end_at=9))

    assert (source.content_type, source.content_encoding) == (b"text/plain", b"gzip,br")
    assert (source.cuts, source.times, source.ended) == ((), (3 * MS,), 9 * MS)
    assert source.boundaries.dialect not in ("sse", "ndjson")
    two = Body.of(interaction([(3, 1, b"ab", END), (4, 2, b"", END), (5, 3, b"c", END)], end_at=4, end_read=1))
    assert (two.cuts, two.times, two.ended) == ((2,), (3 * MS, 5 * MS), 5 * MS)
    nothing = Body.of(interaction(head_at=None, kind=EndKind.RESET, end_at=7))
    assert (nothing.data, nothing.content_type, nothing.times, nothing.ended) == (b"", b"", (), 7 * MS)
