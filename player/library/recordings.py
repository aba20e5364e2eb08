"""Recordings and their files. Rules

- A directory stands for its `*.cassette` files, in the order of their names. A file that the person named must load; a
  bad one in a directory is left out with a message.
- A file without a footer may still be under recording: when its size has changed it is loaded again.
"""

import os
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from cassettes import store
from cassettes.errors import CassetteError
from cassettes.messages import say
from cassettes.model import Cassette, EndKind, Interaction

_CUT_OFF: Final = frozenset({EndKind.UNREACHABLE, EndKind.CLIENT_ABORT, EndKind.INTERRUPTED, EndKind.TIMEOUT})


@dataclass(frozen=True)
class Recording:
    """One interaction and the number of the file it is in. `key` stays the same when the file is loaded again."""

    source: int
    name: str
    interaction: Interaction
    origins: tuple[str, ...]
    #: whether the answer is ours, in place of a response that can't be played
    own: bool = False
    #: the question was written along with the answer, and nobody ever asked it
    made: bool = False

    @property
    def key(self) -> tuple[int, int]:
        return (self.source, self.interaction.number)

    @property
    def place(self) -> tuple[str, int]:
        """The name of its file and its number there, as the journal names it."""
        return (self.name, self.interaction.number)

    @cached_property
    def content(self) -> bytes:
        """A digest of all that a client can get: two recordings with the same content have the same head, bytes and
        times. It takes half a millisecond for a body of 1 MB; `named` says whether it was made before.
        """
        one = self.interaction
        chunks = one.chunks
        digest = sha256(repr((one.request.method, one.head, one.ending, len(chunks))).encode())
        for column in (chunks.times, chunks.reads, chunks.sizes, chunks.marks, chunks.body):
            digest.update(column)
        return digest.digest()

    @property
    def named(self) -> bool:
        """Whether `content` is there already."""
        return "content" in vars(self)

    @property
    def cut_off(self) -> bool:
        """Whether its end was not the upstream's: the upstream could not be reached, or our side or the client ended
        the response.
        """
        return self.interaction.ending.kind in _CUT_OFF

    @property
    def empty(self) -> bool:
        """Whether there is nothing to play: the recording ends before the response began, on our side or the
        client's.
        """
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


@dataclass(frozen=True)
class CassetteFile:
    """One file as it was last loaded. `size`: bytes that were read; the file may have more by now. `ours`: this process
    writes it. `number`: names it in its library, whatever comes before it.
    """

    cassette: Cassette
    size: int
    ours: bool = False
    number: int = 0

    @classmethod
    def of(cls, cassette: Cassette, *, number: int, ours: bool = False) -> "CassetteFile":
        return cls(cassette, cassette.size + (cassette.damage.dropped if cassette.damage else 0), ours, number)

    @property
    def name(self) -> str:
        return Path(self.cassette.path).name or self.cassette.path

    @property
    def may_grow(self) -> bool:
        """Whether another process may still be writing it."""
        return not (self.ours or self.cassette.closed or not self.cassette.path)

    @property
    def grown(self) -> int:
        """The file's size in bytes if it must be loaded again, else 0."""
        if not self.may_grow:
            return 0
        try:
            size = os.stat(self.cassette.path).st_size
        except OSError:
            return 0
        return size if size != self.size else 0

    def reloaded(self, size: int) -> "CassetteFile":
        """The file loaded again, which has `size` bytes now; unchanged where it can't be loaded."""
        try:
            return replace(self, size=size, cassette=store.load(self.cassette.path))
        except CassetteError:
            return replace(self, size=size)

    def recording(self, interaction: Interaction) -> Recording:
        """An interaction of it."""
        origins = tuple(header.origin.source for header in self.cassette.headers if header.origin.source)
        made = all(header.origin.kind == "made" for header in self.cassette.headers)
        return Recording(self.number, self.name, interaction, origins, made=made)

    def with_one_more(self, interaction: Interaction) -> "CassetteFile":
        """The file as it is once `interaction` was written."""
        return replace(self, cassette=replace(self.cassette, interactions=(*self.cassette.interactions, interaction)))


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
        raise (
            skipped[0]
            if skipped
            else CassetteError(
                say("{path} has no *.cassette file. Name a file, or a directory with cassettes.", path=path),
                path=str(path),
            )
        )
    return cassettes, skipped
