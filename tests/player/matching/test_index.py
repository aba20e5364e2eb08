"""Which recordings answer, and which are near."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.work import MATCHING
from player.matching import index as matching
from player.matching.difference import LONGEST, Difference
from player.matching.index import TOLD, Candidate, Index
from player.matching.subject import Subject
from tests.player.matching.making import FORM, index, said


def test_a_match_keeps_a_few_differences_and_how_many_there_are() -> None:
    """What the journal keeps of one request was 589 KB."""
    asked = said(body={"x" * 5000: 1, **{f"k{number}": "v" * 5000 for number in range(3000)}})
    found = index(said(body={"other": 1})).find(asked, "default")

    assert found is not None
    assert (len(found.differences), found.differing) == (TOLD, 3002)
    assert sum(len(one.place[1]) + len(str(one.asked)) for one in found.differences) < TOLD * 80
    named = index(said(body={"other": 1})).find(said(body={"x" * 5000: "hidden"}), "default")
    assert named is not None
    assert [len(one.place[1]) for one in named.differences] == [6, LONGEST]
    assert named.differences[1].asked == "..."  # its name may have said that it is a secret
    assert len(str(named.differences[1])) < 300


@pytest.mark.parametrize("filling", [b"&", b"a=1&", b"k=v&k2=%41&", b"%41", b"x"])
def test_a_large_body_takes_no_longer_as_a_form_than_as_octets_however_many_recordings(filling: bytes) -> None:
    """20 MiB took 5 s beside 0.8 s, and as long again for each candidate."""
    body = filling * ((1 << 20) // len(filling))
    recorded = index(*(said(body=b"x=%d" % number, kind=FORM) for number in range(50)))

    def seconds(kind: bytes) -> float:
        began = time.process_time()
        asked = said(body=body, kind=kind)
        assert recorded.find(asked, "default") is not None
        recorded.nearest(asked)
        return time.process_time() - began

    assert seconds(FORM) < 10 * seconds(b"application/octet-stream") + 1


def test_the_fewest_differences_win_and_equal_ones_are_a_group() -> None:
    one, two, three = said(b"/a?x=1&y=1"), said(b"/a?x=2&y=2"), said(b"/a?x=3&y=1")
    library = index(one, two, three)

    assert library.find(said(b"/a?x=9&y=2"), "default").group == (1,)  # type: ignore[union-attr]
    assert library.find(said(b"/a?x=9&y=1"), "default").group == (0, 2)  # type: ignore[union-attr]
    assert library.find(said(b"/a?x=9&y=9"), "default").group == (0, 1, 2)  # type: ignore[union-attr]
    assert library.find(said(b"/b"), "default") is None
    assert library.find(said(b"/a", method="GET"), "default") is None


@given(
    st.lists(st.sampled_from([b"/a?x=1", b"/a?x=2", b"/a", b"/b"]), max_size=6),
    st.sampled_from([b"/a?x=1", b"/a?z=1", b"/b"]),
)
def test_the_default_always_plays_what_strict_plays(recorded: list[bytes], asked: bytes) -> None:
    library = index(*map(said, recorded))
    strict, best = library.find(said(asked), "strict"), library.find(said(asked), "default")

    if strict is not None:
        assert best == strict
    assert (best is None) == (not any(target.partition(b"?")[0] == asked.partition(b"?")[0] for target in recorded))


def test_the_nearest_have_the_same_end_of_the_path_first() -> None:
    near = index(said(b"/zzz"), said(b"/v1/chat"), said(b"/v1/chats")).nearest(said(b"/api/v1/chat"))

    assert near[0].index == 1


def test_what_is_remembered_of_requests_is_bounded_by_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "KEPT", 100_000)
    index = Index([Candidate(0, Subject("POST", b"/a", {("body", ""): b"recorded"}))])
    for number in range(50):
        body = b"%d" % number * 3000
        for _ in range(2):
            match = index.find(Subject("POST", b"/a", {("body", ""): body}, len(body)), "default")
        assert 12_000 <= index.held <= 100_000
        assert match is not None
        assert match.differences == (Difference(("body", ""), "8 bytes", f"{len(body)} bytes"),)


def library(*rows: tuple[Subject, bool]) -> Index:
    """From (subject, whether the recording has nothing to give back)."""
    return Index([Candidate(number, one, empty) for number, (one, empty) in enumerate(rows)])


def test_recordings_with_nothing_to_give_back_come_last_however_equal_they_are() -> None:
    """Rule 4."""
    same, other = said(b"/a?x=1"), said(b"/a?x=2&y=2&z=2")
    rows = library((same, True), (other, False), (same, True))

    assert rows.find(same, "default").group == (1,)  # type: ignore[union-attr]
    assert rows.find(same, "strict").group == (0, 2)  # type: ignore[union-attr]
    assert rows.find(same, "any").group == (1,)  # type: ignore[union-attr]
    full = library((same, True), (same, False), (other, False))
    for mode in ("default", "strict"):
        assert full.find(same, mode).group == (1,)  # type: ignore[union-attr]
    nothing = library((other, True), (same, True))
    assert nothing.find(same, "default").group == (1,)  # type: ignore[union-attr]
    assert nothing.find(said(b"/a?x=3"), "default").group == (1,)  # type: ignore[union-attr]
    assert nothing.find(same, "any").group == (0, 1)  # type: ignore[union-attr]


def test_any_gives_head_its_own_recordings_and_the_rest_theirs() -> None:
    rows = index(said(method="HEAD"), said(b"/b"), said(method="GET"))

    assert rows.find(said(b"/nowhere", method="PUT"), "any").group == (1, 2)  # type: ignore[union-attr]
    assert rows.find(said(b"/nowhere", method="HEAD"), "any").group == (0,)  # type: ignore[union-attr]
    assert index(said()).find(said(method="HEAD"), "any") is None
    assert index().find(said(), "any") is None


def test_of_near_misses_the_path_counts_first_then_the_method_then_the_places() -> None:
    asked = said(b"/v1/chat?x=1&y=1", method="POST")
    rows = index(
        said(b"/v1/chat?x=1&y=1", method="GET"),  # differs nowhere but in its method
        said(b"/v1/chat?x=2&y=2"),
        said(b"/v1/chat?x=1&y=2"),
        said(b"/v1/chats?x=1&y=1"),
        said(b"/v1/chat?x=9&y=9"),
    )
    near = rows.nearest(asked, limit=5)

    assert [one.index for one in near] == [2, 1, 4, 0, 3]
    assert [one.index for one in rows.nearest(asked)] == [2, 1, 4]
    assert [(one.method, one.path, one.differing) for one in near] == [
        (True, True, 1),
        (True, True, 2),
        (True, True, 2),
        (False, True, 0),
        (True, False, 0),
    ]
    assert near[0].differences == (Difference(("query", "y"), ("2",), ("1",)),)
    many = index(said(b"/a?" + b"&".join(b"k%02d=1" % number for number in range(20)))).nearest(said(b"/a"))
    assert (len(many[0].differences), many[0].differing) == (TOLD, 20)


def test_what_is_compared_where_others_wait_is_little() -> None:
    asked = said(body=[0] * 100)
    few, many = index(*[said(body=[1])] * 10), index(*[said(body=[1])] * 11)
    assert (few.cost(asked).places, many.cost(asked).places) == (1000, 1100)
    assert (few.cheap(asked, "default"), many.cheap(asked, "default")) == (True, False)
    assert many.cheap(asked, "strict")
    assert many.cheap(asked, "any")
    assert many.cheap(said(body=[1]), "default")  # one is equal
    found = many.find(asked, "default")
    assert many.cheap(asked, "default")  # and now it is remembered
    assert many.look(asked, "default") == (found, True)
    assert many.look(asked, "strict") == (None, False)
    large = said(body=b"x" * (MATCHING.bytes + 1))
    assert not index(large).cheap(large, "default")
    assert not index(large).cheap(large, "strict")
    assert index(large).cheap(large, "any")
    assert (index(said(b"/b")).cost(asked).places, len(many)) == (0, 11)


def test_what_is_remembered_is_forgotten_when_a_recording_is_added_and_large_ones_are_not_kept() -> None:
    rows = index(said(b"/a?x=1"))
    asked = said(b"/a?x=2")
    assert rows.find(asked, "default").group == (0,)  # type: ignore[union-attr]
    assert rows.find(asked, "any").group == (0,)  # type: ignore[union-attr]
    assert rows.held == asked.weight + 8
    rows.add(Candidate(1, asked))
    assert rows.held == 0
    assert rows.find(asked, "default").group == (1,)  # type: ignore[union-attr]
    assert rows.find(asked, "any").group == (0, 1)  # type: ignore[union-attr]
    assert rows.find(said(b"/none"), "default") is None
    assert rows.look(said(b"/none"), "default") == (None, True)
    held = rows.held
    wide = said(body=[0] * (matching.KEPT // 4 // 500))  # short, but with as many leaves as would fill a quarter
    assert wide.size < matching.MOST
    assert rows.find(wide, "default") is not None
    assert (rows.held, rows.look(wide, "default")[1]) == (held, False)
    large = said(body=b"x" * matching.MOST)
    rows.find(large, "default")
    assert (rows.held, rows.look(large, "default")[1]) == (held, False)
    for number in range(matching.REMEMBERED + 1):
        rows.find(said(b"/b?%d" % number), "default")
    assert rows.held < held + matching.REMEMBERED * asked.weight
    assert rows.look(said(b"/b?0"), "default") == (None, False)


def test_a_path_is_the_nearer_the_more_of_it_is_the_same() -> None:
    asked = said(b"/v1/chat/completions")
    rows = index(
        said(b"/zzzz"),
        said(b"/v1/chat/completion"),
        said(b"/completions"),  # a prefix is missing
        said(b"/api/v1/chat/completions"),  # one is doubled
        said(b"/v1/chat/completions", method="GET"),
        said(b"/v1/images"),
    )

    assert [one.index for one in rows.nearest(asked, limit=6)] == [4, 2, 3, 1, 5, 0]


def test_a_match_that_is_equal_has_no_differences_and_one_side_of_others_may_be_missing() -> None:
    rows = index(said(b"/a?x=1"), said(b"/a?x=1"))
    equal = rows.find(said(b"/a?x=1"), "default")
    assert equal is not None
    assert (equal.group, equal.differences, equal.differing) == ((0, 1), (), 0)
    found = rows.find(said(b"/a?y=1"), "default")
    assert found is not None
    assert (found.differing, found.differences) == (
        2,
        (Difference(("query", "x"), "1", None), Difference(("query", "y"), None, "1")),
    )
    first, second = said(b"/a?z=1"), said(b"/a?z=22")
    fresh = index(said(b"/a?x=1"), said(b"/a?x=1"))
    for asked in (first, second):
        fresh.find(asked, "default")
    assert fresh.held == first.weight + second.weight + 2 * 8 * 2
    assert index().held == 0
