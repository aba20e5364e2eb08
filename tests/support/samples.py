"""One cassette that has everything in it, as values, shared by tests.

`V1_INTERACTIONS` is frozen: it is the content of tests/data/v1.cassette and of the dump in docs/format.md. Never change
it; a new format version gets values and a file of its own.
"""

from cassettes.model import (
    Chunk,
    Chunks,
    Ending,
    EndKind,
    Header,
    Interaction,
    Mark,
    Origin,
    Request,
    ResponseHead,
)

V1_HEADER = Header(
    tool="chunktape 0.1.0",
    started=1_763_632_800_000_000_000,
    origin=Origin("recorded", "https://api.example.com"),
    redaction=("header:*authorization", "field:*api-key"),
)

_CUT = 'data: {"delta":"你好👋"}\n\n'.encode()

V1_INTERACTIONS = (
    Interaction(
        1,
        Request(
            "POST",
            b"/v1/chat/completions?stream=1",
            ((b"Host", b"api.example.com"), (b"Authorization", b"***"), (b"content-type", b"application/json")),
            b'{"q":"hi"}',
            at=1_500_000,
        ),
        ResponseHead(
            412_000_000,
            200,
            b"OK",
            (
                (b"Content-Type", b"text/event-stream"),
                (b"X-Dup", b"1"),
                (b"x-dup", b"2"),
                (b"Transfer-Encoding", b"chunked"),
            ),
        ),
        Chunks.of(
            [
                Chunk(412_000_000, 0, b": ok\n\n", Mark.END),
                Chunk(451_250_000, 1, _CUT[:17]),
                Chunk(480_000_001, 2, _CUT[17:], Mark.END),
                Chunk(480_000_001, 2, b"data: [DONE]\n\n"),
                Chunk(481_000_000, 3, b"", Mark.END),
            ]
        ),
        Ending(EndKind.COMPLETE, 490_000_000, 4, ((b"X-Sum", b"ab12"),)),
    ),
    Interaction(
        2,
        Request("GET", b"/v1/[bold]\xff", version="1.0", at=2_000_000_000),
        ResponseHead(3_000_000, 206, b"", ((b"Content-Length", b"8"),), "1.0"),
        Chunks.of([Chunk(9_000_000, 1, b"\x1b[31m\x00\xff")]),
        Ending(EndKind.RESET, 9_500_000, note="[bold]the connection was reset"),
    ),
    Interaction(
        3,
        Request("GET", b"/none", at=3_000_000_000),
        None,
        Chunks(),
        Ending(EndKind.UNREACHABLE, 15_000_000, note="connection refused"),
    ),
)
