"""The picture is well-formed, says what it shows, and stays small."""

from xml.etree import ElementTree

from hypothesis import given, settings

from chunktape.show.picture import svg
from player.splits.plan import Body, Plan
from player.splits.planner import plan_for
from player.splits.split import Split
from tests.support.bodies import GOLDEN, sources


@settings(max_examples=40)
@given(sources())
def test_any_plan_can_be_drawn(source: Body) -> None:
    tree = ElementTree.fromstring(svg(source, plan_for(source, Split("event")), 'a "title" <b>'))

    assert tree.findtext("{http://www.w3.org/2000/svg}title") == 'a "title" <b>'


def test_one_box_per_piece_and_one_mark_per_cut_inside_an_event() -> None:
    source = Body(b"data: a\n\ndata: b\n\n", b"text/event-stream", cuts=(9,), times=(5, 10), ended=12)
    picture = svg(source, Plan((3, 9)), "t")

    boxes = [line for line in picture.splitlines() if "#4c78a8" in line or "#9ecae9" in line]
    assert sum(line.count("z") for line in boxes if "fill=" in line) == 3
    assert next(line for line in picture.splitlines() if "#d62728" in line).count("v8") == 1


def test_byte_by_byte_of_16_kib_stays_below_half_a_megabyte() -> None:
    source = GOLDEN["binary"]

    assert len(svg(source, plan_for(source, Split("bytes")), "bytes")) < 500_000


def test_a_picture_explains_its_colours() -> None:
    source = Body(b"data: 1\n\ndata: 2\n\n", b"text/event-stream")

    assert "red mark: a cut inside an event" in svg(source, plan_for(source, Split("event")), "t")
