"""A recording as the page draws it."""

from player.control.recorded_json import ASKED, PIECES, asked_json, recording_json
from tests.support.recordings import END, interaction

BODY = "data: 你\n\ndata: b\n\n".encode()


def test_pieces_and_cuts_with_both_sides() -> None:
    one = interaction([(1, 0, BODY[:7], END), (5, 1, BODY[7:], END)], end_at=6)
    lane = recording_json(one)["recorded"]
    (cut,) = lane.pop("cuts")
    assert lane == {"size": 20, "pieces": [[1.0, 7], [5.0, 20]], "end_ms": 6.0, "left_out": 0}
    assert (cut["at"], "utf8-3b/1" in cut["classes"]) == (7, True)
    assert cut["before"] == {"text": "data: ⟨e4⟩", "hex": "646174613a20e4"}
    assert cut["after"]["hex"].startswith("bda00a0a")


def test_of_a_long_one_the_first_pieces_are_told() -> None:
    lane = recording_json(interaction((at, at, b"x", END) for at in range(PIECES + 3)))["recorded"]
    assert (len(lane["pieces"]), len(lane["cuts"]), lane["left_out"]) == (PIECES, PIECES, 3)


def test_an_answer_without_a_body() -> None:
    told = recording_json(interaction(status=204, head_at=3))
    assert told["recorded"] == {"size": 0, "pieces": [], "end_ms": 3.0, "cuts": [], "left_out": 0}
    assert recording_json(interaction(head_at=None))["status"] == 0


def test_a_body_that_is_no_text_is_not_told() -> None:
    for body, told in ((b"", ""), ("你".encode(), "你"), (b"\xff", None), (b"x" * (ASKED + 1), None)):
        asked = interaction(method="POST", body=body, asked=((b"content-TYPE", b"a/b"),)).request
        assert asked_json(asked) == {"method": "POST", "target": "/a", "content_type": "a/b", "body": told}
