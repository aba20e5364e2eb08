r"""`escaped` and `unescaped`: `\uXXXX` in the strings of JSON payloads (RFC 8259 section 7)."""

import re
from collections.abc import Iterator
from typing import Final

from player.rewrites.json_text import each_payload, tokens_of
from player.rewrites.rewrite import Rewrite, Splice, Stage

_ABOVE_ASCII: Final = re.compile(rb"[\x80-\xff]++")
_ESCAPE: Final = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u([0-9a-fA-F]{4})|\\[^u]", re.DOTALL
)


def escape(text: str) -> str:
    r"""Each character as `\uXXXX`, above U+FFFF as two of them."""
    raw = text.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{raw[at : at + 4]}" for at in range(0, len(raw), 4))


def escaped(text: bytes) -> Iterator[Splice]:
    """Characters above ASCII become escapes. A text that is not UTF-8 stays: no escape stands for its bytes."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return
    if tokens_of(text):
        for match in _ABOVE_ASCII.finditer(text):
            yield Splice(match.start(), match.end(), escape(match[0].decode()).encode())


def unescaped(text: bytes) -> Iterator[Splice]:
    r"""Escapes `\uXXXX` become characters, but for those that JSON requires, and for lone surrogates."""
    for token in tokens_of(text):
        if token.mark == b'"':
            for match in _ESCAPE.finditer(text, token.start, token.end):
                if match[0][1:2] != b"u":
                    continue
                units = bytes.fromhex((match[0][2:6] + match[0][8:12]).decode())
                if match[1] is not None and (units[0] in range(0xD8, 0xE0) or _must_be_escaped(units)):
                    continue
                yield Splice(match.start(), match.end(), units.decode("utf-16-be").encode())


def _must_be_escaped(unit: bytes) -> bool:
    return unit[0] == 0 and (unit[1] < 0x20 or unit[1] in b'"\\')


REWRITES = (
    Rewrite(
        "escaped",
        Stage.ESCAPES,
        each_payload(escaped),
        dialects=("sse", "ndjson"),
        about="Every character above ASCII in JSON is an escape `\\uXXXX`, as Python's `json` writes it.",
        finds="Hand-made parsers that show `\\u4f60`, and escapes of two surrogates that are decoded one by one.",
    ),
    Rewrite(
        "unescaped",
        Stage.ESCAPES,
        each_payload(unescaped),
        dialects=("sse", "ndjson"),
        about="Every escape `\\uXXXX` in JSON that JSON does not ask for is the character itself in UTF-8.",
        finds="Clients that were tried with ASCII only, and lose characters at the edges of chunks.",
    ),
)
