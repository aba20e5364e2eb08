"""Text files by their byte order mark: what PowerShell's `>` and some editors write is UTF-16. Rules

- A mark of UTF-16 or UTF-32 decides; without one the bytes are what they are (WHATWG Encoding section 6, "BOM sniff").
- What is no text in that encoding (a file that was cut off in a character) becomes U+FFFD: nothing raises.
"""

import codecs
from typing import Final

#: UTF-32's little-endian mark begins with UTF-16's, so it comes first
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def as_utf8(data: bytes) -> tuple[bytes, str]:
    """The text as UTF-8 without its mark, and the encoding that it was in; as it came, and "", without such a mark."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace"), encoding
    return data, ""
