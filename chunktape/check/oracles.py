"""The oracles, which say what is wrong with a run. Pure. Rules

- A run is judged against the client's own baseline, one event per piece; whether the baseline is right is judged once,
  separately (`sweep.uncut`).
- A run in which the answer was not asked for is not judged.
- A last event without its blank line is a convention (WHATWG drops it, one SDK dispatches it): the baseline tells which
  one the client has, and cuts must not change it.
- Duplicates: the text is right once repeated parts are taken out; otherwise it is a different text.
- After the end: the end callback is called more often than at the baseline, or text comes with a later piece.
- Progress: the text that the baseline has shown after event k is shown once the client has taken the piece that
  completes event k; so a client is measured by its own throttle. A CR that may be half of a CRLF waits for the next
  piece.
"""

from bisect import bisect_right
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from cassettes.messages import say, sentence
from cassettes.printable import safe
from chunktape.check.expectation import Expectation
from chunktape.check.reading import Reading, Shown
from chunktape.check.repeats import first_repeated
from chunktape.check.values import Judgement, Run

#: the oracle of the baseline (`sweep.uncut`)
CONTENT: Final = "content"
#: characters shown of what differs
_SHOWN: Final = 16


@dataclass(frozen=True)
class Case:
    """A run beside its baseline. `size`: bytes of the body."""

    run: Run
    baseline: Run
    want: Expectation
    reading: Reading
    size: int

    @cached_property
    def shown(self) -> Shown:
        return self.reading.shown(self.run)

    @cached_property
    def due(self) -> Shown:
        return self.reading.shown(self.baseline)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of one oracle on one run; `words`: the difference, in a sentence."""

    oracle: str
    judgement: Judgement
    words: str = ""


_Said = tuple[Judgement, str]
_PASS: Final[_Said] = (Judgement.PASS, "")
_NO: Final[_Said] = (Judgement.NOT_APPLICABLE, "")


def difference(found: str, wanted: str) -> str:
    """A sentence on where two texts begin to differ, and their characters there."""
    at = next((number for number, pair in enumerate(zip(found, wanted, strict=False)) if pair[0] != pair[1]), None)
    if at is None:
        at = min(len(found), len(wanted))
    return say(
        "from character {at}: expected '{wanted}', found '{found}'",
        at=at,
        wanted=safe(wanted[at : at + _SHOWN]),
        found=safe(found[at : at + _SHOWN]),
    )


def _terminates(case: Case) -> _Said:
    if case.run.lost == "hang":
        return Judgement.FAIL, say("it never came back")
    if case.run.lost:
        return Judgement.FAIL, say("its process ended")
    return _PASS


def _error(case: Case) -> _Said:
    if case.run.error and case.run.error != case.baseline.error:
        return Judgement.FAIL, safe(case.run.error)
    return _PASS


def _replacement(case: Case) -> _Said:
    more = case.shown.text.count("\ufffd") - case.due.text.count("\ufffd")
    if more > 0:
        return Judgement.FAIL, say("U+FFFD that the body does not have: {count}", count=more)
    return _PASS


def _duplicates(case: Case) -> _Said:
    shown, due = case.shown, case.due
    parts = due.events if case.reading.how == "events" else [due.text[a:b] for a, b in pairwise((0, *due.after))]
    found = first_repeated(shown.events if case.reading.how == "events" else shown.text, parts)
    if found is None:
        return _PASS
    return Judgement.FAIL, say("shown again: '{text}'", text=safe(found[:_SHOWN]))


def _text(case: Case) -> _Said:
    if case.shown.text == case.due.text:
        return _PASS
    return Judgement.FAIL, difference(case.shown.text, case.due.text)


def _events(case: Case) -> _Said:
    if case.reading.how != "events":
        return _NO
    if case.shown.events != case.due.events:
        count = say(
            "expected events {wanted}, found {found}", wanted=len(case.due.events), found=len(case.shown.events)
        )
        return Judgement.FAIL, count
    return _PASS


def _end(case: Case) -> _Said:
    if not case.baseline.ended:
        return _NO
    return _PASS if case.run.ended else (Judgement.FAIL, say("the end was not seen"))


def _after(case: Case) -> _Said:
    if not case.run.ends:
        return _NO
    base = dict(case.baseline.ends)
    for name, count in case.run.ends:
        if count > max(1, base.get(name, 0)):
            return Judgement.FAIL, say("`{name}` called so often: {count}", name=safe(name), count=count)
    if case.run.past and not case.baseline.past:
        return Judgement.FAIL, say("things said with later pieces than its own end: {count}", count=case.run.past)
    return _PASS


def _progress(case: Case) -> _Said:
    shown, due, want = case.shown.after, case.due.after, case.want
    if not want.ready:
        return _NO
    ends = (*case.run.cuts, case.size)
    steps = [bisect_right(want.ends, end) for end in (*case.baseline.cuts, case.size)]
    piece = 0
    for number, end in enumerate(ends[:-1]):
        events = want.due(end)
        while piece < len(steps) and steps[piece] < events:
            piece += 1
        if events and piece < len(due) and shown[number] < due[piece]:
            counts = {"bytes": end, "events": events, "shown": shown[number], "due": due[piece]}
            if case.due.events:
                return Judgement.FAIL, say(
                    "after {bytes} bytes ({events} whole events) events shown: {shown}; one event per piece: {due}",
                    **counts,
                )
            return Judgement.FAIL, say(
                "after {bytes} bytes ({events} whole events) characters shown: {shown}; one event per piece: {due}",
                **counts,
            )
    return _PASS


#: name -> (title, the oracle), in the order of a report: the surest sign first
ORACLES: Final[dict[str, tuple[str, Callable[[Case], _Said]]]] = {
    "terminates": (sentence("comes back"), _terminates),
    "error": (sentence("no exception, no unhandled rejection"), _error),
    "replacement": (sentence("no U+FFFD of its own"), _replacement),
    "duplicates": (sentence("nothing shown twice"), _duplicates),
    "text": (sentence("same text"), _text),
    "events": (sentence("same events"), _events),
    "end": (sentence("end seen"), _end),
    "after": (sentence("nothing after its own end"), _after),
    "progress": (sentence("shown in time"), _progress),
}


def judge(case: Case) -> Iterator[Verdict]:
    """The verdict of each oracle; for a lost run only that of the first one."""
    if not case.run.asked:
        yield from (Verdict(name, Judgement.NOT_JUDGED) for name in ORACLES)
        return
    for name, (_, oracle) in ORACLES.items():
        judgement, words = oracle(case)
        yield Verdict(name, judgement, words)
        if case.run.lost:
            return


def failure(case: Case, left_out: Container[str] = ()) -> Verdict | None:
    """The first verdict that fails, but for those of the oracles `left_out`; None where the run passes."""
    return next((one for one in judge(case) if one.judgement is Judgement.FAIL and one.oracle not in left_out), None)
