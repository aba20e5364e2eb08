"""`compact` and `pretty`: the white space of JSON payloads (RFC 8259 section 2)."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Final

from player.rewrites.json_text import each_payload, tokens_of
from player.rewrites.rewrite import Rewrite, Splice, Stage

_INDENT: Final = b"  "


def spaced(text: bytes, *, pretty: bool) -> Iterator[Splice]:
    """Other white space before, between and behind the tokens."""
    tokens = tokens_of(text)
    if not tokens:
        return
    if tokens[0].start:
        yield Splice(0, tokens[0].start, b"")
    depth = 0
    for token, after in pairwise(tokens):
        depth += (token.mark in b"{[") - (after.mark in b"}]")
        space = _between(token.mark, after.mark, depth) if pretty else b""
        if text[token.end : after.start] != space:
            yield Splice(token.end, after.start, space)
    if tokens[-1].end < len(text):
        yield Splice(tokens[-1].end, len(text), b"")


def _between(before: bytes, after: bytes, depth: int) -> bytes:
    if before + after in (b"{}", b"[]"):
        return b""
    if before in b"{[," or after in b"}]":
        return b"\n" + _INDENT * depth
    return b" " if before == b":" else b""


REWRITES = (
    Rewrite(
        "compact",
        Stage.LAYOUT,
        each_payload(partial(spaced, pretty=False)),
        dialects=("sse", "ndjson"),
        about="The JSON of each event has no white space between its tokens, as JavaScript writes it.",
        finds='Clients that look for `": "`, and regular expressions in place of a parser.',
    ),
    Rewrite(
        "pretty",
        Stage.LAYOUT,
        each_payload(partial(spaced, pretty=True)),
        about="The JSON of each event is indented over several lines, each a `data` line of its own.",
        finds="Decoders that parse each `data` line by itself, or join the lines of an event with nothing or a blank.",
    ),
)
