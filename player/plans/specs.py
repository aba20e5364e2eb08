"""The specs of requests, read without delaying the streams under way. Rules

- A long one, which a request names by its id, is read in a thread, at 1 us a cut. What came of it is kept, up to
  `READ` bytes: requests that name the same one share it.
"""

from typing import Final

from network.work import Cost
from player.library.cache import Cache
from player.plans.background import Background
from player.spec.memory import SpecMemory, whole_spec
from player.spec.scenario import Scenario, parse_scenario

#: bytes of what was read of long specs, counted as 10 for each of their characters
READ: Final = 32 << 20


class Specs:
    """Reads the specs of one player's requests; `memory` has those that they may name by an id."""

    def __init__(self, memory: SpecMemory, background: Background) -> None:
        self._memory, self._background = memory, background
        self._read: Cache[Scenario] = Cache(READ, lambda play: 10 * len(str(play)))

    async def scenario(self, spec: str, session: Scenario) -> Scenario:
        """The settings that `spec` asks for, on top of the session's. Raises SpecError."""
        name = spec.removeprefix("id=")
        known = self._memory.get(name)
        if known is None:
            return parse_scenario(spec, session, self._memory)
        key = (name, session.key)
        kept = self._read.find(key)
        if kept is not None:
            return kept
        made = await self._background.run(lambda: parse_scenario(spec, session, {name: known}), Cost(len(known)))
        return self._read.keep(key, made)

    async def remember(self, text: str) -> tuple[str, str]:
        """The id of the spec `text`, however long, and its canonical form. Raises SpecError."""
        canonical = await self._background.run(lambda: whole_spec(text), Cost(len(text)))
        return self._memory.add(canonical), canonical
