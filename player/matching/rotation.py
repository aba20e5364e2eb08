"""Whose turn it is among equally good recordings: counters per client. Rules

- A client is its address, or what it says in `X-Chunktape-Session`: two phones, or two tests, don't take each other's
  turns.
- A counter belongs to a client and a group of recordings, and begins again after the last one.
- The clients seen longest ago are forgotten when there are more than `CLIENTS`, or more than `PLACES` recordings in the
  groups of all; a reset forgets all.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

CLIENTS: Final = 10_000
#: some 100 bytes each
PLACES: Final = 200_000


class Selection:
    """The counters of one player."""

    def __init__(self) -> None:
        self._clients: OrderedDict[str, dict[tuple[Hashable, ...], int]] = OrderedDict()
        self._held = 0

    def next(self, client: str, group: tuple[Hashable, ...]) -> int:
        """The position in `group` that `client` gets now."""
        counters = self._clients.setdefault(client, {})
        self._clients.move_to_end(client)
        turn = counters.get(group)
        if turn is None:
            turn = 0
            self._held += len(group)
            while len(self._clients) > 1 and (len(self._clients) > CLIENTS or self._held > PLACES):
                self._forget(next(iter(self._clients)))
        counters[group] = turn + 1
        return turn % len(group)

    def reset(self, client: str | None = None) -> None:
        """Forget one client's turns, or everyone's."""
        if client is None:
            self._clients.clear()
            self._held = 0
        else:
            self._forget(client)

    def _forget(self, client: str) -> None:
        self._held -= sum(map(len, self._clients.pop(client, ())))
