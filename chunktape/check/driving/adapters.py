"""`chunktape check --init`: an adapter of a few lines that says how a client is driven. Rules

- It stands beside the client, as `stream.check.mjs` for `stream.js`, and is never overwritten without `--force`.
- Where no entry gave the answer, it is the attempt that came nearest, with a comment at the place to fill.
- `chunktape check stream.check.mjs` drives the client through it and tries no other entry; docs/check.md describes the
  arguments of an adapter.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from cassettes.errors import CassetteError, SpecError
from cassettes.messages import say
from cassettes.messages.reasons import why
from chunktape.check import sweep
from chunktape.check.driving.choosing import choose
from chunktape.check.driving.nearest import NotDriven
from chunktape.check.driving.search import load
from chunktape.check.reading import any_reading, settled
from chunktape.check.runners.child import Child
from chunktape.check.shrink import Cuts
from chunktape.check.tapes import Tape
from chunktape.check.values import Drive, Run

ENDING: Final = ".check.mjs"


class Adapter(NamedTuple):
    """An adapter that was written. `missing`: why nothing gave the answer; empty where one did."""

    path: Path
    missing: str = ""


def place(client: str, *, force: bool) -> Path:
    """The path of a client's adapter. Raises SpecError for a client that can't have one, and where one exists
    already.
    """
    if client.startswith("py:"):
        raise SpecError(
            say("--init writes adapters for JavaScript; a Python client is a function: write one around it.")
        )
    if client.endswith(ENDING):
        raise SpecError(say("{file} is an adapter already: `chunktape check {file}` uses it.", file=client))
    path = Path(client).with_suffix(ENDING)
    if path.exists() and not force:
        raise SpecError(say("{file} exists. Look at it first; --force writes it anew.", file=str(path)))
    return path


def write(client: str, child: Child, chosen: Sequence[Tape], path: Path) -> Adapter:
    """Find out how `client` is driven and write its adapter to `path`. Raises CantJudge for one that can't be loaded,
    and CassetteError for a file that can't be written.
    """

    def run(tape: Tape, cuts: Cuts, drive: Drive) -> Run:
        return child.run(child.body(tape.body.data, sweep.baseline(tape.body).cuts), cuts, drive)

    name = Path(client).name
    loaded = load(client, child)
    missing, near, number, found = "", False, -1, _found(Drive(0), "", ())
    try:
        way, _, _, near = choose(client, loaded, chosen, run)
        number, found = way.drive.entry, _found(way.drive, way.reading.source, way.reading.path)
    except NotDriven as error:
        missing = str(error)
        if error.nearest is not None:
            drive, reading = error.nearest.drive, any_reading(error.nearest.run)
            number, found = drive.entry, _found(drive, "", ())
            if reading is not None:
                reading, look = settled(reading)
                found = _found(drive._replace(look=look), reading.source, reading.path)
    words = _words(name, path, missing, near=near)
    text = child.adapter({"entry": number, "file": f"./{name}", "found": found, "words": words})
    try:
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise CassetteError(
            say("{file} can't be written: {reason}.", file=str(path), reason=why(error)),
            path=str(path),
        ) from error
    return Adapter(path, missing)


def _found(drive: Drive, source: str, path: Sequence[str | int]) -> dict[str, Any]:
    return {"source": source, "path": list(path), "look": drive.look, "feed": drive.feed}


def _words(name: str, path: Path, missing: str, *, near: bool) -> dict[str, str]:
    """The comments of an adapter."""
    head = (
        say("How `chunktape check {adapter}` drives {client}.", adapter=path.name, client=name),
        say("Written by `chunktape check --init`, and yours to change."),
        say("say(text): a piece of the answer, or all of it so far. end(): it is over. fail(error): it went wrong."),
        say("What else drive() is given stands in docs/check.md, under 'Adapters'."),
    )
    nearest = say("Nothing that was tried gave what the stream says; this came nearest.")
    fill = say("FILL IN: call what asks for the stream, and hand its text to say().")
    return {
        "head": "\n".join(head),
        "place": nearest if near else say("This gave what the stream says:"),
        "fill": missing and f"{nearest}\n{fill}",
    }
