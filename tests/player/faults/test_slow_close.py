"""An end that comes late."""

import pytest

from cassettes.clock import MS
from cassettes.model import EndKind, Interaction, Mark
from player.spec.perform import perform
from tests.support.recordings import END, interaction


@pytest.mark.parametrize("end_at", [None, 70])
def test_all_of_the_body_is_there_before(end_at: int | None) -> None:
    one = interaction([(10, 1, b"data: a\n\n", END)], end_at=end_at)
    frames = perform(one, "recorded+slow-close,by=3s").frames()
    assert [at // MS for at in frames.times] == [0, 10, (end_at or 10) + 3000]
    assert frames.writes == (b"", b"9\r\ndata: a\n\n\r\n", b"0\r\n\r\n")


def test_a_recorded_reset_is_late_too() -> None:
    one = interaction([(10, 1, b"data: a\n\n", END)], kind=EndKind.RESET, end_at=10, end_read=1)
    made = perform(one, "recorded+slow-close,by=3s")
    assert (made.schedule.finish.value, made.schedule.duration) == ("reset", 3010 * MS)


@pytest.mark.parametrize(
    "one",
    [
        interaction(head_at=20, status=204, headers=()),
        interaction([(20, 1, b"abc", Mark.NONE)], headers=((b"Content-Length", b"3"),)),
    ],
)
def test_what_ends_by_its_head_or_its_length_has_no_end_that_could_be_late(one: Interaction) -> None:
    made = perform(one, "recorded+slow-close,by=1s")
    assert (made, len(made.idle)) == (perform(one, "recorded"), 1)
