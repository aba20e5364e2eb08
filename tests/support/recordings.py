"""Recordings made by hand, and the bytes that a hand-made upstream would send for them."""

import json
from collections.abc import Iterable
from pathlib import Path

from cassettes import store
from cassettes.clock import MS
from cassettes.model import (
    Cassette,
    Chunk,
    Chunks,
    Ending,
    EndKind,
    Header,
    Headers,
    Interaction,
    Mark,
    Origin,
    Request,
    ResponseHead,
)
from cassettes.providers.make import make_interaction

END, NONE, UNPARSED = Mark.END, Mark.NONE, Mark.UNPARSED
CHUNKED: Headers = (
    (b"content-TYPE", b"text/event-stream"),
    (b"X-Two", b"1"),
    (b"x-two", b"2"),
    (b"Transfer-Encoding", b"chunked"),
)
HEAD = (
    b"HTTP/1.1 200 Fine By Me\r\ncontent-TYPE: text/event-stream\r\n"
    b"X-Two: 1\r\nx-two: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
)

#: (ms, read, bytes, mark)
Row = tuple[int, int, bytes, Mark]


def interaction(
    rows: Iterable[Row] = (),
    *,
    target: bytes = b"/a",
    method: str = "GET",
    body: bytes = b"",
    asked: Headers = (),
    headers: Headers = CHUNKED,
    status: int = 200,
    reason: bytes = b"Fine By Me",
    head_at: int | None = 0,
    kind: EndKind = EndKind.COMPLETE,
    end_at: int | None = None,
    end_read: int = -1,
    trailers: Headers = (),
    note: str = "",
    number: int = 1,
) -> Interaction:
    """Times in ms; `head_at` None: no head; the ending comes with the last chunk unless `end_at` says otherwise."""
    chunks = [Chunk(at * MS, read, data, mark) for at, read, data, mark in rows]
    last = chunks[-1].at if chunks else (head_at or 0) * MS
    if end_at is None and end_read == -1 and kind is EndKind.COMPLETE:
        end_read = chunks[-1].read if chunks else 0
    return Interaction(
        number,
        Request(method, target, asked, body),
        None if head_at is None else ResponseHead(head_at * MS, status, reason, headers),
        Chunks.of(chunks),
        Ending(kind, last if end_at is None else end_at * MS, end_read, trailers, note),
    )


def posted(value: object, answer: bytes, *, target: bytes = b"/v1/chat/completions", number: int = 1) -> Interaction:
    """A JSON request and its answer in one piece, at once."""
    body = json.dumps(value).encode()
    asked = ((b"Content-Type", b"application/json"),)
    return interaction([(0, 0, answer, END)], target=target, method="POST", body=body, asked=asked, number=number)


ANSWER = "你好，世界。This is an answer of some length, with 数字 123 and an emoji 😀 in it."


def made(like: str) -> Interaction:
    """An answer in the shape `like` of a provider."""
    return make_interaction(ANSWER, like)


def short_tape(folder: Path) -> Path:
    """A cassette in `folder` with an answer of two characters, for a check that proves nothing by its size."""
    path = folder / "short.cassette"
    store.save(path, Header("test", 0, Origin("made")), [make_interaction("你好", "openai")])
    return path


def cassette(
    *interactions: Interaction, redaction: tuple[str, ...] = (), source: str = "", name: str = "a.cassette"
) -> Cassette:
    """Through the real codec, as if it had been loaded from a file."""
    header = Header("test", 0, Origin(source=source), redaction)
    numbered = [
        Interaction(number, one.request, one.head, one.chunks, one.ending)
        for number, one in enumerate(interactions, start=1)
    ]
    return store.loads(store.dumps(header, numbered), name)


