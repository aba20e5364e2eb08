"""`content-type`: another header line in the same place, and the same body."""

import pytest

from cassettes.model import Headers
from player.spec.perform import perform
from tests.support.recordings import CHUNKED, END, interaction

BODY = b"data: a\n\n"


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("missing", None),
        ("plain", b"text/plain; charset=utf-8"),
        ("json", b"application/json"),
        ("html", b"text/html; charset=utf-8"),
        ("octet-stream", b"application/octet-stream"),
        ("spelled", b"TEXT/EVENT-STREAM;Charset=UTF-8"),
    ],
)
@pytest.mark.parametrize("split", ["recorded", "utf8,seed=1", "merge", "crlf"])
def test_the_line_is_another(split: str, kind: str, first: bytes | None) -> None:
    performed = perform(interaction([(1, 1, BODY, END)]), f"{split}+content-type,as={kind}")
    lines: Headers = (((b"content-TYPE", first),) if first else ()) + CHUNKED[1:]
    assert performed.head is not None
    assert performed.head.headers == lines
    assert performed.body == perform(interaction([(1, 1, BODY, END)]), split).body
    assert not performed.real


def test_what_says_so_already_stays_and_what_says_nothing_gets_one() -> None:
    assert perform(interaction([(1, 1, BODY, END)]), "recorded+content-type,as=event-stream").real
    bare = interaction([(1, 1, BODY, END)], headers=((b"Transfer-Encoding", b"chunked"),))
    assert perform(bare, "recorded+content-type").real
    performed = perform(bare, "recorded+content-type,as=json")
    assert performed.head is not None
    assert performed.head.headers == ((b"Transfer-Encoding", b"chunked"), (b"Content-Type", b"application/json"))
    two = interaction([(1, 1, BODY, END)], headers=((b"Content-Type", b"a/b"), (b"content-type", b"c/d; x=1")))
    performed = perform(two, "recorded+content-type,as=spelled")
    assert performed.head is not None
    assert performed.head.headers == ((b"Content-Type", b"A/B;Charset=UTF-8"),)
