"""The recordings that a player serves. Rules

- Files in the order given. One that may still be being recorded is loaded again when a request comes and its size has
  changed, and what it has by then is served. A reload that fails keeps what was there.
- What is new is read in a thread, and served from one moment to the next: a thousand chats take 70 ms.
- The rules of redaction of all files together mask both sides when requests are compared.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path

from cassettes.errors import CassetteError, SpecError
from cassettes.model import Cassette, Interaction
from cassettes.redaction.redact import Redaction
from player.library.recordings import CassetteFile, Recording, read_path
from player.matching.index import Candidate, Index
from player.matching.subject import Ignored, Subject, subject


class Library:
    """Cassettes, their recordings in order, and the index that finds them."""

    def __init__(
        self,
        cassettes: Iterable[Cassette],
        ignored: Ignored = Ignored(),  # noqa: B008 - frozen
        *,
        cut_off: bool = True,
    ) -> None:
        """`cut_off` False: recordings that were cut off on this side answer nothing, since someone else can."""
        self.sources = list(map(CassetteFile.of, cassettes))
        self.ignored = ignored
        self.skipped: list[CassetteError] = []
        self._cut_off = cut_off
        self._loading: asyncio.Lock | None = None
        #: what was added and is not served yet: (source, interaction)
        self._added: deque[tuple[int, Interaction]] = deque()
        #: counts how often all recordings were taken anew: what was read with the masks of before is read again
        self.generation = 0
        self._build()

    @classmethod
    def open(cls, paths: Sequence[str | Path], ignored: Ignored = Ignored()) -> "Library":  # noqa: B008 - frozen
        """Load files and directories. Raises CassetteError for a file that can't be loaded and for an empty
        directory.
        """
        cassettes: list[Cassette] = []
        skipped: list[CassetteError] = []
        for path in paths:
            found, bad = read_path(path)
            cassettes += found
            skipped += bad
        library = cls(cassettes, ignored)
        library.skipped = skipped
        return library

    def _build(self) -> None:
        """Take all recordings anew."""
        self.generation += 1
        headers = [header for source in self.sources for header in source.cassette.headers]
        rules = tuple(dict.fromkeys(rule for one in headers for rule in one.redaction if _known(rule)))
        self.masks = Redaction(rules)
        self.recordings: list[Recording] = []
        self._candidates: list[Candidate] = []
        for position, source in enumerate(self.sources):
            for interaction in source.cassette.interactions:
                self._take(position, interaction, self._subject(interaction))
        self.index = Index(self._candidates)

    def _subject(self, interaction: Interaction) -> Subject:
        asked = subject(interaction.request, self.masks, self.ignored)
        hash(asked.fingerprint)  # made here: of a large one it takes long
        return asked

    def _take(self, position: int, interaction: Interaction, asked: Subject) -> Candidate | None:
        """The interaction becomes a recording; gives its candidate, if it may answer."""
        source = self.sources[position]
        origins = tuple(header.origin.source for header in source.cassette.headers if header.origin.source)
        one = Recording(position, source.name, interaction, origins)
        self.recordings.append(one)
        if one.cut_off and not self._cut_off:
            return None
        candidate = Candidate(len(self.recordings) - 1, asked, one.empty)
        self._candidates.append(candidate)
        return candidate

    def add(self, position: int, interaction: Interaction) -> None:
        """Serve one more interaction from the next request on, which stands in the file of that source by now."""
        self._added.append((position, interaction))

    def shared(self) -> list[tuple[Recording, Recording]]:
        """Pairs of recordings in two files that answer the same request; the first of each is served first."""
        first: dict[object, Recording] = {}
        pairs: dict[tuple[int, int], tuple[Recording, Recording]] = {}
        for candidate in self._candidates:
            one = self.recordings[candidate.index]
            other = first.setdefault(candidate.subject.fingerprint, one)
            if other.source != one.source:
                pairs.setdefault((other.source, one.source), (other, one))
        return list(pairs.values())

    @property
    def grown(self) -> bool:
        """Whether there is more to serve, to be read before the next answer."""
        return bool(self._added) or any(source.grown for source in self.sources)

    async def refresh(self) -> None:
        """Serve what there is more of by now. Never raises: what can't be loaded now is served as it was."""
        if not self.grown:
            return
        self._loading = self._loading or asyncio.Lock()
        async with self._loading:
            await self._load_again()
            while self._added:
                position, one = self._added[0]
                asked = await asyncio.to_thread(self._subject, one)
                self._added.popleft()
                source = self.sources[position]
                source.cassette = replace(source.cassette, interactions=(*source.cassette.interactions, one))
                candidate = self._take(position, one, asked)
                if candidate is not None:
                    self.index.add(candidate)

    async def _load_again(self) -> None:
        """What has grown."""
        sizes = {position: size for position, source in enumerate(self.sources) if (size := source.grown)}
        if not sizes:
            return
        fresh = copy(self)
        fresh.sources = list(map(copy, self.sources))
        await asyncio.to_thread(Library._load, fresh, sizes)
        vars(self).update(vars(fresh))

    def _load(self, sizes: dict[int, int]) -> None:
        """Load the sources that have these sizes now; those that can't be loaded stay as they were."""
        changed = [self.sources[position].reload(size) for position, size in sizes.items()]
        if any(changed):
            self._build()


def _known(rule: str) -> bool:
    """Whether we understand a rule that stands in a file: it may be newer than we are, or nonsense."""
    try:
        Redaction((rule,))
    except SpecError:
        return False
    return True
