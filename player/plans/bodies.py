"""The bodies that are cut, with their boundary classes, made without delaying the streams under way. Rules

- They are kept as long as they take at most `BODIES` bytes together (`footprint`): finding the classes takes 40 ms for
  50,000 chunks.
- A rewrite, or a fault that changes bytes, makes another body, which has other boundaries.
"""

from typing import Final

from network.work import Cost
from player.library.cache import Cache
from player.library.recordings import Recording
from player.plans.background import Background, cost_of
from player.spec.perform import body_of
from player.spec.scenario import Scenario
from player.splits import Body

#: bytes
BODIES: Final = 192 << 20
AS_RECORDED: Final = Scenario()


def footprint(body: Body) -> int:
    """Bytes that a body takes at most, with its boundary classes: they are found when a plan needs them."""
    return 12 * len(body.data) + 350 * body.data.count(b"\n") + 80 * len(body.cuts)


class Bodies:
    """The bodies of one player's recordings."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self._kept: Cache[Body] = Cache(BODIES, footprint)

    def of(self, recording: Recording, play: Scenario = AS_RECORDED) -> Body:
        """The body of a recording that `play` cuts; of a long one `prepare` comes first. Raises SpecError for one that
        can't be rewritten as `play` asks.
        """
        return self._kept.get(_key(recording, play), lambda: body_of(recording.interaction, play))

    async def prepare(self, recording: Recording, play: Scenario = AS_RECORDED, *, cuts: bool) -> None:
        """Compute beforehand the digest of a recording and, with `cuts`, the body that `play` cuts. Raises SpecError
        for one that can't be rewritten as `play` asks.
        """
        one = recording.interaction
        if not recording.named:
            await self._background.run(lambda: recording.content, Cost(len(one.body)))
        key = _key(recording, play)
        if not cuts or key in self._kept:
            return

        def make() -> Body:
            made = body_of(one, play)
            len(made.digest)  # a spec may be settled with it
            return made

        self._kept.keep(key, await self._background.run(make, cost_of(one)))


def _key(recording: Recording, play: Scenario) -> tuple[object, ...]:
    return (recording.content, play.body_key)
