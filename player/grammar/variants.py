"""Variants of one kind by name: profiles, rewrites, faults. A module is imported when one of its variants is asked for.

A player that cuts nothing starts without the modules that cut. The names are known without the modules, so a spec is
read, and a wrong name gets its suggestion, before anything is imported.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Generic, Protocol, TypeVar


class Named(Protocol):
    """The name that every variant has."""

    @property
    def name(self) -> str: ...


V = TypeVar("V", bound=Named)


class Variants(MutableMapping[str, V], Generic[V]):
    """Name -> variant, in the order in which they are shown.

    `modules`: module of `package` -> the names of its variants, with a space between two. A module keeps its variants
    in a tuple called `attribute`, and has these and no others.
    """

    def __init__(self, package: str, attribute: str, modules: Mapping[str, str]) -> None:
        self._package, self._attribute = package, attribute
        #: name -> its module; empty for one that was set here
        self.modules = {name: module for module, names in modules.items() for name in names.split()}
        self._made: dict[str, V] = {}

    def __getitem__(self, name: str) -> V:
        if name not in self._made:
            module = import_module(f"{self._package}.{self.modules[name]}")
            self._made.update((one.name, one) for one in getattr(module, self._attribute))
        return self._made[name]

    def __setitem__(self, name: str, variant: V) -> None:
        self.modules.setdefault(name, "")
        self._made[name] = variant

    def __delitem__(self, name: str) -> None:
        del self.modules[name]
        self._made.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return name in self.modules

    def __iter__(self) -> Iterator[str]:
        return iter(self.modules)

    def __len__(self) -> int:
        return len(self.modules)
