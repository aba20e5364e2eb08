"""Judges an answer in a scene. Pure."""

from bisect import bisect_left
from dataclasses import replace

from cassettes.messages import say
from cassettes.printable import safe
from chunktape.check.life.scene import PASS, Outcome, Played, Setting
from chunktape.check.oracles import ORACLES, failure
from chunktape.check.values import Judgement, Run


def whole(setting: Setting, run: Run, *, in_time: bool = True) -> Outcome:
    """Judge an answer that was played to its end: it must be that of the baseline, and as early if it is to be
    `in_time`.
    """
    if not run.asked:
        return Outcome(Judgement.NOT_JUDGED, say("it was not asked for"))
    found = failure(setting.case(run), () if in_time else ("progress",))
    if found is None:
        return PASS
    return Outcome(Judgement.FAIL, f"{say(ORACLES[found.oracle][0])}: {found.words}")


def another(setting: Setting, run: Run) -> Outcome:
    """Judge an answer that is played after or beside another one."""
    found = whole(setting, run)
    return found._replace(words=say("the other answer: {words}", words=found.words)) if found.words else found


def stopped(setting: Setting, run: Run, at: int) -> Outcome:
    """Judge an answer that was stopped at byte `at`: nothing behind the event there may be shown. That event itself may
    be shown, since a client may hand out an event in parts; and other words in the place of the answer, such as
    `Loading`.
    """
    if setting.shared:  # the next answer stands in the same place
        return PASS
    most = most_shown(setting, at)
    shown = setting.reading.shown(run)
    if len(shown.events if setting.reading.how == "events" else shown.text) > most:
        if setting.reading.how == "whole" and not shown.text.startswith(setting.due.text[: most + 1]):
            return PASS
        more = shown.text[most:] if setting.reading.how != "events" else "\n".join(shown.events[most:])
        return Outcome(Judgement.FAIL, say("the answer goes on after it was stopped: '{text}'", text=safe(more[:16])))
    return PASS


def most_shown(setting: Setting, at: int) -> int:
    """How many characters, or events, an answer that was stopped at byte `at` may show."""
    due = setting.due
    touched = bisect_left(setting.cuts, at) + 1  # pieces of the baseline, the last one perhaps in part
    return max(due.after[min(touched, len(due.after)) - 1], setting.come(touched))


def thrown(setting: Setting, played: Played) -> Outcome:
    """Judge the scene itself: it must end, and without an exception that the baseline does not have."""
    if played.lost:
        return Outcome(Judgement.FAIL, say("it never came back") if played.lost == "hang" else say("its process ended"))
    new = played.error and played.error != setting.baseline.error
    return Outcome(Judgement.FAIL, safe(played.error)) if new else PASS


def behind(run: Run, mark: int, pieces: int, at: int) -> Run:
    """The part of a run behind a reset at byte `at`, after `pieces` pieces: the values from number `mark` on."""
    said = tuple(one._replace(piece=one.piece - pieces) for one in run.said[mark:])
    lines = run.lines[mark:]
    return replace(run, cuts=tuple(cut - at for cut in run.cuts[pieces:]), said=said, lines=lines, ends=())


def first(*found: Outcome) -> Outcome:
    """The worst of these: a failure, else a convention, else the first that was not judged."""
    for judgement in (Judgement.FAIL, Judgement.CONVENTION, Judgement.NOT_JUDGED):
        for one in found:
            if one.judgement is judgement:
                return one
    return PASS
