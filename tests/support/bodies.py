"""Bodies and sources that the tests of splits share: fixed ones of each dialect, and hypothesis strategies."""

import json
from itertools import accumulate

from hypothesis import strategies as st

from cassettes.clock import MS
from player.splits.plan import Body

_WORDS = (
    "你好",
    "，世界",
    " price ¥12.50 ",
    "é",
    "👍🏽",
    '"quoted"',
    "data: x",
    "[DONE]",
    "a\\b\n\n",
    "}{",
    "\ufeff",
    "ok",
)


def _openai(words: tuple[str, ...], *, ascii_only: bool = False) -> list[str]:
    return [
        json.dumps({"id": i, "choices": [{"delta": {"content": word}, "n": None}]}, ensure_ascii=ascii_only)
        for i, word in enumerate(words)
    ]


def sse(payloads: list[str], eol: str, *, space: bool = True, names: bool = False) -> bytes:
    gap = " " if space else ""
    events = []
    for number, payload in enumerate(payloads):
        lines = [f"id:{gap}{number}", f"event:{gap}message"] if names else []
        events.append(eol.join([*lines, f"data:{gap}{payload}", "", ""]))
    return "".join(events).encode()


def recorded(body: bytes, size: int, content_type: bytes, gap: int = 20 * MS) -> Body:
    """A source whose pieces were recorded `size` bytes and `gap` ns apart."""
    cuts = tuple(range(size, len(body), size))
    times = tuple(range(gap, gap * (len(cuts) + 2), gap)) if body else ()
    return Body(body, content_type, b"", cuts, times, times[-1] + gap if times else 0)


LF = sse(_openai(_WORDS), "\n") + b': keep-alive\n\ndata: {"choices":[],"usage":{"n":1}}\n\ndata: [DONE]\n\n'
CRLF = (
    b"\xef\xbb\xbf"
    + sse(_openai(_WORDS, ascii_only=True), "\r\n", names=True)
    + b"retry: 3000\r\ndata: one\r\ndata: two\r\n\r\n: ping\r\n\r\ndata: [DONE]\r\n\r\n"
)
NDJSON = "".join(f"{line}\n" for line in _openai(_WORDS)).encode()
TEXT = ("".join(_WORDS) * 40).encode()
BINARY = bytes(range(256)) * 64

#: the five bodies of the golden digests
GOLDEN = {
    "lf": recorded(LF, 190, b"text/event-stream"),
    "crlf": recorded(CRLF, 77, b"text/event-stream; charset=utf-8", 7 * MS),
    "ndjson": recorded(NDJSON, 64, b"application/x-ndjson", 3 * MS),
    "text": recorded(TEXT, 333, b"text/plain; charset=utf-8"),
    "binary": recorded(BINARY, 5000, b"application/octet-stream", 1500 * MS),
}

_payload = st.one_of(st.text(max_size=40), st.sampled_from(_WORDS)).map(
    lambda word: json.dumps({"delta": {"content": word}}, ensure_ascii=False)
)


@st.composite
def sources(draw: st.DrawFn) -> Body:
    """Any bytes, or a stream of some dialect, recorded in any pieces at any times."""
    kind = draw(st.sampled_from(("sse", "ndjson", "text", "binary", "any")))
    content_type = {"sse": b"text/event-stream", "ndjson": b"application/x-ndjson", "text": b"text/plain"}.get(
        kind, b""
    )
    if kind == "sse":
        eol = draw(st.sampled_from(("\n", "\r\n", "\r")))
        body = sse(draw(st.lists(_payload, max_size=8)), eol, space=draw(st.booleans()), names=draw(st.booleans()))
        body = draw(st.sampled_from((b"", b"\xef\xbb\xbf", b": hi\n\n"))) + body
        body += draw(st.sampled_from((b"", b"data: [DONE]\n\n", b"data: cut off")))
    elif kind == "ndjson":
        body = "\n".join(draw(st.lists(_payload, max_size=8))).encode()
    elif kind == "text":
        body = draw(st.text(max_size=300)).encode()
    else:
        body = draw(st.binary(max_size=300))
    places = st.lists(st.integers(1, max(1, len(body) - 1)), unique=True, max_size=12)
    cuts = tuple(sorted(draw(places))) if len(body) > 1 else ()
    gaps = draw(st.lists(st.integers(0, 2_000 * MS), min_size=len(cuts) + 2, max_size=len(cuts) + 2))
    times = tuple(accumulate(gaps[:-1])) if body else ()
    return Body(body, content_type, draw(st.sampled_from((b"", b"", b"gzip"))), cuts, times, sum(gaps))
