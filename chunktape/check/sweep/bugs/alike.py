"""Puts failures without any cut together that have one cause. Pure. Rules

- A tape and its rewrite are an experiment: where the client fails on the rewrite and does not fail in the same way on
  the tape itself, the cause is what the rewrite brings: of several traits the likeliest one that an experiment shows.
- So are two recordings of the same answer of which one has one trait more.
- Another tape with that trait fails for it as well, unless the client reads a tape that has the trait.
- A rewrite on which it fails like the tape itself fails for what the tape itself has.
- What a client shows whatever the tape is a sign, and one failure: it never decodes UTF-8, it shows again, behind the
  answer, what it has shown, or, under a profile under which it reads no tape at all, it shows nothing, or twice what
  comes with each piece.
- Other failures are one where their words are equal.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple, TypeAlias

from chunktape.check.findings import Finding, Swept
from chunktape.check.reading import decoded, expected, is_said_again
from chunktape.check.repeats import halved
from chunktape.check.tapes.tape import Tape
from chunktape.check.tapes.traits import TRAITS, traits_of
from chunktape.check.values import Judgement

#: the signs of a content failure
UNDECODED: Final = "undecoded"
TWICE: Final = "twice"
AGAIN: Final = "again"
SILENT: Final = "silent"

_Key: TypeAlias = tuple[str, int, str]  # file, number of the recording, profile


class _Experiment(NamedTuple):
    """A tape, and the one trait more that another tape with the same answer has."""

    itself: Tape
    trait: str


def grouped(findings: Iterable[Finding], swept: Iterable[Swept]) -> list[Finding]:
    """The findings with their traits, those of one cause as one, where the first of them stands."""
    findings, swept = list(findings), list(swept)
    plain = {_key(one): one.tape for one in swept if not one.tape.rewrite}
    proven = _proven(findings, plain)
    read = {(one.profile, trait) for one in swept if one.baseline is Judgement.PASS for trait in traits_of(one.tape)}
    reads = {one.profile for one in swept if one.baseline is Judgement.PASS}
    shows = reads | {one.profile for one in findings if one.case is not None and one.case.shown.text}
    groups: dict[object, list[Finding]] = {}
    for number, one in enumerate(findings):
        if not is_content(one):
            groups[number] = [one]
            continue
        sign = _sign(one, reads, shows)
        trait = "" if sign else _trait(one, plain, proven, read)
        groups.setdefault(sign or trait or one.verdict, []).append(replace(one, sign=sign, trait=trait))
    return [_one(group) for group in groups.values()]


def is_content(one: Finding) -> bool:
    """Whether a finding is one of the baseline: the client does not show what the body says."""
    return one.verdict.oracle == "content" and not one.cuts


def _sign(one: Finding, reads: set[str], shows: set[str]) -> str:
    """What a content failure would show on every tape; empty where it has no such sign. `reads`, `shows`: the profiles
    under which the client reads a tape, or shows something of one.
    """
    if one.case is None or one.case.run.error:
        return ""
    shown = one.case.shown
    if not shown.text:
        return "" if one.profile in shows else SILENT
    if decoded(shown.text) != shown.text and not any(
        decoded(text) != text for text in one.tape.want.texts or () if text
    ):
        return UNDECODED
    wanted = expected(one.tape.want, one.case.reading, shown)
    if wanted and one.profile not in reads and halved(shown.text, shown.after) == wanted:
        return TWICE
    return AGAIN if wanted is not None and is_said_again(shown.text, wanted) else ""


def _proven(findings: list[Finding], plain: dict[_Key, Tape]) -> set[tuple[str, str]]:
    """(profile, trait) of each experiment: the client fails on a rewrite, and not so on the tape itself."""
    verdicts = {(one.tape.name, one.profile): one.verdict for one in findings if is_content(one)}
    pairs = [(one, _experiment(one, plain)) for one in findings if is_content(one)]
    return {
        (one.profile, found.trait)
        for one, found in pairs
        if found is not None and verdicts.get((found.itself.name, one.profile)) != one.verdict
    }


def _experiment(one: Finding, plain: dict[_Key, Tape]) -> _Experiment | None:
    """The tape beside which that of a finding is an experiment, and the trait that it brings."""
    if one.tape.rewrite:
        itself = plain.get(_key(one))
        return _Experiment(itself, one.tape.rewrite) if itself is not None and one.tape.rewrite in TRAITS else None
    for (_, _, profile), other in plain.items():
        if profile == one.profile and _answer(other) == _answer(one.tape):
            brought = traits_of(one.tape) - traits_of(other)
            if len(brought) == 1 and not traits_of(other) - traits_of(one.tape):
                return _Experiment(other, *brought)
    return None


def _answer(tape: Tape) -> tuple[str, ...]:
    """What a tape says: its text, or its events where it has none, or is of unknown shape."""
    texts = tape.want.texts or ()
    return texts if any(texts) else tape.want.events


def _key(one: Finding | Swept) -> _Key:
    return one.tape.file, one.tape.recorded.number, one.profile


def _trait(one: Finding, plain: dict[_Key, Tape], proven: set[tuple[str, str]], read: set[tuple[str, str]]) -> str:
    """The trait that is to blame; empty where none is proven."""
    had, blamed = traits_of(one.tape), proven - read
    found = _experiment(one, plain)
    if found is None:
        return next((name for name in TRAITS if name in had and (one.profile, name) in blamed), "")
    if (one.profile, found.trait) not in proven:  # it fails like the tape itself
        itself = replace(one, tape=found.itself)
        return "" if _experiment(itself, plain) else _trait(itself, plain, proven, read)
    brought = had - traits_of(found.itself)
    return next((name for name in TRAITS if name in brought and (one.profile, name) in blamed), found.trait)


def _one(group: list[Finding]) -> Finding:
    """The finding that stands for its group: the experiment, if there was one."""
    head = next((one for one in group if one.trait and one.tape.rewrite == one.trait), group[0])
    for one in group:
        head.also_on(one.tape, one.profile)
    return head
