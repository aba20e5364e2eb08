"""The stream that every client reads: Chinese, emoji, CRLF, an id, a comment, a multi-line event, odd header case."""

from typing import Final

from benchmarks.session.behind_nginx import cuts, streamed
from cassettes.clock import MS
from cassettes.model import Headers

TARGET: Final = "/v1/chat/completions"
HEADERS: Final[Headers] = (
    (b"X-Request-ID", b"a"),
    (b"x-lower", b"b"),
    (b"Set-Cookie", b"c=1"),
    (b"Set-Cookie", b"d=2"),
)
#: the events of the body, as `EventSource` must report them: (type, data, last event id)
EVENTS: Final = (
    ("delta", "你好 👋", "1"),
    ("message", "two\nlines", "1"),
    *(("message", f"第{number}句 👨‍👩‍👧", "1") for number in range(20)),
    ("message", "[DONE]", "1"),
)
PIECES: Final = [
    "event: delta\r\nid: 1\r\ndata: 你好 👋\r\n\r\n".encode(),
    b": ping\r\n\r\n",
    b"data: two\r\ndata: lines\r\n\r\n",
    *(f"data: 第{number}句 👨‍👩‍👧\r\n\r\n".encode() for number in range(20)),
    b"data: [DONE]\r\n\r\n",
]
BODY: Final = b"".join(PIECES)
ONE: Final = streamed(PIECES, 30 * MS, HEADERS)
BOUNDARIES: Final = frozenset(cuts([len(piece) for piece in PIECES]))


def whole_events(pieces: list[bytes]) -> None:
    """A client that joins what comes close together: all bytes, as a stream, cut only where the recording is."""
    assert b"".join(pieces) == BODY
    found = cuts([len(piece) for piece in pieces])
    assert found
    assert BOUNDARIES.issuperset(found)
