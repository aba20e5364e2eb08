"""A plan for eyes and for programs: every piece is there."""

import json

from chunktape.show.plan import plan_json, plan_lines
from player.spec.scenario import Scenario
from player.splits import Body, Split, plan_for
from tests.support.recordings import END, interaction

BODY = Body.of(interaction([(10, 1, "data: 你好\n\n".encode(), END), (20, 2, b"data: [DONE]\n\n", END)]))
PLAN = plan_for(BODY, Split("bytes", (("n", "4"),)))


def test_the_pieces_are_those_of_the_plan_and_tile_the_body() -> None:
    value = json.loads(json.dumps(plan_json(BODY, PLAN, Scenario(), None)))

    ends = [piece["end"] for piece in value["pieces"]]
    assert [piece["start"] for piece in value["pieces"]] == [0, *ends[:-1]]
    assert ends == [*PLAN.cuts, len(BODY.data)]
    assert value["body"]["size"] == len(BODY.data)


def test_each_piece_has_a_line_and_no_line_breaks() -> None:
    lines = list(plan_lines(BODY, PLAN, "a.cassette", 1, Scenario(), None, seeded=False))

    assert not any("\n" in line for line in lines)
    spans = [f"{start}..{end}" for start, end in PLAN.spans(len(BODY.data))]
    assert [span for span in spans if not any(span in line for line in lines)] == []
