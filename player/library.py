"""The recordings that a player serves. Rules

- Files in the order given; of a directory every `*.cassette`, by name. A file named by the person must load; a bad
  one in a directory is left out and told.
- A file without a footer may still be being recorded: when a request comes and its size has changed, it is loaded
  again, and what it has by then is served. A reload that fails keeps what was there.
- What is new is read in a thread, and served from one moment to the next: a thousand chats take 70 ms.
- The rules of redaction of all files together mask both sides when requests are compared.
- Frames are made when they are first needed, or by `prepare`, and cached.
"""

import asyncio
import os
from collections import deque
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from cassettes import store
from cassettes.errors import CassetteError, SpecError
from cassettes.messages import say
from cassettes.model import Cassette, EndKind, Interaction
from cassettes.redact import Redaction
from player.frames import Frames, cost, encode
from player.kept import Kept
from player.matching import Candidate, Index
from player.plays import Play
from player.subjects import Ignored, KnownNames, Subject, subject

_CUT_OFF: Final = frozenset({EndKind.UNREACHABLE, EndKind.CLIENT_ABORT, EndKind.INTERRUPTED, EndKind.TIMEOUT})

#: an interaction with more chunks than this is framed when it is first asked for, not at start
PREPARED_CHUNKS = 20_000
#: bytes of frames that are kept
FRAMES: Final = 256 << 20


@dataclass(frozen=True)
class Recording:
    """One interaction and the file it is in. `key` stays the same when the file is loaded again."""

    source: int
    name: str
    interaction: Interaction
    origins: tuple[str, ...]
    #: counts loads: frames of an interaction that has grown since are not used again
    load: int = 0

    @property
    def key(self) -> tuple[int, int]:
        return (self.source, self.interaction.number)

    @property
    def cut_off(self) -> bool:
        """Whether its end says nothing of the upstream: it could not be reached, or our side or the client ended it."""
        return self.interaction.ending.kind in _CUT_OFF

    @property
    def empty(self) -> bool:
        """Nothing to give back: the recording ends before the response began, on our side or the client's."""
        one = self.interaction
        return (
            one.head is None
            and not len(one.chunks)
            and one.ending.kind in (EndKind.INTERRUPTED, EndKind.CLIENT_ABORT, EndKind.UNREACHABLE)
        )

    @cached_property
    def label(self) -> str:
        """`chat.cassette #3`"""
        return f"{self.name} #{self.interaction.number}"


@dataclass
class Source:
    """One file as it was last loaded."""

    cassette: Cassette
    size: int
    load: int = 0
    #: this process writes it: it is not loaded again, `Library.add` tells what is new
    ours: bool = False

    @property
    def name(self) -> str:
        return Path(self.cassette.path).name or self.cassette.path


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
        self.sources = [Source(cassette, _size(cassette)) for cassette in cassettes]
        self.ignored = ignored
        self.skipped: list[CassetteError] = []
        self._cut_off = cut_off
        #: False: one write per chunk also where nothing separates them; set before anything is played
        self.joins = True
        self._frames: Kept[Frames] = Kept(FRAMES, cost)
        self._loading: asyncio.Lock | None = None
        #: what was added and is not served yet: (source, interaction)
        self._added: deque[tuple[int, Interaction]] = deque()
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
        headers = [header for source in self.sources for header in source.cassette.headers]
        rules = tuple(dict.fromkeys(rule for one in headers for rule in one.redaction if _known(rule)))
        self.masks = KnownNames(Redaction(rules))
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
        one = Recording(position, source.name, interaction, origins, source.load)
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
        return bool(self._added) or any(map(_grown, self.sources))

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
        sizes = {position: size for position, source in enumerate(self.sources) if (size := _grown(source))}
        if not sizes:
            return
        fresh = copy(self)
        fresh.sources = list(map(copy, self.sources))
        await asyncio.to_thread(Library._load, fresh, sizes)
        vars(self).update(vars(fresh))

    def _load(self, sizes: dict[int, int]) -> None:
        """Load the sources that have these sizes now; those that can't be loaded stay as they were."""
        changed = False
        for position, size in sizes.items():
            source = self.sources[position]
            source.size = size
            try:
                source.cassette = store.load(source.cassette.path)
            except CassetteError:
                continue
            source.load += 1
            changed = True
        if changed:
            self._build()

    def has(self, recording: Recording, play: Play, *, chunked: bool = True) -> bool:
        """Whether the frames of a settled play are kept."""
        return (recording.key, recording.load, play.key, chunked) in self._frames

    def frames(self, recording: Recording, play: Play, *, chunked: bool = True, made: Frames | None = None) -> Frames:
        """The writes of one recording, without its head; `chunked` False for a client of HTTP/1.0.

        `made`: the frames to keep, if none are; without them those that `make` gives.
        """
        key = (recording.key, recording.load, play.key, chunked)
        return self._frames.get(key, lambda: made if made is not None else self.make(recording, play, chunked=chunked))

    def make(self, recording: Recording, play: Play, *, chunked: bool = True) -> Frames:
        """The writes of a recording as it was cut, not kept."""
        one = recording.interaction
        join = self.joins and play.joins
        return encode(play.schedule(one), one.body, one.ending.trailers, chunked=chunked, join=join)

    def prepare(self, play: Play) -> None:
        """Make the frames of all recordings that are not very long, so that no first request waits for it.

        A split is planned when it is asked for: it differs from request to request.
        """
        if play.recut or play.jitter or play.gap == "assured":
            return
        for recording in self.recordings:
            if recording.interaction.head is None:  # what is played instead depends on who asks
                continue
            if len(recording.interaction.chunks) <= PREPARED_CHUNKS and self._frames.held < self._frames.limit // 2:
                self.frames(recording, play)


def read_path(given: str | Path) -> tuple[list[Cassette], list[CassetteError]]:
    """The cassettes of a file or directory, and the errors of those in a directory that are left out.

    Raises CassetteError for a file that can't be loaded, and for a directory without any that can.
    """
    path = Path(given)
    if not path.is_dir():
        return [store.load(path)], []
    cassettes, skipped = [], []
    for one in sorted(path.glob("*.cassette")):
        try:
            cassettes.append(store.load(one))
        except CassetteError as error:
            skipped.append(error)
    if not cassettes:
        raise skipped[0] if skipped else CassetteError(say("player.empty-directory", path=path), path=str(path))
    return cassettes, skipped


def _known(rule: str) -> bool:
    """Whether we understand a rule that stands in a file: it may be newer than we are, or nonsense."""
    try:
        Redaction((rule,))
    except SpecError:
        return False
    return True


def _size(cassette: Cassette) -> int:
    # of what was read, not of what is there now: bytes that came meanwhile are news
    return cassette.size + (cassette.damage.dropped if cassette.damage else 0)


def _grown(source: Source) -> int:
    """The file's size in bytes if it must be loaded again, else 0."""
    if source.ours or source.cassette.closed or not source.cassette.path:
        return 0
    try:
        size = os.stat(source.cassette.path).st_size
    except OSError:
        return 0
    return size if size != source.size else 0
