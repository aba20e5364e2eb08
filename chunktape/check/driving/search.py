"""Finds how a client can be driven: each entry is tried at the baseline, and the first one with the right answer for a
tape is taken.

Rules

- Each attempt costs one run. An entry that never asks for the stream on the first tape, or never returns, is not tried
  again.
- A function that is only a part of a client is not accepted: see `_is_part`.
- Printed text is used only where no value that the client gives or shows on that tape is the answer.
- A client that never decodes UTF-8, shows each piece of the text twice, or a part of the answer again behind it, is
  driven all the same, if no other entry is right: its bug is reported.
- Where no entry is right, the best attempt says why. One that gives nearly the right answer has a bug without any cut,
  and is driven where nothing else can be (`choosing`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from cassettes.messages import say, sentence
from cassettes.printable import safe
from chunktape.check import sweep, tapes
from chunktape.check.driving.nearest import Attempt, nothing_right
from chunktape.check.reading import (
    Reading,
    any_reading,
    flawed_reading,
    is_of_lists,
    is_same_place,
    near_reading,
    right_reading,
    settled,
    with_all_entries,
)
from chunktape.check.shrink import Cuts
from chunktape.check.tapes import Tape
from chunktape.check.values import CantJudge, Client, Drive, Entry, Loaded, Run

#: runs a client over a tape that is cut
Runs = Callable[[Tape, Cuts, Drive], Run]
#: text of a module that takes the pieces of its own request
_LISTENS: Final = re.compile(r"\bonChunkReceived\s*(?:\?\.)?\(|\bgetReader\s*\(")
#: text of a module that reads the lines of events
_READS_EVENTS: Final = re.compile(r"""['"`/^]data:|\\ndata:""")
#: what to do about a client that can't be loaded
_ALONE: Final = sentence("Give a module that runs by itself, or stand-ins for what it imports (--stub NAME=VALUE).")
_ALONE_PYTHON: Final = sentence("Give a module that can be imported by itself, and a function or class in it.")
_NOT_FOUND: Final = sentence("Modules are found from the current folder and in the Python that runs `chunktape`.")
_SYNTAX: Final = sentence("Mend that line first.")
_NO_ESM: Final = sentence("A .cjs file has no `import` and `export`: name it .mjs or .js.")
_NO_REQUIRE: Final = sentence("An .mjs file has no `require`: name it .cjs or .js.")


class Way(NamedTuple):
    """How a client is driven, where its answer stands, and the tape that showed both."""

    entry: Entry
    drive: Drive
    reading: Reading
    tape: Tape


def load(name: str, client: Client) -> Loaded:
    """The contents of the client's module. Raises CantJudge where it can't be loaded."""
    loaded = client.load()
    if loaded.error:
        error = safe(" at ".join(filter(None, (loaded.error, loaded.where))))
        words = say("{client} can't be loaded: {error}.", client=name, error=error)
        raise CantJudge(f"{words} {say(_remedy(name, loaded.error))}")
    return loaded


def _remedy(name: str, error: str) -> str:
    """What to do about a client that can't be loaded: a sentence in English, for `say`."""
    syntax = "SyntaxError" in error
    if name.endswith(".cjs") and syntax and ("'export'" in error or "import" in error):
        return _NO_ESM
    if name.endswith(".mjs") and "require is not defined" in error:
        return _NO_REQUIRE
    if syntax:
        return _SYNTAX
    if name.startswith("py:"):
        return _NOT_FOUND if "ModuleNotFound" in error else _ALONE_PYTHON
    return _ALONE


def find(client: str, loaded: Loaded, chosen: Sequence[Tape], runs: Runs) -> Way:
    """Settle how the client is driven, by the tapes that were `chosen`, then by the library. Raises NotDriven."""
    attempts: list[Attempt] = []
    hopeless: set[int] = set()
    flawed: Way | None = None  # right, but for an error: the client may ask for another shape
    marred: Way | None = None  # right, but for its UTF-8, or what it shows twice or again
    profiles = profiles_of(loaded)
    own = [one for one in chosen if not one.ours]
    plain = [one.plain for one in own if one.rewrite]  # the client may fail on what is written otherwise
    for tape in (*(one for one in (*own, *plain) if one.dense), *tapes.first_of_each()):
        printed: tuple[Drive, Reading] | None = None
        asked: set[int] = set()
        for drive in _drives(loaded, profiles, hopeless):
            run = runs(tape, sweep.baseline(tape.body).cuts, drive)
            part = _is_part(loaded, drive, tape)
            reading = right_reading(run, tape.want) if run.asked and not part else None
            if run.lost or not (run.asked or run.error):
                hopeless.add(drive.entry)
            elif run.asked:
                asked.add(drive.entry)
            if marred is None and reading is None and run.asked and (found := flawed_reading(run, tape.want)):
                marred = _way(loaded, drive, found, _led(tape, chosen))
            attempts.append(Attempt(drive, loaded.entries[drive.entry], run, tape, part))
            if reading is not None and not reading.is_printed:
                way = _way(loaded, drive, reading, _led(tape, chosen))
                if not run.error and tape.want.ended == "complete":
                    return way
                flawed = flawed or way
            if printed is None and reading is not None:
                printed = drive, reading
        if printed is not None and flawed is None:
            return _way(loaded, *printed, _led(tape, chosen))
        hopeless |= set(range(len(loaded.entries))) - asked
    nearly = flawed or marred
    if nearly is not None:
        return nearly
    if len(chosen) == 1 and chosen[0].want.texts is None:
        (tape,) = chosen
        for number in range(len(loaded.entries)):
            drive = Drive(number, profiles[0])
            run = runs(tape, sweep.baseline(tape.body).cuts, drive)
            reading = any_reading(run)
            if reading is not None and not run.error:
                return _way(loaded, drive, reading, tape)
    raise nothing_right(client, loaded, attempts)


def _led(tape: Tape, chosen: Sequence[Tape]) -> Tape:
    """The tape by which the client is led where it reads `tape`: that one, else the first chosen one of its shape, else
    the first.
    """
    return tape if tape in chosen else next((one for one in chosen if one.want.shape == tape.want.shape), chosen[0])


def for_any_piece(way: Way, runs: Runs) -> Way:
    """A way whose answer is read where a piece holds several events, too: that takes a run in one piece."""
    if not is_of_lists(way.reading):
        return way
    return way._replace(reading=with_all_entries(way.reading, runs(way.tape, (), way.drive)))


def way_on(loaded: Loaded, tape: Tape, runs: Runs) -> Way | None:
    """The first way to drive the client that gives the right answer for `tape`; None where none does."""
    hopeless: set[int] = set()
    for drive in _drives(loaded, profiles_of(loaded), hopeless):
        run = runs(tape, sweep.baseline(tape.body).cuts, drive)
        reading = right_reading(run, tape.want) if run.asked and not _is_part(loaded, drive, tape) else None
        if run.lost or not (run.asked or run.error):
            hopeless.add(drive.entry)
        if reading is not None:
            return _way(loaded, drive, reading, tape)
    return None


def way_near(loaded: Loaded, one: Attempt, chosen: Sequence[Tape]) -> Way | None:
    """The way of an attempt that gave nearly the right answer; None where it did not."""
    if one.run.lost or one.run.late or not one.run.asked or _is_part(loaded, one.drive, one.tape):
        return None
    reading = near_reading(one.run, one.tape.want)
    return None if reading is None else _way(loaded, one.drive, reading, _led(one.tape, chosen))


def _is_part(loaded: Loaded, drive: Drive, tape: Tape) -> bool:
    """Whether an entry does no work, or only a part of it: a function of one piece beside one that asks and takes the
    pieces itself; text for a class that takes the bytes of its own request; of plain text a function from text to text,
    a helper that decodes bytes beside the one that asks and may keep half a character itself, or anything of a module
    that reads events, where plain text is the library's.
    """
    entry = loaded.entries[drive.entry]
    if entry.way == "piece" and loaded.uses and _LISTENS.search(loaded.text):
        return True
    if entry.listens and drive.feed == "text":
        return True
    if tape.want.shape == "text" and tape.ours and _READS_EVENTS.search(loaded.text):
        return True
    return tape.want.shape == "text" and not entry.asks and (drive.feed == "text" or bool(loaded.uses))


def _way(loaded: Loaded, drive: Drive, found: Reading, tape: Tape) -> Way:
    reading, look = settled(found)
    return Way(loaded.entries[drive.entry], drive._replace(look=look, heard=not look), reading, tape)


def _drives(loaded: Loaded, profiles: Sequence[str], hopeless: set[int]) -> Iterator[Drive]:
    for number, entry in enumerate(loaded.entries):
        for profile in profiles:
            for feed in ("bytes",) if entry.asks else ("bytes", "text", "buffer", "result"):
                if number not in hopeless:
                    yield Drive(number, profile, feed)


def read_as_well(way: Way, chosen: Sequence[Tape], runs: Runs) -> Iterator[Tape]:
    """The first tape of each other shape of the library that the client reads, up to one on which it never returns."""
    shapes = {way.tape.want.shape}
    for tape in chosen:
        if tape.want.shape not in shapes and tape.want.regular:
            run = runs(tape, sweep.baseline(tape.body).cuts, way.drive)
            if run.lost:
                return  # each further one may take as long
            if is_same_place(right_reading(run, tape.want), way.reading):
                shapes.add(tape.want.shape)
                yield tape


def profiles_of(loaded: Loaded) -> tuple[str, ...]:
    """The platforms under which a client is swept: those that it names, else its home. Where the module tests for
    TextDecoder, also a platform without one, because its fallback is another decoder; where it looks for a platform
    and has `fetch` as well, also Node, which has none that it looks for; a client that names uni has uni-h5 for that.
    """
    uses = set(loaded.uses) - {"fetch"}
    if not uses:
        return ("node", "device") if loaded.guards and not loaded.uses else (loaded.home,)
    found = [] if uses == {"swan"} else ["device", "devtools"]
    found += [profile for profile, name in (("uni-h5", "uni"), ("swan", "swan")) if name in uses]
    return (*found, "node") if loaded.sought and "fetch" in loaded.uses and "uni" not in uses else tuple(found)
