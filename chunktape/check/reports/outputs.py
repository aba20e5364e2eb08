"""The two answers of a finding side by side, and the pieces of its plan. Pure."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cassettes.messages import say, sentence
from cassettes.printable import preview, safe
from chunktape.check.findings import Finding
from chunktape.check.oracles import Case
from chunktape.check.reading import expected
from player.splits import Plan
from player.splits.plan import arrivals

#: characters shown before the first difference, and from there on
_BEFORE: Final = 60
_AFTER: Final = 160
#: bytes of a piece shown as text
_HELD: Final = 64
#: pieces shown on each side of one that differs
_NEAR: Final = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One answer around the first difference. `same`: the text that both have; `odd`: the character that differs, or
    empty where the answer ends; `rest`: the text behind it; `title`: whose answer it is.
    """

    title: str
    same: str
    odd: str
    rest: str


@dataclass(frozen=True, slots=True)
class Outputs:
    """The expected and the actual answer, which differ from character `at` on."""

    at: int
    due: Side
    found: Side


def outputs(finding: Finding) -> Outputs | None:
    """The two answers; None where they are equal, or not known."""
    case = finding.case
    if case is None:
        return None
    if finding.verdict.oracle == "content":
        due = expected(case.want, case.reading, case.due) or ""
        titles = sentence("What the body says"), sentence("What the client shows")
    else:
        due = case.due.text
        titles = sentence("One event per piece"), sentence("This plan")
    found = case.shown.text
    if due == found:
        return None
    at = next(
        (at for at, pair in enumerate(zip(due, found, strict=False)) if pair[0] != pair[1]), min(len(due), len(found))
    )
    return Outputs(at, _side(say(titles[0]), due, at), _side(say(titles[1]), found, at))


def _side(title: str, text: str, at: int) -> Side:
    start, end = max(0, at - _BEFORE), at + _AFTER
    rest = safe(text[at + 1 : end], "\n") + ("…" if end < len(text) else "")
    return Side(title, ("…" if start else "") + safe(text[start:at], "\n"), _one(text[at : at + 1]), rest)


def _one(character: str) -> str:
    """One character, a line feed as an escape, so that it can be seen."""
    return safe(character)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a plan: body[start:end], recorded `at` ns; what it `holds` as text; how much the client has shown
    after it (characters, or events). `added`: it ends at a cut that the baseline does not have; `joined`: it holds a
    boundary of the baseline.
    """

    number: int
    start: int
    end: int
    at: int
    holds: str
    shown: int | None
    added: bool
    joined: bool


def pieces(case: Case, finding: Finding) -> list[Piece]:
    """The pieces of the finding's plan, in order."""
    body, cuts = finding.tape.body, case.run.cuts
    base = set(case.baseline.cuts)
    after = case.shown.after
    spans = list(pairwise((0, *cuts, len(body.data))))
    return [
        Piece(
            number + 1,
            start,
            end,
            at,
            _held(body.data[start:end]),
            after[number] if number < len(after) else None,
            end not in base and end < len(body.data),
            any(start < cut < end for cut in base),
        )
        for number, ((start, end), at) in enumerate(zip(spans, arrivals(body, Plan(cuts)), strict=True))
    ]


def _held(data: bytes) -> str:
    """What a piece holds: all of a short one, the first and the last bytes of a long one."""
    if len(data) <= _HELD:
        return preview(data)
    behind = len(data) - _HELD // 2
    while behind < len(data) and data[behind] & 0xC0 == 0x80:  # don't cut a whole character
        behind += 1
    return preview(data, _HELD // 2) + preview(data[behind:])


def telling(every: list[Piece]) -> list[list[Piece]]:
    """The runs of pieces around those that differ from the baseline, in order; the first pieces where none differs."""
    odd = [number for number, one in enumerate(every) if one.added or one.joined] or [0]
    near = sorted({near for one in odd for near in range(one - _NEAR, one + _NEAR + 2) if 0 <= near < len(every)})
    groups: list[list[Piece]] = []
    for number in near:
        if groups and groups[-1][-1].number == number:
            groups[-1].append(every[number])
        else:
            groups.append([every[number]])
    return groups
