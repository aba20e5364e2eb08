"""Late responses: said at most once a second with the count, and at the end."""

import pytest

from cassettes.clock import MS
from chunktape.late import LateWatch, late_line
from player.app import create_app
from player.config import Config
from player.library.library import Library
from tests.support.recordings import cassette, interaction


@pytest.mark.parametrize(("worker", "who"), [(0, ""), (2, "Worker 2 of 4: ")])
def test_what_is_late_is_said_at_most_once_a_second_with_the_count(worker: int, who: str) -> None:
    config = Config(max_late=5 * MS, worker=worker, workers=4 if worker else 1)
    player = create_app(Library([cassette(interaction())]), config).state.player
    said: list[str] = []
    watch = LateWatch(player, said.append)
    player.journal.ended = watch.ended
    assert late_line(player) == ""

    start = player.clock()
    for at, late in ((0, 9), (400, 7), (999, 6), (1000, 5), (1000, 8), (1001, 6), (5000, 1)):
        player.clock = lambda at=at: start + at * MS
        entry = player.journal.begin(0, "", "GET", f"/{at}")
        entry.answer, entry.progress.late = "replay", late * MS
        player.metrics.begin(entry)
        player.journal.end(entry)

    assert said == [
        f"{who}LATE: GET /0 by up to 9.00 ms, --max-late is 5 ms; late so far: 1.",
        f"{who}LATE: GET /1000 by up to 8.00 ms, --max-late is 5 ms; late so far: 4.",
    ]
    assert late_line(player).startswith("Responses later than --max-late: 5")
