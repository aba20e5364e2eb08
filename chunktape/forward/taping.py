"""What `--record` means for a session of `play`: which recordings answer, and which file is written. Rules

- `none`: nothing is written. `once`: the first session is recorded whole, as `chunktape record` would; once there is a
  recording of an answer, nothing more is written. `new`: requests that no cassette answers are recorded, and their
  recordings answer from then on. `all`: no recording answers, everything is recorded anew; the old file is kept beside
  it as `.old`.
- While a session is recorded whole no recording answers, not even one of its own: a second question must not get the
  answer to the first.
- A request for which there is only a recording that our side cut off (client left, upstream unreachable, recorder
  stopped) counts as one that no cassette answers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cassettes.errors import SpecError
from cassettes.file.growing import Growing
from cassettes.messages import say
from cassettes.messages.reasons import why
from cassettes.model import Cassette, Chunk, Ending, Header, Interaction, Request, ResponseHead
from cassettes.store import CassetteWriter, Mode
from chunktape.shelf import same_file
from recorder.session import Writer

#: the words of `--record`, ours and vcrpy's
WORDS: Final = {"none": "none", "once": "once", "new": "new", "new_episodes": "new", "all": "all"}


@dataclass(frozen=True, slots=True)
class Taping:
    """`path` None: nothing is written. `answers`: recordings answer; `grows`: those made now, too."""

    path: Path | None = None
    mode: Mode = "append"
    answers: bool = True
    grows: bool = False
    #: the path to which the old file is moved before it is written anew
    backup: Path | None = None


def plan(word: str, found: Sequence[Cassette], path: Path) -> Taping:
    """The session's taping into `path`. `found`: what was loaded, with `path` itself if it is there."""
    mode = WORDS[word]
    if mode == "none":
        return Taping()
    if mode == "once":
        return Taping() if any(_worth(one) for one in found) else Taping(path, answers=False)
    if mode == "new":
        return Taping(path, grows=True)
    ours = next((one for one in found if one.path and same_file(one.path, path)), None)
    worth = ours is not None and _worth(ours)
    return Taping(path, "overwrite", answers=False, backup=path.with_name(f"{path.name}.old") if worth else None)


def _worth(cassette: Cassette) -> bool:
    """Whether any interaction has an answer; requests that came while the upstream was down don't count as a
    recording.
    """
    return any(one.head is not None for one in cassette.interactions)


def open_writer(taping: Taping, header: Header) -> CassetteWriter:
    """A writer for the session's file; the old file is moved away first if `taping` says so. Raises CassetteError."""
    assert taping.path is not None
    if taping.backup is not None:
        try:
            taping.path.replace(taping.backup)
        except OSError as error:
            raise SpecError(
                say(
                    "The recording so far can't be put aside as {path}: {reason}. "
                    "Move it yourself, or give --output FILE.",
                    path=taping.backup,
                    reason=why(error),
                )
            ) from None
    return CassetteWriter(taping.path, header, taping.mode)


def with_session(found: Sequence[Cassette], path: Path, header: Header) -> tuple[list[Cassette], int]:
    """`found` with the session that was just begun in `path`, and where that file stands in it."""
    cassettes = list(found)
    for position, one in enumerate(cassettes):
        if one.path and same_file(one.path, path):
            cassettes[position] = replace(one, headers=(*one.headers, header), closed=True)
            return cassettes, position
    return [*cassettes, Cassette(str(path), 1, (header,), ())], len(cassettes)


class NoWriter:
    """A writer for a session that is not recorded."""

    def begin(self, request: Request) -> int:
        return 0

    def head(self, number: int, head: ResponseHead) -> None: ...
    def chunks(self, number: int, chunks: Sequence[Chunk]) -> None: ...
    def end(self, number: int, ending: Ending) -> None: ...
    def sync(self) -> None: ...
    def close(self) -> None: ...
    def abandon(self) -> None: ...


class TellingWriter:
    """Writes, and calls `whole` with each interaction that has ended, as it stands in the file."""

    def __init__(self, writer: Writer, whole: Callable[[Interaction], None]) -> None:
        self._writer, self._whole = writer, whole
        self._open: dict[int, Growing] = {}
        self.sync, self.close, self.abandon = writer.sync, writer.close, writer.abandon

    def begin(self, request: Request) -> int:
        number = self._writer.begin(request)
        self._open[number] = Growing(request)
        return number

    def head(self, number: int, head: ResponseHead) -> None:
        self._writer.head(number, head)
        self._open[number].head = head

    def chunks(self, number: int, chunks: Sequence[Chunk]) -> None:
        self._writer.chunks(number, chunks)
        one = self._open[number]
        for chunk in chunks:
            one.add(*chunk)

    def end(self, number: int, ending: Ending) -> None:
        self._writer.end(number, ending)
        one = self._open.pop(number)
        one.ending = ending
        self._whole(one.finish(number))
