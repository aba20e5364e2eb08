"""Long specs by their id: those of plans that were served, and those that were posted."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Final

from player.spec.spec import parse_spec, plan_id

#: specs that are remembered, and characters of all of them together
KEPT: Final = 1000
KEPT_CHARACTERS: Final = 16 << 20


class SpecMemory(Mapping[str, str]):
    """The latest specs by id; what `parse_spec` takes."""

    def __init__(self) -> None:
        self._specs: OrderedDict[str, str] = OrderedDict()
        self._held = 0

    def add(self, spec: str) -> str:
        """Remember `spec`; returns its id."""
        name = plan_id(spec)
        if name in self._specs:
            self._specs.move_to_end(name)
            return name
        self._specs[name] = spec
        self._held += len(spec)
        while len(self._specs) > KEPT or (self._held > KEPT_CHARACTERS and len(self._specs) > 1):
            self._held -= len(self._specs.popitem(last=False)[1])
        return name

    def __getitem__(self, name: str) -> str:
        return self._specs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)


def whole_spec(text: str) -> str:
    """The canonical form of the spec `text`, however long. Raises SpecError."""
    return str(parse_spec(f"id={plan_id(text)}", {plan_id(text): text}))
