"""Recorded bytes as text that is safe to print. Rules

- The result has nothing on which a terminal, a pager or a bidirectional display could act: control characters, format
  characters and other unprintable ones are escapes (`\\n`, `\\x1b`, `\\u200d`), and a backslash is `\\\\`, so that what
  is printed can be told from what was recorded.
- Bytes that are not UTF-8, as in a chunk that was cut inside a character, are hexadecimal: `⟨e4 bd⟩`.
- The result is text, never markup.
"""

import re
import shlex
from typing import Final

#: the visible characters of ASCII
VISIBLE: Final = "".join(map(chr, range(0x21, 0x7F)))
#: what may stand in a command line without quotes, in every shell
_BARE: Final = re.compile(r"[\w@%+=:./~-]+")
#: what double quotes don't keep as it is in bash or PowerShell
_ALIVE: Final = frozenset('"$`!')
_NO_UTF8: Final = re.compile("([\udc80-\udcff]+)")  # bytes that are not UTF-8, as `surrogateescape` has them


def preview(data: bytes, limit: int | None = None) -> str:
    """`data` as printable text; with `limit`, about that many bytes of it, never cut inside a character, then `…`."""
    if limit is not None and len(data) > limit:
        end = limit
        while end > limit - 3 and end > 0 and data[end] & 0xC0 == 0x80:  # a continuation byte
            end -= 1
        return preview(data[:end]) + "…"
    parts = _NO_UTF8.split(data.decode("utf-8", "surrogateescape"))
    parts[::2] = map(printable, parts[::2])
    parts[1::2] = (f"⟨{part.encode('utf-8', 'surrogateescape').hex(' ')}⟩" for part in parts[1::2])
    return "".join(parts)


def printable(text: str) -> str:
    """`text` with escapes for unprintable characters, for the backslash and for `⟨`."""
    if text.isprintable() and "\\" not in text and "⟨" not in text:
        return text
    return "".join(c if c.isprintable() and c not in "\\⟨" else _escape(c) for c in text)


def safe(text: str, keep: str = "") -> str:
    """`text` with escapes for unprintable characters only, for one line that a person reads; those of `keep` stay."""
    return "".join(c if c.isprintable() or c in keep else _escape(c) for c in text)


def word(text: str) -> str:
    """`text` as one word of a command that a person copies: in quotes where a shell would take it apart.

    Double quotes, which bash, PowerShell and cmd know alike, unless the text has what they don't keep.
    """
    shown = safe(text)
    if _BARE.fullmatch(shown):
        return shown
    return shlex.quote(shown) if _ALIVE & set(shown) else f'"{shown}"'


def as_ascii(data: bytes, limit: int) -> str:
    """At most `limit` bytes as ASCII, with escapes for all others: for a part of a request."""
    return ascii(data[:limit])[2:-1]


def brief(value: object, limit: int = 60) -> str:
    """A value from a file, for a sentence about it: at most `limit` characters of ASCII, with escapes for all others.
    `...` for one that Python can't write: nested too deeply, or an integer of thousands of digits.
    """
    try:
        return ascii(value[:limit] if isinstance(value, (str, bytes)) else value)[:limit]
    except (RecursionError, ValueError):
        return "..."


def _escape(character: str) -> str:
    """`\\n`, `\\x1b`, `\\u200d`, `\\U000e0041`, and `\\\\` for a backslash."""
    return character.encode("unicode_escape").decode("ascii")


def is_text(data: bytes) -> bool:
    """Whether at most one byte in eight is neither printable UTF-8 nor a line end or tab."""
    text = data.decode("utf-8", "replace")
    odd = sum(not (c.isprintable() or c in "\r\n\t") or c == "\ufffd" for c in text)
    return odd * 8 <= len(data)
