"""The order in which the records of a session may stand, for reader and writers alike. Rules

- An interaction begins with its request; its number is used once in a file.
- At most one head, before any chunk; nothing behind its end.
- `at` never decreases from the head to the end. (The request's own `at` counts from another moment.)
- A new session's header leaves interactions of the session before it without an end.
"""

from collections.abc import Iterable
from typing import Any, Final

from cassettes.file.records import Malformed
from cassettes.messages import say

_FRESH: Final = -1  #: less than any `at`


class Order:
    """The open interactions of a session, and the time of each one's last record."""

    def __init__(self) -> None:
        self._used: set[int] = set()
        self._last: dict[int, int] = {}  # number -> `at` of its last record, ns; _FRESH behind its request

    def new_session(self) -> None:
        self._last.clear()

    def take(self, row: list[Any]) -> None:
        """Take `[kind, number, at, ...]`, its fields checked already. Raises Malformed and changes nothing."""
        kind, number, at = row[0], row[1], row[2]
        if kind == "request":
            if number in self._used:
                raise Malformed(say("a record stands where it can't: {what}", what=kind))
            self._used.add(number)
            self._last[number] = _FRESH
            return
        last = self._last.get(number)
        if last is None or at < last or (kind == "head" and last != _FRESH):
            raise Malformed(say("a record stands where it can't: {what}", what=kind))
        if kind == "end":
            del self._last[number]
        else:
            self._last[number] = at

    def take_chunks(self, number: int, times: Iterable[int]) -> None:
        """As `take` for chunks of one interaction, given by their `at` (ns). Raises Malformed and changes nothing."""
        last = self._last.get(number)
        for at in times:
            if last is None or at < last:
                raise Malformed(say("a record stands where it can't: {what}", what="chunk"))
            last = at
        if last is not None:
            self._last[number] = last

    def take_chunk(self, number: int, at: int) -> None:
        """As `take` for one chunk."""  # a function of its own: a loader does this 100,000 times
        last = self._last.get(number)
        if last is None or at < last:
            raise Malformed(say("a record stands where it can't: {what}", what="chunk"))
        self._last[number] = at
