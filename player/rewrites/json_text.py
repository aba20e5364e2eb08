"""JSON text, token by token. Rules

- The text is rewritten, never parsed and printed again: numbers, the order of keys, keys that stand twice, escapes and
  lone surrogates stay as they are written.
- Bytes that are not a JSON value, or nest too deep for Python's parser, have no tokens.
- Columns of edits are in the bytes of the text.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from player.rewrites.events import payload_of
from player.rewrites.rewrite import Edit, Splice, Tape, splicing

_TOKEN: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|[^\s"{}\[\],:]++')


class Token(NamedTuple):
    """The bytes `start` to `end` of a text; `mark` is its first one: a quote, one of `{}[],:`, or that of a number or
    literal.
    """

    start: int
    end: int
    mark: bytes


def tokens_of(text: bytes) -> list[Token]:
    """The tokens of a JSON value; none for other text."""
    try:
        # numbers as text: Python refuses to read long ones, and their values are not needed
        json.loads(text.decode("utf-8", "surrogateescape"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return []
    return [Token(match.start(), match.end(), match[0][:1]) for match in _TOKEN.finditer(text)]


def each_payload(rewrite: Callable[[bytes], Iterator[Splice]]) -> Edit:
    """The edit of a tape that applies `rewrite` to the text of each payload."""

    def each(tape: Tape) -> Iterator[Splice]:
        found = (payload_of(tape, frame) for frame in tape.events)
        return (splice for one in found if one is not None for splice in one.splices(rewrite(one.text)))

    return splicing(each)
