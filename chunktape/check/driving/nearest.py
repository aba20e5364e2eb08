"""The best attempt where no entry of a client gave the right answer, and the sentence about it. Pure. Rules

- An entry that asked for the stream is best. Where the client's text names a way to ask, one that could have asked
  comes next, and one that is fed last.
- Of equal ones that is better whose text has more of the stream's answer; printed text is no answer here. Then one that
  took the stream is better, and one that gave any text; of those that did not ask, one that failed.
- What gives the text and was not taken, as only a part of the client, comes last.
- An error that the client caught and printed is told, too: it is why nothing came.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from cassettes.messages import say, sentence
from cassettes.printable import safe
from chunktape.check.expectation import Expectation
from chunktape.check.oracles import difference
from chunktape.check.places import Pointer, place
from chunktape.check.reading import candidates
from chunktape.check.tapes import Tape
from chunktape.check.values import CantJudge, Drive, Entry, Loaded, Run

#: entries named in the sentence
_NAMED: Final = 8
#: characters that are looked for at once
_GRAM: Final = 4
_ERROR: Final = re.compile(r"[A-Za-z]*Error: ")

#: what to do about a client that can't be judged
_ADAPT: Final = sentence(
    "Give --tape with a stream that the client reads, or write an adapter: `--init` writes its beginning."
)
_ADAPT_PYTHON: Final = sentence(
    "Give --tape with a stream that the client reads, or a function around it, which takes the pieces and yields the "
    "text."
)


class Attempt(NamedTuple):
    """An entry that was tried on a tape, and its result. `part`: it is only a part of the client, and not taken."""

    drive: Drive
    entry: Entry
    run: Run
    tape: Tape
    part: bool = False


class NotDriven(CantJudge):
    """No entry gave the right answer for a tape. `nearest`: the best attempt, if there was one."""

    def __init__(self, sentence: str, nearest: Attempt | None) -> None:
        super().__init__(sentence)
        self.nearest = nearest


def nearest(loaded: Loaded, attempts: Sequence[Attempt]) -> Attempt | None:
    """The attempt that came nearest."""

    def rank(one: Attempt) -> tuple[bool, bool, bool, int, bool, bool]:
        shown, asked, asks = _shown(one), one.run.asked, one.entry.asks
        told = bool(shown if asked else one.run.error)
        return not one.part, asked and asks, asks or not loaded.uses, _alike(shown, one.tape.want), asked, told

    return max(attempts, key=rank, default=None)


def _alike(shown: str, want: Expectation) -> int:
    """How much of the stream's answer is in a text: tenths, of what a few characters of it show."""
    _, due = want.targets[0] if want.targets else ("", "\n".join(want.events))
    grams = {due[at : at + _GRAM] for at in range(0, max(1, len(due) - _GRAM + 1), _GRAM)} - {""}
    return 10 * sum(gram in shown for gram in grams) // max(1, len(grams))


def _shown(attempt: Attempt) -> str:
    """The text nearest to the stream's that an attempt gave by a value or by what is shown; not what it printed."""
    run, want = attempt.run, attempt.tape.want
    texts = [one.shown(run).text for one in candidates(run) if not one.is_printed and one.how != "events"]
    return max(texts, key=lambda text: (_alike(text, want), len(text)), default="")


def _caught(run: Run) -> str:
    """An error that the client caught and printed, if there is one."""
    printed = (one.value for one in run.said if one.source.startswith(("console.error", "console.warn", "console.log")))
    return next((text for text in printed if isinstance(text, str) and _ERROR.match(text)), "")


def nothing_right(client: str, loaded: Loaded, attempts: Sequence[Attempt]) -> NotDriven:
    """The error that says why no entry could be judged, by the attempt that came nearest."""
    one = nearest(loaded, attempts)
    if one is None:
        return NotDriven(
            say(
                "{client} exports nothing that can be called. Export its decoder or the function that asks.",
                client=client,
            ),
            None,
        )
    tried = list(dict.fromkeys(f"{one.entry.name} ({one.entry.way})" for one in attempts))
    words = say(
        "{client} can't be judged: {found}. Tried: {tried}. {remedy}",
        client=client,
        found=_found(one),
        tried=", ".join((*tried[:_NAMED], *(["..."] if len(tried) > _NAMED else []))),
        remedy=say(_ADAPT_PYTHON if client.startswith("py:") else _ADAPT),
    )
    if "uni" in loaded.uses and "onChunkReceived" in one.run.error:
        words += " " + say("uni.request gives a task only where it is given success, fail or complete: give it one.")
    return NotDriven(words, one)


def _found(attempt: Attempt) -> str:
    """The result of an attempt, in words."""
    entry, run, want = attempt.entry, attempt.run, attempt.tape.want
    shown = _shown(attempt)
    if run.lost == "crash":
        return say("`{name}` ends its process", name=entry.name)
    if run.lost:
        at = place(Pointer(run.where, "stuck"), Path())
        back = say("`{name}` never came back", name=entry.name)
        return say("{back}; it is stuck at {at}", back=back, at=f"{at.file}:{at.line}") if at is not None else back
    caught = _caught(run)
    if caught and not _alike(shown, want):
        return say("`{name}` catches and prints an error: {error}", name=entry.name, error=safe(caught))
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
