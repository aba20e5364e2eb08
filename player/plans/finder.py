"""Reads and compares requests, in a thread where that takes long (`network.work.MATCHING`)."""

from cassettes.model import Request
from network.work import MATCHING, Cost
from player.library.library import Library
from player.matching.index import Match, Near
from player.matching.subject import Subject, subject
from player.plans.background import Background


class Finder:
    """Finds recordings in a library, as it is when it is asked."""

    def __init__(self, library: Library, background: Background) -> None:
        self._library = library
        self._background = background

    async def find(self, request: Request, mode: str) -> tuple[Subject, Match | None]:
        """`request` in its comparable form, and the best recordings for it, or None."""
        asked = await self.read(request)
        return asked, await self.match(asked, mode)

    async def read(self, request: Request) -> Subject:
        """`request` in its comparable form."""
        masks, ignored = self._library.masks, self._library.ignored
        cost = Cost(bytes=len(request.target) + len(request.body))
        return await self._background.run(lambda: subject(request, masks, ignored), cost, MATCHING)

    async def match(self, asked: Subject, mode: str) -> Match | None:
        """The best recordings for `asked`, or None."""
        index = self._library.index
        if index.cheap(asked, mode):
            return index.find(asked, mode)
        size = len(index)
        found, known = await self._background.run(lambda: index.look(asked, mode), index.cost(asked), MATCHING)
        if len(index) == size and not known:
            index.remember(asked, mode, found)
        return found

    async def nearest(self, asked: Subject) -> tuple[Near, ...]:
        """The recordings most like `asked`, which none of them answers."""
        index = self._library.index
        cost = Cost(bytes=asked.size, places=len(index) * len(asked.values))
        return await self._background.run(lambda: index.nearest(asked), cost, MATCHING)
