"""Judges the baseline, one event per piece, whose failures are not about cuts. Rules

- A client whose two baseline runs differ is not repeatable.
- The client must show the body's answer; otherwise it is a content failure, reported with the first character that
  differs.
- The client is blind on a tape where it did not ask, shows nothing of a tape that may not be meant for it, stopped
  reading before the end, or still types the answer after minutes; and on one of another shape of which it shows
  nothing, also where it throws.
"""

from pathlib import Path

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.findings import Finding
from chunktape.check.oracles import CONTENT, Verdict, difference, judge
from chunktape.check.places import Pointer, place
from chunktape.check.reading import Reading, expected, expected_events
from chunktape.check.sweep.trial import Trial
from chunktape.check.tapes import Tape
from chunktape.check.tapes.other_shape import is_read_past
from chunktape.check.values import Judgement, Run


def differs(reading: Reading, one: Run, two: Run) -> str:
    """How two runs of the same plan differ, in words; empty where they do not."""
    first, second = reading.shown(one), reading.shown(two)
    same = (first.text, first.events, bool(one.error), one.lost) == (
        *(second.text, second.events),
        *(bool(two.error), two.lost),
    )
    return "" if same else difference(second.text, first.text)


def judged(trial: Trial, root: Path, led: Tape) -> tuple[Judgement, Finding | None]:
    """The judgement of the baseline, and its finding. `root`: the client's folder; `led`: the tape that leads it."""
    tape, run, shown = trial.tape, trial.baseline, trial.shown
    wanted = expected(tape.want, trial.reading, shown)
    if run.lost:
        stuck = place(Pointer(run.where, "stuck"), root)
        return Judgement.FAIL, Finding(tape, trial.profile, next(judge(trial.case(run))), place=stuck)
    if (not run.asked and not run.error) or run.late:
        return Judgement.NOT_JUDGED, None
    if wanted is None or not trial.reading.target:
        return (Judgement.PASS if shown.text else Judgement.NOT_JUDGED), None
    count = _other_events(trial) if shown.text == wanted else ""
    if shown.text == wanted and not count and (not run.error or tape.want.ended == "error"):
        return Judgement.PASS, None
    # a recording cut short may end in an error; an event without its blank line need not be shown
    if tape.want.ended == "cut" and (shown.text == wanted or tape.body.boundaries.dialect == "sse"):
        return (Judgement.CONVENTION if shown.text.startswith(wanted) else Judgement.NOT_JUDGED), None
    if is_read_past(tape, led, shown.text):
        return Judgement.NOT_JUDGED, None
    if not run.error and _says_too_little(trial, wanted):
        return Judgement.NOT_JUDGED, None
    words = safe(run.error) or count or difference(shown.text, wanted)
    case, line = trial.placed(run.cuts, CONTENT, root, wanted)
    verdict = Verdict(CONTENT, Judgement.FAIL, words)
    return Judgement.FAIL, Finding(tape, trial.profile, verdict, case=case, place=line)


def asked_of(trial: Trial) -> set[str]:
    """The oracles that can be asked about a client's runs over a tape."""
    case = trial.case(trial.baseline)
    found = {one.oracle for one in judge(case) if one.judgement is not Judgement.NOT_APPLICABLE}
    return found if trial.tape.want.texts is None else {CONTENT, *found}


def _other_events(trial: Trial) -> str:
    """How many events a client makes of a body whose text it has right, where these are others; empty where not."""
    wanted, shown = expected_events(trial.tape.want, trial.shown), trial.shown.events
    if trial.reading.how != "events" or shown == wanted:
        return ""
    return say("expected events {wanted}, found {found}", wanted=len(wanted), found=len(shown))


def _says_too_little(trial: Trial, wanted: str) -> bool:
    """Whether the client shows nothing of a tape that may not be meant for it, or stops reading before the end."""
    tape, shown = trial.tape, trial.shown.text
    if not shown and not tape.ours and not tape.rewrite and tape.template is None:
        return True
    return wanted.startswith(shown) and trial.baseline.delivered < len(trial.base) + 1
