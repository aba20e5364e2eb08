"""A parsed JSON document read with types, each value with its place. Rules

- A value of the wrong type raises `Wrong`, which names the place: `log.entries[3].response.status`.
- Absent and null are the same. NaN, Infinity, text or a truth value in place of a number counts as absent, not as an
  error.
"""

from collections.abc import Mapping
from decimal import Decimal, DecimalException
from typing import Any, Final

from cassettes.printable import brief

#: digits of the longest integer that is read: longer ones mean nothing, and reading takes time by the square of the
#: digits
MOST_DIGITS: Final = 400


class Wrong(Exception):
    """What is wrong, and where: `log.entries[3].response.status: 'x'`."""


class Node:
    """A mapping of the document, and its place in it."""

    def __init__(self, value: object, place: str) -> None:
        if not isinstance(value, dict):
            raise Wrong(f"{place}: {shown(value)}")
        self.value: Mapping[str, Any] = value
        self.place = place

    def wrong(self, key: str) -> Wrong:
        """The error that shows the value at `key`."""
        return Wrong(f"{self.place}.{key}: {shown(self.value.get(key))}")

    def has(self, key: str) -> bool:
        return self.value.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """The text at `key`; a number counts as one. Without a default it must be there."""
        found = self.value.get(key)
        if found is None and default is not None:
            return default
        if isinstance(found, bool) or not isinstance(found, (str, int, Decimal)):
            raise self.wrong(key)
        return found if isinstance(found, str) else str(found)

    def node(self, key: str) -> "Node":
        """The mapping at `key`, empty where there is none."""
        found = self.value.get(key)
        return Node({} if found is None else found, f"{self.place}.{key}")

    def nodes(self, key: str) -> list["Node"]:
        """The mappings in the list at `key`, empty where there is none."""
        found = self.value.get(key)
        if found is not None and not isinstance(found, list):
            raise self.wrong(key)
        return [Node(one, f"{self.place}.{key}[{index}]") for index, one in enumerate(found or [])]

    def number(self, key: str) -> Decimal | None:
        """The finite number at `key`, or None."""
        found = self.value.get(key)
        if isinstance(found, bool) or not isinstance(found, (int, Decimal)):
            return None
        value = Decimal(found)
        return value if value.is_finite() else None


def shown(value: object) -> str:
    """The value for a message, short."""
    return str(value)[:60] if isinstance(value, Decimal) else brief(value)


def decimal(text: str) -> Decimal | None:
    """The number in `text`; None for other text, or for an exponent beyond what a decimal holds."""
    try:
        return Decimal(text)
    except DecimalException:
        return None
