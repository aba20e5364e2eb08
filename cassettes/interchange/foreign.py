"""Which command reads a file, by its first bytes: for the error of an importer that got a file of another kind."""

import re
from typing import Final

_LOOKED_AT: Final = 4096
#: how a file begins -> the command that reads it
_COMMANDS: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = (
    (re.compile(rb"\x92[\xc4-\xc6].{0,24}\xa9chunktape", re.DOTALL), "chunktape play FILE"),
    (re.compile(rb"\s*(?:[0-9:.]+ )?(?:== Info:|=> Send|<= Recv)"), "chunktape import curl-trace FILE"),
    (re.compile(rb"\s*\{\s*\"log\"\s*:"), "chunktape import har FILE"),
    (re.compile(rb"\s*(?:\{\s*\"chunktape\"\s*:)"), "chunktape import json FILE"),
    (re.compile(rb"(?:---\s+)?chunktape:"), "chunktape import yaml FILE"),
    (re.compile(rb"[0-9]{1,12}:[0-9]{1,12}:"), "chunktape import mitm FILE"),
    (
        re.compile(rb"\s*(?:HTTP/[0-9.]+ [0-9]{3}|(?:data|event|id|retry):|:[^\r\n]*[\r\n])"),
        "chunktape import sse FILE",
    ),
)


def command_for(data: bytes) -> str:
    """The command for a file with these bytes; empty where its kind is unknown."""
    start = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    return next((command for pattern, command in _COMMANDS if pattern.match(start)), "")
