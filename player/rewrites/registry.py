"""Every rewrite by name. They stand in modules of this package, in a tuple `REWRITES`; one that is not listed here does
not exist.
"""

from typing import Final

from player.grammar.variants import Variants
from player.rewrites.rewrite import Rewrite

#: name -> rewrite, in the order in which they are shown
REWRITES: Final = Variants[Rewrite](
    "player.rewrites",
    "REWRITES",
    {
        "retoken.entry": "retoken",
        "escapes": "escaped unescaped",
        "layout": "compact pretty",
        "wrapped": "url-encoded base64",
        "fields": "data-first",
        "space": "nospace",
        "comments": "commented blank-lines",
        "lines": "crlf cr",
        "bom": "bom",
        "header_case": "header-case",
    },
)


def register(rewrite: Rewrite) -> None:
    """Add a user's own rewrite. Raises ValueError for a name that is taken."""
    if rewrite.name in REWRITES:
        raise ValueError(f"a rewrite is called {rewrite.name} already")
    REWRITES[rewrite.name] = rewrite
