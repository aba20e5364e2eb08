"""The blank behind a colon."""

from player.spec.perform import perform
from tests.support.recordings import END, interaction


def test_one_blank_goes_unless_the_value_begins_with_one() -> None:
    one = interaction([(0, 1, b"id: 1\nevent: a\n: c\ndata: x\ndata:  y\ndata:z\ndata: \ndata \ndata\n\ndata: ", END)])
    assert perform(one, "nospace").body == b"id:1\nevent:a\n: c\ndata:x\ndata:  y\ndata:z\ndata:\ndata \ndata\n\ndata:"
