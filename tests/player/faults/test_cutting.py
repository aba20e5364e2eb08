"""Endings in the middle of a response: what was sent is a prefix, framed as it was, or as if it had been complete."""

from hypothesis import given
from hypothesis import strategies as st

from cassettes.clock import MS
from cassettes.model import Mark
from player.spec.perform import perform
from tests.support.recordings import END, interaction

STREAM = interaction([(10, 1, b"data: a\n\n", END), (30, 2, b"data: b\n", Mark.NONE), (40, 3, b"\ndata: c\n\n", END)])


def sent(spec: str) -> list[bytes]:
    return list(perform(STREAM, spec).frames().writes)


def test_a_reset_breaks_off_in_the_middle_of_a_transfer_chunk() -> None:
    assert sent("recorded+reset,at=byte:12") == [b"", b"9\r\ndata: a\n\n\r\n", b"12\r\ndat"]
    assert sent("recorded+reset,at=byte:9") == [b"", b"9\r\ndata: a\n\n\r\n"]
    assert sent("recorded+reset,at=byte:0") == [b""]


def test_a_truncated_body_is_complete_where_it_ends() -> None:
    assert sent("recorded+truncate,at=byte:12") == [b"", b"9\r\ndata: a\n\n\r\n", b"3\r\ndat\r\n0\r\n\r\n"]
    assert sent("recorded+truncate,at=byte:18") == [
        b"",
        b"9\r\ndata: a\n\n\r\n",
        b"9\r\ndata: b\n",
        b"\n\r\n0\r\n\r\n",
    ]
    assert sent("recorded+truncate,at=byte:0") == [b"0\r\n\r\n"]


def test_held_open_has_all_its_bytes_and_no_end() -> None:
    assert sent("recorded+hold-open") == [*sent("recorded")[:-1], sent("recorded")[-1].removesuffix(b"0\r\n\r\n")]


def test_before_the_head_there_is_nothing() -> None:
    made = perform(STREAM, "recorded+reset,at=head")
    assert (made.head, list(made.frames().writes), made.schedule.finish.value) == (None, [b""], "reset")


def test_a_stall_begins_at_its_byte() -> None:
    made = perform(STREAM, "recorded+stall,at=byte:12,for=1s").frames()
    assert made.writes[2:4] == (b"12\r\ndat", b"a: b\n")
    assert list(made.times) == [at * MS for at in (0, 10, 30, 1030, 1040)]


@given(
    st.sampled_from(["recorded", "utf8,seed=3", "fixed,n=4", "merge,k=2"]),
    st.sampled_from(["reset", "close", "truncate", "vanish", "hold-open"]),
    st.integers(0, 27),
)
def test_what_was_sent_is_a_prefix(split: str, fault: str, offset: int) -> None:
    """Law 7."""
    made = perform(STREAM, f"{split}+{fault},at=byte:{offset}", seed="1")
    whole = perform(STREAM, split, seed="1")

    body = b"".join(made.frames(chunked=False).writes)
    assert body == made.body == STREAM.body[:offset]
    framed, all_of_it = (b"".join(one.frames().writes) for one in (made, whole))
    if fault != "truncate":
        assert all_of_it.startswith(framed)
    assert list(made.schedule.times) == sorted(made.schedule.times)
    assert made.done[0].offset == offset
