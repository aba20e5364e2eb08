"""A cache bounded by the cost of its values. Rules

- The least recently used value is dropped when the sum of costs passes the limit; the one used last stays, whatever it
  costs.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Cache(Generic[T]):
    """Values by key; `cost` gives what a value counts against `limit`, usually bytes."""

    def __init__(self, limit: int, cost: Callable[[T], int]) -> None:
        self.limit = limit
        self.held = 0
        self._cost = cost
        self._entries: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def __contains__(self, key: Hashable) -> bool:
        return key in self._entries

    def find(self, key: Hashable) -> T | None:
        """The value of `key`, if it is kept."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of `key`, made now if it is not kept."""
        found = self.find(key)
        return found if found is not None else self.keep(key, make())

    def keep(self, key: Hashable, made: T) -> T:
        """Keep `made`, unless `key` has a value by now; returns the one that is kept."""
        found = self.find(key)
        if found is not None:
            return found
        cost = self._cost(made)
        self._entries[key] = (made, cost)
        self.held += cost
        while self.held > self.limit and len(self._entries) > 1:
            self.held -= self._entries.popitem(last=False)[1][1]
        return made
