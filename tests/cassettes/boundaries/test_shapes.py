"""Merge and size classes: which shapes a plan has, on hand-made plans of small bodies."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.boundaries.classify import CATALOGUE, classify
from cassettes.boundaries.positions import Runs, clip, holds

SSE = b"text/event-stream"
DELTA, USAGE, DONE = b'data: {"n":1}\n\n', b'data: {"usage":{"n":1}}\n\n', b"data: [DONE]\n\n"
COMMENT, ERROR = b": keep-alive\n\n", b'data: {"error":{"code":503}}\n\n'
ALL = DELTA + DELTA + COMMENT + DELTA + ERROR + DELTA + USAGE + DONE


def merges(*pieces: bytes) -> tuple[str, ...]:
    body, cuts, at = b"".join(pieces), [], 0
    for piece in pieces[:-1]:
        at += len(piece)
        cuts.append(at)
    return classify(body, SSE).merges_of(cuts)


PLANS: list[tuple[str, tuple[bytes, ...], tuple[str, ...]]] = [
    ("one event per piece", (DELTA, DELTA, DONE), ()),
    ("cuts inside events", (DELTA[:3], DELTA[3:], DONE), ()),
    ("two", (DELTA + DELTA, DELTA), ("merge2",)),
    ("three", (DELTA * 3, DELTA), ("mergeN",)),
    ("two and a half is not two", (DELTA * 2 + DELTA[:5], DELTA[5:]), ()),
    ("blank lines are no event", (b"\n\n" + DELTA, DELTA), ()),
    ("tail", (DELTA, DELTA + DONE), ("merge2", "tail")),
    ("tail with half an event before it", (DELTA, DELTA[:5], DELTA[5:] + DELTA + DONE), ("tail",)),
    ("[DONE] alone is no tail", (DELTA, DELTA, DONE), ()),
    ("tail with usage", (DELTA, DELTA + USAGE + DONE), ("mergeN", "tail", "tail-usage")),
    ("usage and [DONE] only", (DELTA, USAGE + DONE), ("merge2", "tail")),
    ("whole", (DELTA + DELTA,), ("merge2", "whole")),
    ("one event whole is no merge", (DELTA,), ()),
    ("half, whole, half", (DELTA[:5], DELTA[5:] + DELTA + DELTA[:5], DELTA[5:]), ("half+k.5",)),
    ("half and half", (DELTA[:5], DELTA[5:] + DELTA[:5], DELTA[5:]), ("boundary-shift",)),
    ("shifted all the way", (DELTA[:5], *[DELTA[5:] + DELTA[:5]] * 3, DELTA[5:]), ("boundary-shift",)),
    ("shifted but once clean", (DELTA[:5], DELTA[5:] + DELTA[:5], DELTA[5:], DELTA), ()),
    ("comment before", (COMMENT + DELTA, DELTA), ("comment+events",)),
    ("comment after", (DELTA, DELTA + COMMENT), ("comment+events",)),
    ("comment before half an event", (COMMENT + DELTA[:5], DELTA[5:]), ("comment+events",)),
    ("comment after half an event", (DELTA[:5], DELTA[5:] + COMMENT), ("comment+events",)),
    ("comment alone", (DELTA, COMMENT, DELTA), ()),
    ("error after a delta", (DELTA + ERROR, DELTA), ("merge2", "error+delta")),
    ("error before a delta", (DELTA, ERROR + DELTA), ("merge2", "error+delta")),
    ("error alone", (DELTA, ERROR, DELTA), ()),
    ("error by its event name", (DELTA, DELTA + b"event: error\ndata: x\n\n"), ("merge2", "error+delta")),
]


@pytest.mark.parametrize(("name", "pieces", "expected"), PLANS, ids=[plan[0] for plan in PLANS])
def test_merges(name: str, pieces: tuple[bytes, ...], expected: tuple[str, ...]) -> None:
    assert merges(*pieces) == expected


@given(
    st.lists(st.sampled_from([DELTA, USAGE, DONE, COMMENT, ERROR, b"\n\n"]), max_size=6),
    st.sets(st.integers(1, 150)),
    st.integers(0, 6),
)
def test_many_cuts_are_looked_at_as_few_are(parts: list[bytes], some: set[int], hole: int) -> None:
    """Where a plan has more cuts than the body has events, only the pieces that hold one are looked at."""
    body = b"".join(parts)
    begin = sum(map(len, parts[:hole]))
    cuts = sorted(cut for cut in some | set(range(begin)) | set(range(begin + 40, len(body))) if 0 < cut < len(body))
    events = classify(body, SSE).events
    expected: set[str] = set()
    for start, end in pairwise([0, *cuts, len(body)]):
        expected |= events.of_piece(start, end)

    assert set(events.of_plan(cuts)) - {"whole", "boundary-shift"} == expected


def test_every_merge_class_has_a_plan() -> None:
    shown = {class_id for _, _, expected in PLANS for class_id in expected}

    assert shown == {one.id for one in CATALOGUE.values() if one.kind == "merge"}


def test_records_merge_like_events() -> None:
    boundaries = classify(b"1\n2\n3\n", b"application/x-ndjson")

    assert boundaries.merges_of([4]) == ("merge2",)
    assert boundaries.merges_of([]) == ("mergeN", "whole")


@pytest.mark.parametrize(
    ("body", "absent"),
    [
        (ALL, set()),
        (DELTA, {"merge2", "mergeN", "tail", "tail-usage", "whole", "half+k.5", "boundary-shift"}),
        (DELTA * 2, {"mergeN", "half+k.5", "tail", "comment+events", "error+delta"}),
        (USAGE + DONE, {"tail-usage"}),
        (b"", {"merge2", "whole"}),
    ],
    ids=["all", "one", "two", "no delta", "empty"],
)
def test_what_a_body_makes_possible(body: bytes, absent: set[str]) -> None:
    possible = set(classify(body, SSE).possible())

    assert not absent & possible
    if not absent:
        assert {one.id for one in CATALOGUE.values() if one.kind == "merge"} <= possible


SIZES = [
    ("size:one", 10, [1]),
    ("size:all-one", 3, [1, 2]),
    ("size:2-3", 10, [3]),
    ("size:8192", 20_000, [8_191]),
    ("size:8192", 20_000, [8_193]),
    ("size:16384", 20_000, [16_384]),
    ("size:32768|65536", 200_000, [32_769]),
    ("size:32768|65536", 200_000, [65_535]),
    ("size:128K", 131_072, []),
    ("size:1M", 1_048_576, []),
]


@pytest.mark.parametrize(("class_id", "size", "cuts"), SIZES, ids=lambda value: str(value))
def test_sizes(class_id: str, size: int, cuts: list[int]) -> None:
    boundaries = classify(b"x" * size, b"text/plain")

    assert class_id in boundaries.sizes_of(cuts)
    assert class_id in boundaries.possible()


def test_every_size_class_has_a_plan() -> None:
    assert {row[0] for row in SIZES} == {one.id for one in CATALOGUE.values() if one.kind == "size"}


def test_ordinary_pieces_have_no_size_class() -> None:
    assert classify(b"x" * 100, b"text/plain").sizes_of([50]) == ()


def test_runs_are_a_sequence() -> None:
    runs = Runs([(1, 3), (5, 5), (7, 9)])

    assert list(runs) == [1, 2, 7, 8]
    assert [runs[0], runs[2], runs[-1]] == [1, 7, 8]
    assert runs[1:3] == [2, 7]
    assert len(runs) == 4
    assert 7 in runs
    assert 3 not in runs
    assert not runs.__contains__("7")
    assert runs == [1, 2, 7, 8]
    assert repr(runs) == "Runs([(1, 3), (7, 9)])"
    with pytest.raises(IndexError):
        runs[4]


def test_clip_and_holds() -> None:
    assert list(clip([0, 1, 5, 6], 6)) == [1, 5]
    assert list(clip(Runs([(0, 3), (5, 9)]), 6)) == [1, 2, 5]
    assert holds([1, 5], 5)
    assert not holds([1, 5], 6)
    assert not holds([], 1)
