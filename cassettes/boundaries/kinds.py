"""What a boundary class is. Rules

- Ids are stable names for plans and reports.
- A class carries its own words, in English; `say` gives them in the person's language.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class BoundaryClass:
    """One named kind of place where a stream can be cut, or one shape of a plan.

    `id` is stable; `code` is its number in the catalogue (two ids may share one). `kind`: a `cut` is a byte position, a
    `merge` what one piece holds, a `size` how many bytes it has. `title`: what is cut; `bug`: the typical decoder bug
    that it catches; `needs`: what the body must have for the class to apply.
    """

    id: str
    code: str
    group: str
    title: str
    bug: str
    needs: str
    kind: Literal["cut", "merge", "size"] = "cut"
    #: nearly every word has a position of it: a targeted profile cuts at one per event
    dense: bool = False
    #: it is part of the level `structural`; False for a class that is too dense, or a control
    structural: bool = True
