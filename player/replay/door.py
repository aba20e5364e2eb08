"""Decides whether the player lets a request in, under either kind of server: `network.door.admission` with the player's
settings. Rules

- Over a wire each request is looked at before it is parsed; under another server once it has become an ASGI scope.
- A refused request stands in the journal, and so in the console.
"""

import sys
from typing import Final

from starlette.types import Scope

from cassettes.errors import RequestError
from network.door.admission import Door, admit, body_length, door_of
from network.door.head import RequestHead, shown
from network.door.refusal import status_of
from network.hosts import allowed_names
from player.player import Player
from player.web import scope as asking

#: bytes of a refused request's target that are shown
SHOWN: Final = 200


class Doorkeeper:
    """The door of one player."""

    def __init__(self, player: Player) -> None:
        self._player = player
        self._names = allowed_names(player.settings.allow_hosts)

    def door(self, server: tuple[str, int | None] | None, scheme: str) -> Door:
        """The door of a connection whose own end is `server`."""
        return door_of(server, scheme, self._names)

    def admit(self, scope: Scope) -> bytes:
        """The target, in origin form, of a request that came through another server. Raises RequestError."""
        head = asking.head(scope)
        body_length(head, sys.maxsize)
        return admit(head, self.door(scope.get("server"), scope["scheme"]))

    def refused(self, error: RequestError, client: str, head: RequestHead | None) -> None:
        """Journal a request that was answered with `error`; `head` is None where it could not be read."""
        player = self._player
        target = shown(head.target, SHOWN) if head is not None else ""  # no query: no secret in it was starred
        entry = player.journal.begin(player.clock(), client, head.method if head is not None else "---", target)
        entry.refused(status_of(error), str(error))
        player.journal.end(entry)
