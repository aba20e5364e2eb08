"""One response over a wire, with its place in the journal. The ASGI task that began it may be over long before it."""

from player.journal.journal import Entry
from player.player import Player
from player.schedule.writes import Frames
from player.stream.wire_stream import WireStream
from player.wire.wire import Wire


class Playing(WireStream):
    """A stream that the player knows of from its start to its end."""

    __slots__ = ("_journalled", "_player")

    def __init__(self, player: Player, entry: Entry, wire: Wire, frames: Frames, head: bytes, base: int) -> None:
        super().__init__(wire, frames, head, base, player.scheduler, entry.progress)
        self._player = player
        self._journalled = entry
        player.add(self)

    def ended(self) -> None:
        self._player.active.discard(self)
        self._player.journal.end(self._journalled)
