"""What a boundary class is. Rules

- Ids are stable names for plans and reports; the sentences about a class are found by its number in the catalogue.
"""

from dataclasses import dataclass
from typing import Literal

from cassettes.messages import say


@dataclass(frozen=True, slots=True)
class BoundaryClass:
    """One named kind of place where a stream can be cut, or one shape of a plan.

    `id` is stable; `code` is its number in the catalogue (two ids may share one); `needs_key` names what a body must
    have. `kind`: a `cut` is a byte position, a `merge` what one piece holds, a `size` how many bytes it has.
    """

    id: str
    code: str
    group: str
    needs_key: str
    kind: Literal["cut", "merge", "size"] = "cut"

    @property
    def title(self) -> str:
        """What is cut, in one line."""
        return say(f"boundaries.{self.code}.title")

    @property
    def bug(self) -> str:
        """The typical decoder bug that it catches."""
        return say(f"boundaries.{self.code}.bug")

    @property
    def needs(self) -> str:
        """What the body must have for the class to apply."""
        return say(f"boundaries.needs.{self.needs_key}")
