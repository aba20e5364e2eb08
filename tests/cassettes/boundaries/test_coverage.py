"""What cuts hit: the counts, the three levels, and the report that people read."""

import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes import library
from cassettes.boundaries.classify import CATALOGUE, Boundaries, classify
from cassettes.boundaries.coverage import (
    Coverage,
    Report,
    Row,
    Tally,
    amounts,
    coverage,
    percent,
)
from cassettes.messages import speaking
from cassettes.messages.columns import columns

SSE = b"text/event-stream"
BODY = "data: 你好\n\ndata: [DONE]\n\n".encode()


def row(level: Coverage, class_id: str) -> Row:
    return next(one for one in level.rows if one.id == class_id)


def test_hits_of_positions() -> None:
    level = coverage(classify(BODY, SSE), [7, 10, 21])

    assert row(level, "utf8-3b/1") == Row("utf8-3b/1", "cut", 2, 2)
    assert row(level, "utf8-3b/2") == Row("utf8-3b/2", "cut", 2, 0)
    assert row(level, "done:inside") == Row("done:inside", "cut", 5, 1)
    assert row(level, "line:CR|LF") == Row("line:CR|LF", "cut", 0, 0)
    assert row(level, "merge2") == Row("merge2", "merge", 1, 0)


def test_two_cuts_in_one_character_must_be_in_the_same_one() -> None:
    boundaries = classify(BODY, SSE)

    assert row(coverage(boundaries, [7, 11]), "utf8-multi").hits == 0
    assert row(coverage(boundaries, [7, 8]), "utf8-multi").hits == 1


def test_offsets_outside_the_body_are_no_cuts() -> None:
    boundaries = classify(BODY, SSE)

    assert coverage(boundaries, [-1, 0, 7, 7, len(BODY), 999]) == coverage(boundaries, [7])


def test_all_cuts_hit_all_cut_classes() -> None:
    level = coverage(classify(BODY, SSE), range(1, len(BODY)))
    hit, of = level.count("cut")

    assert hit == of == len(classify(BODY, SSE).present())
    assert percent([level]) == 100


def test_no_cut_hits_nothing_but_shapes() -> None:
    level = coverage(classify(BODY, SSE), [])

    assert level.count("cut")[0] == 0
    assert percent([level]) == 0
    assert row(level, "whole").hits == 1


def test_nothing_to_cover_has_no_percentage() -> None:
    assert percent([coverage(classify(b"x", b"image/png"), [])]) is None
    assert percent([coverage(classify(BODY, SSE, b"gzip"), range(1, len(BODY)))]) is None


@given(st.binary(max_size=60), st.lists(st.integers(-5, 80)))
def test_hits_are_the_cuts_that_have_the_class(body: bytes, cuts: list[int]) -> None:
    boundaries = classify(b"data: " + body, SSE)
    level = coverage(boundaries, cuts)
    for one in level.rows:
        assert 0 <= one.hits <= one.positions
        if one.kind == "cut" and one.id != "utf8-multi":
            assert one.hits == sum(one.id in boundaries.classes_at(cut) for cut in set(cuts))


@pytest.mark.parametrize("cuts", [[500], list(range(1, 1000, 3))], ids=["few", "many"])
def test_few_and_many_cuts_count_alike(cuts: list[int]) -> None:
    boundaries = classify("data: 你好吗\n\n".encode() * 60, SSE)

    level = coverage(boundaries, cuts)

    assert row(level, "utf8-3b/1").hits == len(set(cuts) & set(boundaries.positions("utf8-3b/1")))


def report(boundaries: Boundaries) -> list[str]:
    everything = coverage(boundaries, range(1, len(boundaries.body)))
    seen = coverage(boundaries, [7])
    return Report(everything, everything, seen).lines(library.cassette_for)


def test_the_three_levels_stand_beside_each_other() -> None:
    lines = report(classify(BODY, SSE))

    assert lines[0].startswith("boundary coverage  planned 15/15  sent 15/15  observed 1/15 classes")
    assert lines[1] == (
        "  utf8-2b/1                   0 positions  n/a  needs two-byte characters (accents, Cyrillic); try torture-lf"
    )
    assert lines[2] == "  utf8-3b/1                   2 positions       2 planned       2 sent       1 observed  ok"
    assert any("done:inside" in line and "merged by the client" in line for line in lines)
    assert any("merge2" in line and line.endswith("not in the plan") for line in lines)


def test_what_is_not_known_is_not_shown_as_zero() -> None:
    boundaries = classify(BODY, SSE)
    lines = Report(coverage(boundaries, [7])).lines()

    assert "planned 1/15  sent n/a  observed n/a" in lines[0]
    assert not any(" sent" in line for line in lines[1:])


def test_planned_but_not_sent() -> None:
    boundaries = classify(BODY, SSE)
    lines = Report(coverage(boundaries, [7]), coverage(boundaries, [])).lines()

    assert any("utf8-3b/1" in line and "not sent by itself" in line for line in lines)


