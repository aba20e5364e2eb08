"""The order of fields."""

from player.spec.perform import perform
from tests.support.recordings import END, interaction


def test_data_comes_first_and_the_id_last() -> None:
    one = interaction(
        [(0, 1, b"\xef\xbb\xbfid:1\r\nevent:a\r\n:HTTP_STATUS/200\r\ndata:x\r\ndata:y\nretry: 1\r\n\r\n", END)]
    )
    assert perform(one, "data-first").body == (
        b"\xef\xbb\xbfdata:x\r\ndata:y\r\n:HTTP_STATUS/200\r\nretry: 1\r\nevent:a\nid:1\r\n\r\n"
    )


def test_an_event_that_is_in_order_and_a_torn_one_stay() -> None:
    one = interaction([(0, 1, b"data: x\nevent: a\nid: 1\n\nid: 1\ndata: x\n", END)])
    assert perform(one, "data-first").real


def test_an_event_whose_data_lines_stand_apart_stays_so_that_no_rewrite_finds_another_payload_the_next_time() -> None:
    one = interaction([(0, 1, 'id: 1\ndata: {"é":""}\nevent: a\ndata:\n\nid: 2\ndata: "é"\n\n'.encode(), END)])
    once = perform(one, "escaped+data-first").body
    assert once == 'id: 1\ndata: {"é":""}\nevent: a\ndata:\n\ndata: "\\u00e9"\nid: 2\n\n'.encode()
    again = interaction([(0, 1, once, END)])
    assert perform(again, "escaped+data-first").body == once
