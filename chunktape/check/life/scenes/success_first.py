"""`success-first`: `success` comes before the last chunk, which holds at least one event with text.

Chunks after `success` may be dropped or shown: correct clients differ.
"""

from cassettes.messages import say, sentence
from chunktape.check.life.judging import thrown, whole
from chunktape.check.life.scene import PASS, Outcome, Played, Scene, Setting, Step
from chunktape.check.life.scenes.ways import platform_only
from chunktape.check.values import Judgement, Run


def _last(setting: Setting) -> int:
    """The cut before the last event with text."""
    after = setting.reading.shown(setting.baseline).after
    number = next((number for number, size in enumerate(after) if size == after[-1]), 0)
    return setting.cuts[number - 1] if number else 0


def _steps(setting: Setting, _: int) -> list[Step]:
    at = _last(setting)
    return [("ask", 0, None), ("feed", 0, at), ("end", 0, 1), ("stray", 0, at), ("rest", 0, None)]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    run = played.answers[0]
    shown, due = setting.reading.shown(run), setting.reading.shown(setting.baseline)
    if thrown(setting, played) != PASS:
        return thrown(setting, played)
    if shown.text == due.text and not run.error:
        return PASS
    if due.text.startswith(shown.text) and not run.error and _enough(setting, run):
        return Outcome(Judgement.CONVENTION, say("what comes behind `success` is dropped"))
    return whole(setting, run)


def _enough(setting: Setting, run: Run) -> bool:
    """Whether everything before `success` is shown."""
    due, shown = setting.reading.shown(setting.baseline), setting.reading.shown(run)
    before = due.after[max(0, setting.cuts.index(_last(setting)))] if _last(setting) else 0
    return (len(shown.events) if setting.reading.how == "events" else len(shown.text)) >= before


SCENE = Scene(
    "success-first",
    sentence("`success` before the last chunk does no harm"),
    _steps,
    _judge,
    platform_only,
    listens=True,
)
