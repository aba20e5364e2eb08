"""Finds the line of the client's source to which a failure points. Rules

- One more run of the smallest plan is traced, and so is the baseline: what the client's code does in both tells
  nothing.
- An error has the line that its stack names. Characters that are lost have the line at which a builtin first gave
  U+FFFD. Where text is missing, it is the line at which a builtin first threw an error that the client did not report,
  else the one place to which the client came with the piece that shows it or before, and never at the baseline. Another
  wrong answer has the line that handed out the first wrong text.
- A run that never comes back has the line at which it is stuck, found by one that is watched (`sweep.hangs`).
- Where none of these is there, or several are, no line is named.
- A stack is untrusted text: a line is read only from files below the client's folder, and shown as text.
"""

import os
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from cassettes.messages import say, sentence
from chunktape.check.oracles import Case
from chunktape.check.values import Mark, Run

#: bytes of a source file that is read
_LARGEST: Final = 2_000_000
#: digits of a line number
_DIGITS: Final = 7
#: kinds of marks that are no builtin that threw, and what a builtin gives for bytes that are no character
_RAN: Final = "ran"
_GAVE: Final = "gave"
_REPLACED: Final = "U+FFFD"
#: oracles that fail where text is missing or late, or where the client does not say that the answer is over
_LACKS: Final = ("progress", "end")
#: why a line is named -> its sentence
_WHY: Final = {
    "thrown": sentence("The error comes from {at}"),
    "replaced": sentence("The first U+FFFD was made at {at}"),
    "swallowed": sentence("An error ({what}) was swallowed at {at}"),
    "only": sentence("Only with this plan it came to {at}"),
    "shown": sentence("The first wrong text was handed out at {at}"),
    "again": sentence("The end is said again at {at}"),
    "off": sentence("A listener that was never put on is taken off at {at}"),
    "listens": sentence("It begins to listen at {at}"),
    "slow": sentence("Most of the time goes by at {at}"),
    "stuck": sentence("It never gets past {at}"),
    "behind": sentence("Text was lost before {at} handed out the next one"),
}


class Place(NamedTuple):
    """One line of a source file, whose path is short below the current directory. `text`: the line without its indent,
    empty where it can't be read; `why`: a key of the sentences above; `what`: the builtin that threw.
    """

    file: str
    line: int
    text: str = ""
    why: str = "shown"
    what: str = ""

    @property
    def words(self) -> str:
        """What the line is, with its place, in a sentence."""
        return say(_WHY[self.why], at=f"{self.file}:{self.line}", what=self.what)


class Pointer(NamedTuple):
    """`file:line` in a client's source, and why it is named."""

    where: str
    why: str
    what: str = ""


def pointed(case: Case, oracle: str, plain: Run, due: str | None = None) -> Pointer | None:
    """The line to which the failure of a traced run points; `plain`: the traced baseline; `due`: the right answer, if
    it is not that of the baseline. None where there is no such line.
    """
    run = case.run
    if run.error and (run.error != case.baseline.error or run.cuts == case.baseline.cuts):
        return Pointer(run.where, "thrown") if run.where else None
    fresh = _fresh(run, plain)
    if oracle == "replacement":
        made = next((one for one in fresh if one.kind == _REPLACED), None)
        if made is not None:
            return Pointer(made.where, "replaced")
    due = case.due.text if due is None else due
    number = _first_wrong(case, due)
    until = run.said[number].piece if number is not None else len(run.cuts)
    lost = oracle in _LACKS or (number is None and oracle == "text") or _is_gap(case, due, number)
    if lost:
        for one in fresh:
            if one.kind not in (_RAN, _GAVE, _REPLACED) and one.piece <= until:
                return Pointer(one.where, "swallowed", one.kind)
        if only := _only(fresh, until):
            return Pointer(only, "only")
    if number is None:
        return None
    where = run.lines[number] if number < len(run.lines) else ""
    where = where or (_given(run, until) if run.said[number].source.startswith("return") else "")
    return Pointer(where, "behind" if lost else "shown") if where else None


def _fresh(run: Run, plain: Run) -> list[Mark]:
    """What the client's code did in `run` and not in `plain`, where its line is known."""
    known = {one[1:] for one in plain.marks}
    return [one for one in run.marks if one.where and (one.kind == _GAVE or one[1:] not in known)]


def _first_wrong(case: Case, due: str) -> int | None:
    """The number of the first value with which the answer is no longer the beginning of the one that is due."""
    run = case.run

    def is_wrong(count: int) -> bool:
        return not due.startswith(case.reading.shown(replace(run, said=run.said[:count])).text)

    first = bisect_left(range(len(run.said) + 1), True, key=is_wrong)
    return first - 1 if 0 < first <= len(run.said) else None


def _is_gap(case: Case, due: str, number: int | None) -> bool:
    """Whether the first wrong value belongs to a later place of the answer, so that the text before it is missing."""
    if number is None:
        return False
    run = case.run
    before = case.reading.shown(replace(run, said=run.said[:number])).text
    after = case.reading.shown(replace(run, said=run.said[: number + 1])).text
    return after.startswith(before) and after[len(before) :].strip("\n") in due[len(before) :]


def _only(fresh: Iterable[Mark], until: int) -> str:
    """The line to which the client came first; empty where it came to several with the same piece."""
    came = [(one.piece, one.where.rpartition(":")[0]) for one in fresh if one.kind == _RAN and one.piece <= until]
    first = min((piece for piece, _ in came), default=0)
    lines = {where for piece, where in came if piece == first}
    return lines.pop() if len(lines) == 1 else ""


def _given(run: Run, piece: int) -> str:
    """The line at which the client's function gave its values for a piece; empty where there are several."""
    lines = {one.where.rpartition(":")[0] for one in run.marks if one.kind == _GAVE and one.piece == piece}
    return lines.pop() if len(lines) == 1 else ""


def place(pointer: Pointer | None, root: Path) -> Place | None:
    """The place that a `file:line` names, with its text where the file lies below `root`; None for another form."""
    if pointer is None:
        return None
    file, _, number = pointer.where.rpartition(":")
    if not file or not (number.isascii() and number.isdecimal()) or len(number) > _DIGITS:
        return None
    text = _line(Path(file), int(number), root)
    return Place(_short(file), int(number), text, pointer.why, pointer.what)


def _short(file: str) -> str:
    """The path from the current directory, for a file below it."""
    here = os.getcwd() + os.sep
    return file.removeprefix(here)


def _line(file: Path, number: int, root: Path) -> str:
    try:
        if not file.resolve().is_relative_to(root.resolve()) or not file.is_file() or file.stat().st_size > _LARGEST:
            return ""
        lines = file.read_text("utf-8", "replace").split("\n")
    except (OSError, ValueError):
        return ""
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""
