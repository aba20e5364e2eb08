"""Opens the files given to `play`: cassettes, directories of them, and texts that become cassettes in memory. Rules

- A file named *.md, *.markdown or *.txt is an answer: it is made into a stream in the shape of `--like`.
- The file to record into may be missing or empty; an existing cassette must load.
"""

import os
from functools import partial
from pathlib import Path
from typing import Final

import chunktape
from cassettes import store
from cassettes.clock import wall_clock_ns
from cassettes.errors import CassetteError
from cassettes.model import Cassette
from player.library.library import Library, given_cassettes
from player.library.recordings import read_path
from player.library.watch import Given
from player.matching.subject import Ignored

_TEXTS: Final = frozenset({".md", ".markdown", ".txt"})


def same_file(one: str | Path, other: str | Path) -> bool:
    """Whether two paths name the same file, there or not."""
    return os.path.abspath(one) == os.path.abspath(other)


def is_text(path: Path) -> bool:
    """Whether the file's name says that it is an answer, not a cassette."""
    return path.suffix.lower() in _TEXTS


def made(path: Path, like: str) -> Cassette:
    """The text file as a cassette in memory. Raises SpecError for text that is not UTF-8, CassetteError for a missing
    file.
    """
    # most sessions play cassettes and don't need these modules
    from cassettes.interchange import read_bytes
    from cassettes.providers.make import decode_text, make_header, make_interaction

    text = decode_text(read_bytes(path), str(path))
    header = make_header(like, chunktape.TOOL, wall_clock_ns(), source=str(path))
    return store.loads(store.dumps(header, [make_interaction(text, like)]), path.name)


def open_shelf(
    paths: list[Path], like: str, *, may_be_missing: Path | None = None
) -> tuple[list[Cassette], list[CassetteError]]:
    """The cassettes in the order given, and the errors of files in directories that are left out."""
    cassettes: list[Cassette] = []
    skipped: list[CassetteError] = []
    for path in paths:
        if is_text(path):
            cassettes.append(made(path, like))
        elif may_be_missing is not None and same_file(path, may_be_missing) and _nothing_there(path):
            continue
        else:
            found, bad = read_path(path)
            cassettes += found
            skipped += bad
    return cassettes, skipped


def open_library(paths: list[Path], like: str, ignored: Ignored) -> Library:
    """The library of the files given. Raises CassetteError, SpecError."""
    cassettes, skipped = open_shelf(paths, like)
    library = Library(cassettes, ignored, skipped=skipped)
    library.watch(watched(paths, like))
    return library


def watched(paths: list[Path], like: str) -> list[Given]:
    """The files and directories to watch while they are served."""
    return [Given(path, partial(made, like=like)) if is_text(path) else given_cassettes(path) for path in paths]


def _nothing_there(path: Path) -> bool:
    if path.is_dir():
        return not any(path.glob("*.cassette"))
    return not path.is_file() or path.stat().st_size == 0  # a device is refused when it is to be written
