"""A fault or rewrite in a spec: its name and parameters as a value, and the text that means the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from player.grammar.arguments import Arguments, Draw
from player.grammar.parameters import Kind
from player.grammar.spec_text import part_text


@dataclass(frozen=True, slots=True)
class Use:
    """`parameters`: (key, canonical text) in the registry's order, none that only states a silent default; `seed`:
    canonical, "" for none; `version`: 0 for the newest; `when`: which requests meet it, as (key, canonical text).

    `optional`: it comes from the session, so a body of another kind is left unchanged and is not an error.
    """

    name: str
    parameters: tuple[tuple[str, str], ...] = ()
    seed: str = ""
    version: int = 0
    when: tuple[tuple[str, str], ...] = ()
    optional: bool = False

    def __str__(self) -> str:
        pairs = [*self.parameters, *self.when]
        pairs += [("seed", self.seed)] if self.seed else []
        pairs += [("v", str(self.version))] if self.version else []
        return part_text(self.name, pairs)

    def given(self, kinds: Mapping[str, Kind]) -> tuple[Arguments, Draw]:
        """The arguments of its edit: its parameters, which are of these `kinds`, and its source of chance."""
        return Arguments.of(kinds, dict(self.parameters)), Draw(self.name, self.seed or "0")
