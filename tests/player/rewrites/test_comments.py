"""Comments and blank lines."""

from player.spec.perform import perform
from tests.player.rewrites.bodies import NDJSON
from tests.support.recordings import END, interaction

STREAM = interaction([(0, 1, b"\xef\xbb\xbfid: 1\r\ndata: a\r\ndata: b\r\n\r\n: c\n\ndata: d\n\nevent: e\n\n", END)])


def test_a_comment_before_every_event() -> None:
    assert perform(STREAM, "commented").body == (
        b"\xef\xbb\xbf: keep-alive\r\n\r\nid: 1\r\ndata: a\r\ndata: b\r\n\r\n: c\n\n"
        b": keep-alive\n\ndata: d\n\n: keep-alive\n\nevent: e\n\n"
    )


def test_comments_within_events() -> None:
    assert perform(STREAM, "commented,at=inside").body == (
        b"\xef\xbb\xbfid: 1\r\n: keep-alive\r\ndata: a\r\n: keep-alive\r\ndata: b\r\n\r\n: c\n\n"
        b": keep-alive\ndata: d\n\nevent: e\n\n"
    )


def test_blank_lines() -> None:
    assert perform(STREAM, "blank-lines").body == (
        b"\xef\xbb\xbfid: 1\r\ndata: a\r\ndata: b\r\n\r\n\r\n: c\n\ndata: d\n\n\nevent: e\n\n\n"
    )
    one = interaction([(0, 1, b'{"a":\r1}\r\n{}\n{}', END)], headers=NDJSON)
    assert perform(one, "blank-lines").body == b'{"a":\r1}\r\n\r\n{}\n\n{}'
