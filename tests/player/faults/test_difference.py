"""Where a fault is said to be: the first byte that differs, and when that leaves or was due."""

import pytest

from cassettes.clock import MS
from cassettes.model import Mark
from player.faults.difference import first_difference
from player.spec.perform import perform
from tests.support.recordings import END, interaction

#: each event is 15 bytes long: 0, 15, 30, and [DONE] at 45
CHAT = interaction(
    [
        (10, 1, b'data: {"a":1}\n\n', END),
        (20, 2, b'data: {"a":2}\n\n', END),
        (30, 3, 'data: {"é":3}\n\n'.encode(), END),
        (40, 4, b"data: [DONE]\n\n", END),
    ],
    head_at=5,
    end_at=50,
)
SIZED = interaction(
    [(10, 1, b"data: a\n\n", Mark.NONE), (20, 2, b"data: b\n\n", Mark.NONE)],
    head_at=5,
    headers=((b"Content-Type", b"text/event-stream"), (b"Content-Length", b"18")),
)


@pytest.mark.parametrize(
    ("fault", "offset", "ms"),
    [
        # what is put in begins where it was put in, whatever it begins like, and comes with what ends there
        ("double,at=event:1", 15, 10),
        ("drop,at=event:2", 15, 30),
        ("swap,at=event:2", 15, 30),
        ("error,at=event:2", 15, 10),
        ("error,at=event:2,then=rest", 15, 10),
        ("error,at=end", 60, 40),
        ("heartbeat", 0, 10),
        ("heartbeat,as=torn", 7, 10),
        ("corrupt,at=byte:17", 17, 20),
        ("bad-utf8,at=event:1", 39, 30),
        ("done", 46, 50),
        ("done,as=doubled", 60, 40),
        ("done,as=early", 30, 40),
        ("no-blank", 59, 50),
        ("retry,at=event:3", 0, 10),
        ("resume,at=event:3", 0, 5),
        ("truncate,at=byte:20", 20, 20),
        ("truncate,at=event:3", 30, 20),
        ("status", -1, 5),
        ("content-type", -1, 5),
        ("stall,at=head", -1, 5),
        ("stall,at=byte:20", 20, 20),
        ("stall,at=end", 60, 50),
        ("late-done", 46, 40),
        ("slow-head", -1, 5),
        ("hold-first,n=20", 0, 10),
        ("burst,at=event:2", 15, 20),
        ("trickle,n=4", 4, 10),
        ("bandwidth,rate=30", 0, 10),
        ("torn-size", 0, 10),
        ("packed-chunks", 0, 10),
        ("padded-size", 0, 10),
        ("chunk-extension", 0, 10),
        ("trailers", -1, 5),
        ("bad-size,at=event:3", 30, 30),
        ("bad-size,at=byte:16", 30, 30),
        ("no-last-chunk", 60, 50),
        ("no-last-chunk,sends=line", 60, 50),
        ("content-length", -1, 5),
        ("close-delimited", -1, 5),
        ("reset,at=event:2", 15, 10),
        ("slow-close,by=1s", 60, 1050),
        ("idle-cut,over=9ms", 15, 19),
    ],
)
def test_place_and_time_are_those_of_the_first_byte_that_differs(fault: str, offset: int, ms: int) -> None:
    (done,) = perform(CHAT, f"recorded+{fault}", seed="1").done
    assert (done.offset, done.at) == (offset, ms * MS)


@pytest.mark.parametrize(
    ("fault", "offset", "ms"),
    [("bad-size,at=byte:5", 9, 20), ("torn-size", 0, 10), ("trailers", -1, 5), ("no-last-chunk", -1, 5)],
)
def test_a_body_that_gets_chunks_for_it_differs_at_the_bad_one(fault: str, offset: int, ms: int) -> None:
    (done,) = perform(SIZED, f"recorded+{fault}").done
    assert (done.offset, done.at) == (offset, ms * MS)


def test_a_time_is_the_one_at_which_the_byte_leaves_behind_other_faults() -> None:
    made = perform(CHAT, "recorded+double,at=event:1+slow-head,by=1s")
    assert [(one.offset, one.at // MS) for one in made.done] == [(15, 1010), (-1, 5)]


def test_a_rewritten_body_has_its_own_offsets() -> None:
    (done,) = perform(CHAT, "recorded+crlf+double,at=event:1").done
    assert (done.offset, done.at) == (17, 10 * MS)


def test_bodies_that_begin_alike() -> None:
    assert [first_difference(b"abc", other) for other in (b"abc", b"abd", b"ab", b"", b"abcd")] == [-1, 2, 2, 0, 3]
