"""A split as a value, and its text."""

from dataclasses import dataclass

from player.grammar.parameters import Offsets
from player.grammar.spec_text import part_text


@dataclass(frozen=True, slots=True)
class Split:
    """A profile with its parameters. `parameters`: (key, canonical text) in the profile's order, none that only states
    a silent default; `seed`: canonical, "" for the next of the session; `body`: 8 hex digits or "".
    """

    profile: str = "recorded"
    parameters: tuple[tuple[str, str], ...] = ()
    add: tuple[int, ...] = ()
    drop: tuple[int, ...] = ()
    seed: str = ""
    body: str = ""
    version: int = 0

    @property
    def names_offsets(self) -> bool:
        """Whether it fits one body only."""
        return bool(self.add or self.drop or any(key == "cuts" for key, _ in self.parameters))

    def __str__(self) -> str:
        pairs = [*self.parameters]
        pairs += [(key, Offsets().show(value)) for key, value in (("add", self.add), ("drop", self.drop)) if value]
        pairs += [(key, value) for key, value in (("seed", self.seed), ("body", self.body)) if value]
        pairs += [("v", str(self.version))] if self.version else []
        return part_text(self.profile, pairs)
