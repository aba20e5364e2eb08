from hashlib import sha256

import pytest

from benchmarks.boundaries.clients import CLIENTS, Seen
from benchmarks.boundaries.shares import GAPS, SPLITS, planned, sample, share, table, unplanned
from benchmarks.harness.places import BEHAVIOUR
from benchmarks.harness.tables import fill
from player.splits import Body

BODY = b"data: a\n\ndata: b\n\ndata: c\n\n"
SOURCE = Body(BODY, b"text/event-stream", b"", (), (0,), 0)
DIGEST = sha256(BODY).hexdigest()


def test_the_share_is_that_of_planned_boundaries_and_others_are_counted_apart() -> None:
    assert planned(SOURCE, "event,v=1+gap,ms=5") == {9, 18}
    seen = Seen((9, 0, 11, 7), DIGEST, "event,v=1")

    assert share(SOURCE, seen) == 0.5
    assert unplanned(SOURCE, seen) == [20]
    assert share(SOURCE, Seen((27,), DIGEST, "whole,v=1")) == 1
    with pytest.raises(AssertionError, match="other bytes"):
        share(SOURCE, Seen((27,), "0" * 64, "whole,v=1"))


def test_the_sample_is_asked_for_without_a_body() -> None:
    one = sample()

    assert (one.request.method, one.request.target, one.request.body) == ("GET", b"/sample", b"")
    assert len(one.chunks) > 10


def test_the_table_has_a_row_per_client_and_split_and_a_place_in_the_document() -> None:
    cells = {(client, split, gap): 0.5 for client in CLIENTS for split in SPLITS for gap in GAPS}
    text = table(cells, dict.fromkeys(GAPS, 0))

    assert len(text.splitlines()) == 3 + len(CLIENTS) * len(SPLITS)
    assert text in fill(BEHAVIOUR.read_text("utf-8"), {"boundaries": text})
