"""Text without the names and paths of the machine that it comes from. Pure, but for `of_this_machine`.

A name is taken out where it stands as a word, and only if it is long enough and not a common one: `localhost`, `root`
and `chunktape` stay.
"""

import os
import re
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_SHORTEST: Final = 4
_COMMON_NAMES: Final = """
    localhost localdomain root user admin home runner ubuntu debian windows linux darwin python node docker
    chunktape replay report cassette
"""
_COMMON: Final = frozenset(_COMMON_NAMES.split())
#: IPv4 addresses, and those of IPv6 as a URL has them; loopback and "any address" stay
_ADDRESS: Final = re.compile(
    r"(?<![\d.])(?!127\.|0\.0\.0\.0)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"
    r"|(?<=//)\[(?!::1?\])[0-9a-fA-F:.]+(?:%25[^\]\s]+)?\]"
)


def of_this_machine(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Text -> its replacement: the folders in use, the machine's name, the person's name."""
    folders = {str(Path.cwd()): ".", os.path.expanduser("~"): "~"}
    names = {socket.gethostname(): "HOST", environ.get("USER") or environ.get("USERNAME") or "": "USER"}
    return {
        **{folder: word for folder, word in folders.items() if len(folder) > 1},
        **{name: word for name, word in names.items() if len(name) >= _SHORTEST and name.lower() not in _COMMON},
    }


def without(text: str, names: Mapping[str, str]) -> str:
    """`text` with each of `names` replaced, the longest first, and the addresses of other machines as `ADDRESS`."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", names[name], text)
    return _ADDRESS.sub("ADDRESS", text)
