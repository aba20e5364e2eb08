"""A plan for eyes and for programs: every piece is there."""

import json

import pytest

from cassettes.library import folder
from cassettes.messages import speaking
from cassettes.messages.columns import columns
from cassettes.store import load
from chunktape.show.plan import Planned, plan_json, plan_lines
from player.spec.scenario import Scenario
from player.splits import Body, Split, plan_for
from tests.support.recordings import END, interaction

BODY = Body.of(interaction([(10, 1, "data: 你好\n\n".encode(), END), (20, 2, b"data: [DONE]\n\n", END)]))
PLAN = plan_for(BODY, Split("bytes", (("n", "4"),)))
ONE = Planned(BODY, PLAN, Scenario())


def test_the_pieces_are_those_of_the_plan_and_tile_the_body() -> None:
    value = json.loads(json.dumps(plan_json(ONE)))

    ends = [piece["end"] for piece in value["pieces"]]
    assert [piece["start"] for piece in value["pieces"]] == [0, *ends[:-1]]
    assert ends == [*PLAN.cuts, len(BODY.data)]
    assert value["body"]["size"] == len(BODY.data)


def test_each_piece_has_a_line_and_no_line_breaks() -> None:
    lines = list(plan_lines(ONE, "a.cassette", 1, seeded=False))

    assert not any("\n" in line for line in lines)
    spans = [f"{start}..{end}" for start, end in PLAN.spans(len(BODY.data))]
    assert [span for span in spans if not any(span in line for line in lines)] == []


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 109, 110])
def test_a_plan_fits_a_terminal(language: str, width: int, every: bool) -> None:
    source = Body.of(load(folder() / "chat-openai.cassette").interactions[0])
    one = Planned(source, plan_for(source, Split("utf8", seed="1")), Scenario())
    with speaking(language):
        lines = list(plan_lines(one, "a.cassette", 1, seeded=True, every=every, width=width))

    assert max(map(columns, lines)) <= width
    assert any("e4 bd | a0 22" in line for line in lines) is (width == 110)
    assert any("utf8-3b/2" in line for line in lines)


def test_what_a_body_cannot_have_is_counted_and_listed_when_asked_for() -> None:
    def lines(*, every: bool) -> str:
        return "\n".join(plan_lines(ONE, "a.cassette", 1, seeded=False, every=every))

    assert "n/a" not in lines(every=False)
    assert "--all lists them." in lines(every=False)
    assert "n/a  needs" in lines(every=True)
    assert "--all" not in lines(every=True)
