"""A cassette as lines of text in a bug report, and back. Pure. Rules

- The form is that of PEM (RFC 7468): a line BEGIN, `name: value` lines, an empty line, base64 in lines of 76, a line
  END. The encoded bytes are the file, compressed by zlib (RFC 1950).
- Reading tolerates the usual changes of pasted text: quote marks, indentation, CRLF, lines before and after.
- A paste is untrusted: sizes are limited before anything is unpacked, and the digest must fit.
"""

import base64
import binascii
import re
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cassettes.errors import SpecError
from cassettes.messages import say

BEGIN: Final = "-----BEGIN CHUNKTAPE CASSETTE-----"
END: Final = "-----END CHUNKTAPE CASSETTE-----"
#: bytes of an unpacked cassette at most
LARGEST: Final = 64 << 20
_LINE: Final = 76
#: the marks before a line that was quoted in a mail or an issue
_QUOTED: Final = re.compile(r"^[\s>|*]*")
_FIELD: Final = re.compile(r"([a-z][a-z0-9]*):[ \t]*(.*)")


@dataclass(frozen=True, slots=True)
class Armoured:
    """The content of a paste: the cassette's bytes, and the spec with which the bug is seen; empty for none."""

    data: bytes
    spec: str = ""


def armoured(content: Armoured) -> str:
    """The lines, with a line end after each."""
    text = base64.b64encode(zlib.compress(content.data, 9)).decode("ascii")
    fields = {"sha256": sha256(content.data).hexdigest(), "bytes": str(len(content.data)), "split": content.spec}
    lines = [
        BEGIN,
        *(f"{name}: {value}" for name, value in fields.items() if value),
        "",
        *(text[start : start + _LINE] for start in range(0, len(text), _LINE)),
        END,
    ]
    return "".join(f"{line}\n" for line in lines)


def text_of(data: bytes) -> str:
    """The text of a paste that was saved: UTF-8, or UTF-16 with its mark, as `>` of Windows PowerShell writes it."""
    coding = "utf-16" if data[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8"
    return data.decode(coding, "replace")


def opened(text: str, name: str) -> Armoured:
    """The first cassette of a paste; `name` of the file is for messages. Raises SpecError."""
    lines = [_QUOTED.sub("", line).rstrip() for line in text.splitlines()]
    if BEGIN not in lines:
        raise SpecError(
            say(
                "{name} has no cassette: expected a line {begin}, as `chunktape report FILE` writes.",
                name=name,
                begin=BEGIN,
            )
        )
    inside = lines[lines.index(BEGIN) + 1 :]
    if END not in inside:
        raise SpecError(say("{name}: the paste ends before {end}; ask for it whole.", name=name, end=END))
    inside = inside[: inside.index(END)]
    fields = {found[1]: found[2] for line in inside if (found := _FIELD.fullmatch(line))}
    encoded = "".join(line for line in inside if not _FIELD.fullmatch(line))
    return Armoured(_unpacked(encoded, fields, name), fields.get("split", ""))


def _unpacked(encoded: str, fields: Mapping[str, str], name: str) -> bytes:
    """The unpacked bytes. Raises SpecError where their digest does not fit, and for more than `LARGEST`."""
    try:
        unpack = zlib.decompressobj()
        data = unpack.decompress(base64.b64decode(encoded, validate=True), LARGEST + 1)
        whole = unpack.eof and not unpack.unused_data
    except (binascii.Error, ValueError, zlib.error):
        data, whole = b"", False
    if len(data) > LARGEST:
        raise SpecError(say("{name}: the cassette in it has more than {limit} MiB.", name=name, limit=LARGEST >> 20))
    if not whole or sha256(data).hexdigest() != fields.get("sha256"):
        raise SpecError(
            say(
                "{name}: the lines of the cassette were changed or lost on the way; ask for the paste again.", name=name
            )
        )
    return data
