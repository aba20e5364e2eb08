from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cassettes.model import Interaction
from player.schedule.edits import paced
from player.schedule.schedule import Finish, Piece, Raw, Step, cut, recorded
from player.schedule.writes import JOIN, Writes, cost, encode
from player.web.heads import head_bytes, header_list, way
from tests.support.recordings import END, UNPARSED, WIRED, interaction


def frames(one: Interaction, *, chunked: bool = True, join: bool = False) -> Writes:
    return encode(recorded(one), one.body, one.ending.trailers, chunked=chunked, join=join)


@pytest.mark.parametrize("name", WIRED)
def test_the_bytes_are_those_of_a_hand_made_upstream(name: str) -> None:
    one, expected, goes_on = WIRED[name]
    made = frames(one)
    head = b""
    if one.head is not None:
        size = len(one.body) if one.ending.kind == "complete" else None
        its = way(one.head, made.framing, old=False, keep_alive=True)
        headers = header_list(one.head, its, body_size=size)
        head = head_bytes(one.head, headers, its.version)

    assert head + b"".join(made.writes) == expected
    assert (made.delimited and one.ending.kind == "complete") is goes_on


def test_one_write_per_read_with_what_it_reached() -> None:
    one = interaction([(1, 1, b"a", END), (1, 1, b"bb", END), (3, 2, b"ccc", END)], end_at=4)
    made = frames(one)

    assert made.writes == (b"", b"1\r\na\r\n2\r\nbb\r\n", b"3\r\nccc\r\n", b"0\r\n\r\n")
    assert list(made.times) == [0, 1_000_000, 3_000_000, 4_000_000]
    assert list(made.reached) == [0, 3, 6, 6]
    assert list(made.chunks) == [0, 2, 3, 3]


def test_a_client_of_http_1_0_gets_the_body_without_framing() -> None:
    one = interaction([(1, 1, b"a", END), (2, 2, b"bb", END)], trailers=((b"X", b"1"),))
    made = frames(one, chunked=False)

    assert b"".join(made.writes) == b"abb"
    assert not made.delimited


@given(st.lists(st.binary(min_size=1, max_size=3 * JOIN // 2), min_size=1, max_size=6))
def test_joined_writes_are_the_same_bytes_in_fewer_writes(parts: list[bytes]) -> None:
    one = interaction([(read, read, data, END) for read, data in enumerate(parts, start=1)])
    schedule = paced(None)(recorded(one))
    whole = encode(schedule, one.body, chunked=True)
    joined = encode(schedule, one.body, chunked=True, join=True)

    assert b"".join(joined.writes) == b"".join(whole.writes)
    assert joined.reached[-1] == len(one.body)
    assert all(len(data) <= JOIN or data in whole.writes for data in joined.writes)
    assert all(len(a) + len(b) > JOIN for a, b in zip(joined.writes, joined.writes[1:], strict=False))


def test_writes_join_up_to_the_limit_and_only_where_they_are_due_together() -> None:
    headers = ((b"Content-Length", b"%d" % (JOIN + 1)),)
    parts = [(1, 1, b"a" * 10, END), (2, 2, b"b" * (JOIN - 10), END), (3, 3, b"c", END)]
    one = interaction(parts, headers=headers, end_at=3)
    now = encode(paced(None)(recorded(one)), one.body, chunked=True, join=True)
    assert [len(data) for data in now.writes] == [JOIN, 1]

    timed = frames(one, join=True)
    assert [len(data) for data in timed.writes if data] == [10, JOIN - 10, 1]
    assert list(timed.times) == sorted(set(timed.times))


def test_one_planned_piece_is_one_transfer_chunk_is_one_write() -> None:
    one = interaction([(1, 1, b"abcdef", END)], headers=((b"Content-Length", b"6"),))
    made = encode(cut(one, [1, 3]), one.body, chunked=True)

    assert made.writes == (b"", b"1\r\na\r\n", b"2\r\nbc\r\n", b"3\r\ndef\r\n0\r\n\r\n")


def test_keeping_frames_costs_their_bytes_and_more() -> None:
    assert cost(frames(interaction([(0, 0, b"a" * 1000, END)]))) > 1000


def test_progress_counts_reads_where_the_body_has_no_transfer_chunks() -> None:
    one = WIRED["length"][0]

    assert list(frames(one).chunks) == [0, 1, 2]
    assert list(accumulate([0, 3, 3])) == list(frames(one).reached)


@pytest.mark.parametrize("chunked", [True, False])
def test_bytes_of_ours_are_framing_and_reach_nothing(chunked: bool) -> None:
    one = interaction([(1, 1, b"ab", END)])
    schedule = cut(one, [1])
    first, second, third = schedule.steps
    steps = (
        first,
        second._replace(parts=(*second.parts, Raw(b"!"))),
        third._replace(parts=(Raw(b"?\r\n"), *third.parts)),
    )
    made = encode(replace(schedule, steps=steps), one.body, chunked=chunked)
    plain = encode(schedule, one.body, chunked=chunked)

    ours = (b"!", b"?\r\n") if chunked else (b"", b"")
    assert made.writes == (b"", plain.writes[1] + ours[0], ours[1] + plain.writes[2])
    assert (made.reached, made.chunks) == (plain.reached, plain.chunks)


def test_without_a_head_bytes_of_ours_are_no_framing() -> None:
    one = interaction([(1, 1, b"ab", UNPARSED)], head_at=None)
    schedule = recorded(one)
    steps = (schedule.steps[0]._replace(parts=(Raw(b"!"),)), *schedule.steps[1:])
    made = encode(replace(schedule, steps=steps), one.body, chunked=False)
    assert b"".join(made.writes) == b"!"


def test_a_size_line_and_a_last_chunk_of_ones_own() -> None:
    one = interaction([(1, 1, b"ab", END)])
    schedule = recorded(one)
    steps = (schedule.steps[0], Step((Piece(0, 2, 2, True, b"0002;a\r\n"),), end=True))
    made = encode(replace(schedule, steps=steps, last=b"000"), one.body, chunked=True)
    assert b"".join(made.writes) == b"0002;a\r\nab\r\n000\r\n\r\n"


@pytest.mark.parametrize("finish", [Finish.CLOSE, Finish.RESET, Finish.HOLD])
def test_only_what_is_complete_has_a_terminator(finish: Finish) -> None:
    one = interaction([(1, 1, b"ab", END)])
    made = encode(replace(recorded(one), finish=finish), one.body, chunked=True)
    assert b"".join(made.writes) == b"2\r\nab\r\n"
