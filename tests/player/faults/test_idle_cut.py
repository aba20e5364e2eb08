"""A hop that ends the connection in the first silence that is too long."""

from cassettes.clock import MS
from player.schedule.performance import Done, Performance
from player.spec.perform import perform
from tests.support.recordings import END, interaction

STREAM = interaction(
    [(100, 1, b"data: a\n\n", END), (400, 2, b"data: b\n\n", END), (4400, 3, b"data: c\n\n", END)],
    head_at=80,
    end_at=9000,
)


def told(made: Performance) -> tuple[str, bytes, int, list[int]]:
    schedule = made.schedule
    return schedule.finish.value, made.body, schedule.duration // MS, [at // MS for at in schedule.times]


def test_the_first_silence_that_is_too_long_ends_it() -> None:
    made = perform(STREAM, "recorded+idle-cut,over=1s")
    assert told(made) == ("close", b"data: a\n\ndata: b\n\n", 1400, [80, 100, 400, 1400])
    assert made.frames().writes[-1] == b""
    assert made.done == (Done("idle-cut,over=1s,by=close,v=1", 18, 1400 * MS),)


def test_also_the_one_before_the_ending() -> None:
    made = perform(STREAM, "recorded+idle-cut,over=4500ms,by=reset")
    assert told(made) == ("reset", STREAM.body, 8900, [80, 100, 400, 4400, 8900])


def test_also_the_one_before_the_head() -> None:
    made = perform(STREAM, "recorded+idle-cut,over=79ms")
    assert made.head is None
    assert told(made) == ("close", b"", 79, [79])
    assert made.done[0].offset == -1


def test_a_silence_as_long_as_it_may_be_is_none() -> None:
    made = perform(STREAM, "recorded+idle-cut,over=4600ms")
    assert (made, made.done) == (perform(STREAM, "recorded"), ())
    assert made.idle == (Done("idle-cut,over=4600ms,by=close,v=1", changed=False),)


def test_silences_are_those_of_the_pace_and_of_other_faults() -> None:
    assert perform(STREAM, "recorded+idle-cut,over=1s+speed,x=10").body == STREAM.body
    made = perform(STREAM, "recorded+stall,at=event:2,for=70s+idle-cut+speed,x=10")
    assert told(made)[1:3] == (b"data: a\n\n", 60_010)
    assert [one.fault.partition(",")[0] for one in made.done] == ["stall", "idle-cut"]
