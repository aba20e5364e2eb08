"""Every rewrite by name. A module of this package with a tuple `REWRITES`; one that is not listed does not exist."""

from typing import Final

from player.rewrites import bom, comments, escapes, fields, header_case, layout, lines, space, wrapped
from player.rewrites.retoken import entry as retoken
from player.rewrites.rewrite import Rewrite

_MODULES = (retoken, escapes, layout, wrapped, fields, space, comments, lines, bom, header_case)

#: name -> rewrite, in the order in which they are shown
REWRITES: Final[dict[str, Rewrite]] = {one.name: one for module in _MODULES for one in module.REWRITES}


def register(rewrite: Rewrite) -> None:
    """Add a rewrite of one's own, under a name that no other has. Raises ValueError for a name that is taken."""
    if rewrite.name in REWRITES:
        raise ValueError(f"a rewrite is called {rewrite.name} already")
    REWRITES[rewrite.name] = rewrite
