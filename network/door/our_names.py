"""The names of our headers and of our query key, and names that only look like them. Pure. Rules

- A header or query key that begins as ours do, in any spelling (`X-Chunktape-Split`, `x_chunktape`, `chunktape-seed`),
  is meant for us. An unknown one would do nothing, and nothing would tell its developer why.
- The player refuses such a request, as it does an unknown spec. The recorder plays nothing: it prints the sentence and
  forwards the request.
"""

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from cassettes.messages import say
from cassettes.model import Headers
from cassettes.printable import as_ascii

HEADERS: Final = ("X-Chunktape", "X-Chunktape-Session", "X-Chunktape-Plan", "X-Chunktape-Request", "X-Chunktape-Via")
QUERY_KEY: Final = "chunktape"
_KNOWN: Final = frozenset(name.lower().encode("ascii") for name in HEADERS)
_OURS: Final = ("chunktape", "xchunktape")
#: similarity (0 to 1) from which a word is taken for a misspelt known one
_SLIP: Final = 0.75


def unknown_name(headers: Headers, target: bytes) -> str | None:
    """A sentence about the first header or query key that looks like ours and is unknown; None where there is no such
    name.
    """
    for name, _ in headers:
        lower = name.lower()
        if b"chunk" in lower and lower not in _KNOWN and _is_ours(name):
            text = name.decode("latin-1")
            return say(
                "There is no header {name}, so it would do nothing. Did you mean {nearest}? A split, fault "
                "or speed stands in X-Chunktape: 'utf8,seed=7'.",
                name=text[:60],
                nearest=_nearest(text),
            )
    _, _, query = target.partition(b"?")
    for part in query.split(b"&") if b"chunk" in query.lower() else ():
        key = unquote_to_bytes(part.partition(b"=")[0])
        if key != QUERY_KEY.encode("ascii") and _is_ours(key):
            return say(
                "There is no query key {name}, so it would do nothing. Did you mean {nearest}? A split, "
                "fault or speed stands in ?chunktape=utf8,seed=7.",
                name=as_ascii(key, 60),
                nearest=QUERY_KEY,
            )
    return None


def _is_ours(name: bytes) -> bool:
    return re.sub(rb"[^a-z0-9]", b"", name.lower()).decode("ascii").startswith(_OURS)


def _nearest(name: str) -> str:
    """The header that was meant: one whose last word is nearly the same, else the one that has the spec."""
    import difflib  # only where a header is wrong

    last = {known.rpartition("-")[2].lower(): known for known in HEADERS[1:]}
    word = re.split(r"[-_]", name.lower())[-1]
    found = difflib.get_close_matches(word, list(last), n=1, cutoff=_SLIP)
    return last[found[0]] if found else HEADERS[0]
