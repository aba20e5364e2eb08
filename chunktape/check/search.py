"""How a client can be driven: each entry is tried at the baseline, and the first that gives what a tape says is taken.

Where none does, the attempt that came nearest says why.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check import sweep, tapes
from chunktape.check.expectation import Expectation
from chunktape.check.oracles import difference
from chunktape.check.reading import Reading, any_reading, right_reading
from chunktape.check.shrink import Cuts
from chunktape.check.tapes import Tape
from chunktape.check.values import CantJudge, Drive, Entry, Loaded, Run

#: runs a client over a tape that is cut
Runs = Callable[[Tape, Cuts, Drive], Run]


class Way(NamedTuple):
    """How a client is driven, where its answer stands, and the tape that told both."""

    entry: Entry
    drive: Drive
    reading: Reading
    tape: Tape


def find(client: str, loaded: Loaded, chosen: Sequence[Tape], runs: Runs) -> Way:
    """Settle how the client is driven, by the tapes that were `chosen`, then by the library. Raises CantJudge."""
    attempts: list[tuple[Entry, Run, Expectation]] = []
    profiles = profiles_of(loaded)
    for tape in [one for one in chosen if one.dense and not one.ours] + tapes.first_of_each():
        for entry, drive in _drives(loaded, profiles):
            run = runs(tape, sweep.baseline(tape.body).cuts, drive)
            reading = right_reading(run, tape.want) if run.asked else None
            if reading is not None:
                return Way(entry, drive, reading, tape if tape in chosen else chosen[0])
            attempts.append((entry, run, tape.want))
    if len(chosen) == 1 and chosen[0].want.texts is None:
        (tape,) = chosen
        for number, entry in enumerate(loaded.entries):
            drive = Drive(number, profiles[0])
            run = runs(tape, sweep.baseline(tape.body).cuts, drive)
            reading = any_reading(run)
            if reading is not None and not run.error:
                return Way(entry, drive, reading, tape)
    raise CantJudge(_nothing_right(client, attempts))


def way_on(loaded: Loaded, tape: Tape, runs: Runs) -> Way | None:
    """The first way to drive the client that gives what `tape` says; None where none does."""
    for entry, drive in _drives(loaded, profiles_of(loaded)):
        run = runs(tape, sweep.baseline(tape.body).cuts, drive)
        if run.lost:
            return None
        reading = right_reading(run, tape.want) if run.asked else None
        if reading is not None:
            return Way(entry, drive, reading, tape)
    return None


def _drives(loaded: Loaded, profiles: Sequence[str]) -> Iterator[tuple[Entry, Drive]]:
    for number, entry in enumerate(loaded.entries):
        for profile in profiles:
            for feed in ("bytes",) if entry.way == "request" else ("bytes", "text", "buffer"):
                yield entry, Drive(number, profile, feed)


def read_as_well(way: Way, chosen: Sequence[Tape], runs: Runs) -> Iterator[Tape]:
    """The first tape of each other shape of the library that the client reads."""
    shapes = {way.tape.want.shape}
    for tape in chosen:
        if tape.want.shape not in shapes and tape.want.regular:
            run = runs(tape, sweep.baseline(tape.body).cuts, way.drive)
            if right_reading(run, tape.want) == way.reading:
                shapes.add(tape.want.shape)
                yield tape


def profiles_of(loaded: Loaded) -> tuple[str, ...]:
    """The platforms that a client is swept under: those that it names, else Node; one without TextDecoder, too, where
    the module looks for one: its fallback is another decoder.
    """
    uses = set(loaded.uses)
    if uses == {"swan"}:
        return ("swan",)
    if uses:
        return ("device", "devtools", "uni-h5") if "uni" in uses else ("device", "devtools")
    return ("node", "device") if loaded.guards else ("node",)


def _nothing_right(client: str, attempts: Sequence[tuple[Entry, Run, Expectation]]) -> str:
    """Why no entry could be judged, by the attempt that came nearest."""
    if not attempts:
        return say(
            "{client} exports nothing that can be called. Export its decoder or the function that asks.", client=client
        )
    spoken = [one for one in attempts if (read := any_reading(one[1])) and read.shown(one[1]).text]
    asked = [one for one in attempts if one[1].asked]
    entry, run, want = (spoken or asked or attempts)[0]
    if run.lost == "crash":
        found = say("`{name}` ends its process", name=entry.name)
    elif run.lost:
        found = say("`{name}` never came back", name=entry.name)
    elif spoken:
        reading = any_reading(run)
        shown = "" if reading is None else reading.shown(run).text
        found = say(
            "`{name}` says something else than the stream: {difference}",
            name=entry.name,
            difference=difference(shown, want.targets[0][1] if want.targets else "\n".join(want.events)),
        )
    elif run.error:
        found = say("`{name}` fails: {error}", name=entry.name, error=safe(run.error))
    elif asked:
        found = say("`{name}` takes the stream and says nothing", name=entry.name)
    else:
        found = say("`{name}` never asks for the stream", name=entry.name)
    return say(
        "{client} can't be judged: {found}. Tried: {tried}. Give --tape with a stream that the client reads, and "
        "export a decoder (push, feed, decode) or a function that hands its text to a callback.",
        client=client,
        found=found,
        tried=", ".join(dict.fromkeys(f"{one.name} ({one.way})" for one, _, _ in attempts)),
    )