def test_an_encoded_body_says_so() -> None:
    boundaries = classify(BODY, SSE, b"gzip")

    said = "the body is content-encoded: it has no boundary classes; record with Accept-Encoding: identity"
    assert Report(coverage(boundaries, [3]), encoded=True).lines() == [said]
    (line,) = Report(coverage(boundaries, [3]), encoded=True).lines(library.cassette_for)
    assert line.startswith(said + ", or try ")
    assert line.removeprefix(said + ", or try ") in library.index()


def test_what_a_body_lacks_is_named_with_a_cassette_that_has_it() -> None:
    boundaries = classify(BODY, SSE)
    absent = coverage(boundaries, [7]).absent(library.cassette_for)

    assert [one["id"] for one in absent] == list(boundaries.missing())
    assert {"id": "utf8-2b/1", "cassette": "torture-lf"} in absent
    assert all(one["cassette"] == library.cassette_for(str(one["id"])) for one in absent)
    everything = coverage(classify(BODY, SSE, b"gzip"), [7]).absent(library.cassette_for)
    assert [one["id"] for one in everything] == [one.id for one in CATALOGUE.values() if one.kind == "cut"]


def test_rows_are_the_catalogue() -> None:
    assert [one.id for one in coverage(classify(b""), []).rows] == list(CATALOGUE)


def test_a_tally_adds_positions_up_but_two_cuts_in_one_character_belong_to_one_plan() -> None:
    boundaries = classify("data: 你好\n\n".encode(), b"text/event-stream")
    apart, together = Tally(), Tally()
    for cuts in ([7], [8], [10]):
        apart.add(boundaries, cuts)
    together.add(boundaries, [7, 8])
    of = amounts(boundaries)
    hits = {row.id: row.hits for row in apart.coverage(of).rows}

    assert (hits["utf8-3b/1"], hits["utf8-3b/2"], hits["utf8-multi"]) == (2, 1, 0)
    assert {row.id: row.hits for row in together.coverage(of).rows}["utf8-multi"] == 1
    assert together.coverage(of) == coverage(boundaries, [8, 7, 7, 0, 99])


@given(
    st.lists(
        st.sampled_from(["data: 你好\n\n", "data: a\r\n\r\n", ": c\n\n", 'data: {"n":"😀"}\n\n', "data: [DONE]\n\n"])
    ),
    st.lists(st.lists(st.integers(-2, 90), max_size=90), max_size=4),
)
def test_plans_one_after_the_other_hit_what_they_hit_together(parts: list[str], plans: list[list[int]]) -> None:
    boundaries = classify("".join(parts).encode(), SSE)
    tally = Tally()
    for cuts in plans:
        tally.add(boundaries, cuts)
    found = {row.id: row.hits for row in tally.coverage(amounts(boundaries)).rows}
    each = [coverage(boundaries, cuts) for cuts in plans]
    inside = {cut for cuts in plans for cut in cuts if 0 < cut < len(boundaries.body)}
    pairs = {cut for cuts in plans for cut in cuts if cut - 1 in cuts and cut > 1}

    for one in CATALOGUE.values():
        if one.kind != "cut":
            expected = max((row(level, one.id).hits for level in each), default=0)
        else:
            expected = len((pairs if one.id == "utf8-multi" else inside) & set(boundaries.positions(one.id)))
        assert found[one.id] == expected, one.id


def test_a_plan_with_a_piece_for_every_byte_is_counted_in_milliseconds() -> None:
    """100 ms a request, all of them at Ctrl-C: 28 s after 244 requests."""
    body = "data: 你好，世界\n\n".encode() * 4000
    boundaries = classify(body, SSE)
    amounts(boundaries)  # the body is classified once
    tally, every = Tally(), range(1, len(body))
    begun = time.process_time()
    for _ in range(20):
        tally.add(boundaries, every)
    assert time.process_time() - begun < 10  # 0.4 s here; 12 s before
    assert sys.getsizeof(tally._cuts) + sys.getsizeof(tally._pairs) < len(body) // 3


def test_several_bodies_are_judged_by_the_classes_that_any_of_them_has() -> None:
    wide, plain = (
        classify("data: 你\n\n".encode(), b"text/event-stream"),
        classify(b"data: a\n\n", b"text/event-stream"),
    )
    everything = range(1, 12)

    assert percent([coverage(wide, everything), coverage(plain, [])]) == 100
    some = percent([coverage(wide, [7]), coverage(plain, [])])
    assert some is not None
    assert 0 < some < 100
    assert percent([coverage(wide, everything), coverage(classify(b"x", SSE, b"gzip"), [])]) == 100
    assert percent([]) is None


def test_in_chinese_the_columns_stand_in_line() -> None:
    with speaking("zh"):
        lines = report(classify(BODY, SSE))

    assert lines[0].startswith("边界类别覆盖  计划 15/15  发送 15/15  客户端看到 1/15  （合并类")
    counted = [line for line in lines[1:] if "计划  " in line]
    assert len({columns(line[: line.index("计划")]) for line in counted}) == 1
    assert not any(word in line for line in lines for word in ("positions", "planned", "observed"))
