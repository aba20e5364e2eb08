"""Text files with a byte order mark: PowerShell's `>` and some editors write UTF-16. Rules

- A mark of UTF-16 or UTF-32 decides; without one the bytes stay unchanged (WHATWG Encoding section 6, "BOM sniff").
- Invalid bytes (in a file that was cut off inside a character) become U+FFFD: nothing raises.
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
    """The text as UTF-8 without its mark, and the encoding that it had; without a mark, `data` unchanged and ""."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace"), encoding
    return data, ""