#: name -> (interaction, the bytes on the wire, whether the connection goes on)
WIRED: dict[str, tuple[Interaction, bytes, bool]] = {
    "one chunk per read": (
        interaction([(0, 0, b"data: a\n\n", END), (5, 1, b"data: b\n\n", END)]),
        HEAD + b"9\r\ndata: a\n\n\r\n9\r\ndata: b\n\n\r\n0\r\n\r\n",
        True,
    ),
    "a transfer chunk in three reads, its CRLF in a fourth": (
        interaction([(1, 1, b"aa", NONE), (2, 2, b"bb", NONE), (3, 3, b"c", NONE), (4, 4, b"", END)]),
        HEAD + b"5\r\naabbc\r\n0\r\n\r\n",
        True,
    ),
    "three transfer chunks in one read": (
        interaction([(1, 1, b"a", END), (1, 1, b"bb", END), (1, 1, b"ccc", END)]),
        HEAD + b"1\r\na\r\n2\r\nbb\r\n3\r\nccc\r\n0\r\n\r\n",
        True,
    ),
    "trailers": (
        interaction([(1, 1, b"t", END)], end_at=2, trailers=((b"X-Sum", b"42"), (b"x-sum", b"43"))),
        HEAD + b"1\r\nt\r\n0\r\nX-Sum: 42\r\nx-sum: 43\r\n\r\n",
        True,
    ),
    "no body at all": (interaction(), HEAD + b"0\r\n\r\n", True),
    "length": (
        interaction([(1, 1, b"abc", NONE), (2, 2, b"def", NONE)], headers=((b"Content-Length", b"6"),)),
        b"HTTP/1.1 200 Fine By Me\r\nContent-Length: 6\r\n\r\nabcdef",
        True,
    ),
    "length, cut short": (
        interaction([(1, 1, b"abc", NONE)], headers=((b"Content-Length", b"6"),), kind=EndKind.TRUNCATED),
        b"HTTP/1.1 200 Fine By Me\r\nContent-Length: 6\r\n\r\nabc",
        False,
    ),
    "close": (
        interaction([(1, 1, b"abc", NONE), (2, 2, b"d", NONE)], headers=((b"X-A", b"1"), (b"connection", b"close"))),
        b"HTTP/1.1 200 Fine By Me\r\nX-A: 1\r\nconnection: close\r\n\r\nabcd",
        False,
    ),
    "truncated": (
        interaction([(1, 1, b"abc", END), (2, 2, b"de", NONE)], kind=EndKind.TRUNCATED),
        HEAD + b"3\r\nabc\r\n3\r\nde",
        False,
    ),
    "client left while recording": (
        interaction([(1, 1, b"abc", END)], kind=EndKind.CLIENT_ABORT),
        HEAD + b"3\r\nabc\r\n",
        False,
    ),
    "not HTTP any more": (
        interaction([(1, 1, b"abc", END), (2, 2, b"zz\r\nrest", UNPARSED)], kind=EndKind.TRUNCATED),
        HEAD + b"3\r\nabc\r\nzz\r\nrest",
        False,
    ),
    "another protocol": (
        interaction(
            [(1, 0, b"raw", UNPARSED), (2, 1, b"more", UNPARSED)],
            status=101,
            reason=b"Go",
            headers=((b"Upgrade", b"x"), (b"Connection", b"upgrade")),
            kind=EndKind.TRUNCATED,
        ),
        b"HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nrawmore",
        False,
    ),
    "never HTTP": (
        interaction([(1, 0, b"ICY 200 OK\r\n\r\nsound", UNPARSED)], head_at=None, kind=EndKind.TRUNCATED),
        b"ICY 200 OK\r\n\r\nsound",
        False,
    ),
    "no content": (interaction(status=204, reason=b"Empty", headers=()), b"HTTP/1.1 204 Empty\r\n\r\n", True),
    "not modified": (
        interaction(status=304, reason=b"", headers=((b"Content-Length", b"60"), (b"ETag", b'"a"'))),
        b'HTTP/1.1 304 \r\nContent-Length: 60\r\nETag: "a"\r\n\r\n',
        True,
    ),
}
