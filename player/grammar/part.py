"""One part of a spec as text: `name,key=value,...`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part as written: its name and (key, value) pairs in order."""

    name: str
    parameters: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return ",".join((self.name, *(f"{key}={value}" for key, value in self.parameters)))
