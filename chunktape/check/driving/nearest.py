"""The best attempt where no entry of a client gave the right answer, and the sentence about it. Pure. Rules

- An entry that gave a value is better than one that only asked, which is better than one that did neither.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.expectation import Expectation
from chunktape.check.oracles import difference
from chunktape.check.reading import any_reading
from chunktape.check.values import CantJudge, Drive, Entry, Loaded, Run

#: entries named in the sentence
_NAMED: Final = 8


class Attempt(NamedTuple):
    """An entry that was tried, its result, and the expected one."""

    drive: Drive
    entry: Entry
    run: Run
    want: Expectation


class NotDriven(CantJudge):
    """No entry gave the right answer for a tape. `nearest`: the best attempt, if there was one."""

    def __init__(self, sentence: str, nearest: Attempt | None) -> None:
        super().__init__(sentence)
        self.nearest = nearest


def nearest(attempts: Sequence[Attempt]) -> Attempt | None:
    """The attempt that came nearest."""
    spoken = [one for one in attempts if (read := any_reading(one.run)) and read.shown(one.run).text]
    asked = [one for one in attempts if one.run.asked and one.entry.way != "piece"]
    return next(iter(spoken or asked or attempts), None)


def nothing_right(client: str, loaded: Loaded, attempts: Sequence[Attempt]) -> NotDriven:
    """The error that says why no entry could be judged, by the attempt that came nearest."""
    one = nearest(attempts)
    if one is None:
        return NotDriven(
            say(
                "{client} exports nothing that can be called. Export its decoder or the function that asks.",
                client=client,
            ),
            None,
        )
    tried = list(dict.fromkeys(f"{one.entry.name} ({one.entry.way})" for one in attempts))
    sentence = say(
        "{client} can't be judged: {found}. Tried: {tried}. Give --tape with a stream that the client reads, or write "
        "an adapter: `--init` writes its beginning.",
        client=client,
        found=_found(one),
        tried=", ".join((*tried[:_NAMED], *(["..."] if len(tried) > _NAMED else []))),
    )
    if "uni" in loaded.uses and "onChunkReceived" in one.run.error:
        sentence += " " + say("uni.request gives a task only where it is given success, fail or complete: give it one.")
    return NotDriven(sentence, one)


def _found(attempt: Attempt) -> str:
    """The result of an attempt, in words."""
    _, entry, run, want = attempt
    reading = any_reading(run)
    shown = "" if reading is None else reading.shown(run).text
    if run.lost == "crash":
        return say("`{name}` ends its process", name=entry.name)
    if run.lost:
        return say("`{name}` never came back", name=entry.name)
    if shown:
        return say(
            "`{name}` gives something else than the stream says: {difference}",
            name=entry.name,
            difference=difference(shown, want.targets[0][1] if want.targets else "\n".join(want.events)),
        )
    if run.error:
        return say("`{name}` fails: {error}", name=entry.name, error=safe(run.error))
    if run.late:
        return say(
            "`{name}` calls back only after the end: more than two minutes behind the last piece. Shorten the timer",
            name=entry.name,
        )
    if run.asked:
        return say("`{name}` takes the stream and gives nothing back", name=entry.name)
    return say("`{name}` never asks for the stream", name=entry.name)
