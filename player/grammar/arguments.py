"""The arguments of a profile, fault or rewrite: its parameters' values, and its source of chance."""

from collections.abc import Mapping
from dataclasses import dataclass

from cassettes.seeds import SplitMix64, generator, seed_number
from player.grammar.parameters import Kind, Value


class Arguments:
    """The typed values of parameters, defaults filled in."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    @classmethod
    def of(cls, kinds: Mapping[str, Kind], given: Mapping[str, str]) -> "Arguments":
        """The values of the texts `given`, which are valid; defaults for the others."""
        return cls({key: kind.read(given[key]) if key in given else kind.default for key, kind in kinds.items()})

    def number(self, key: str) -> int:
        """A count, flag, duration (ns) or event number."""
        value = self._values[key]
        assert isinstance(value, int)
        return value

    def word(self, key: str) -> str:
        """The chosen word."""
        value = self._values[key]
        assert isinstance(value, str)
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        """Offsets, or the two ends of a span."""
        value = self._values[key]
        assert isinstance(value, tuple)
        return value


@dataclass(frozen=True, slots=True)
class Draw:
    """The only source of chance of a profile, fault or rewrite: sequences from its name and a canonical seed."""

    name: str
    seed: str

    def sequence(self, axis: str) -> SplitMix64:
        """The sequence of one axis: `cut`, `merge`, `pace` of a profile, `fault` of a fault, `token` of a rewrite."""
        return generator(self.name, self.seed, axis)

    def turn(self, length: int) -> int:
        """The place of this seed in a rotation of `length`."""
        return seed_number(self.seed) % length
