"""`end`: the callback that says the end is called once per answer."""

from typing import Final

from cassettes.messages import say, sentence
from cassettes.printable import safe
from chunktape.check.life.judging import first, thrown
from chunktape.check.life.scene import PASS, Outcome, Played, Scene, Setting, Step
from chunktape.check.values import Judgement

#: callbacks that end the answer, and not a part of it
_ENDS: Final = ("done", "end", "complete", "finish", "close", "success")


def _steps(setting: Setting, at: int) -> list[Step]:
    return [(act, 0, None) for act in ("ask", "feed", "end", "rest")]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    found = {name: count for name, count in played.answers[0].ends if name.lower().removeprefix("on") in _ENDS}
    if not found:
        return Outcome(Judgement.NOT_APPLICABLE, say("no callback says the end"))
    often = next((name for name, count in found.items() if count > 1), "")
    if often:
        words = say("`{name}` called so often: {count}", name=safe(often), count=found[often])
        return Outcome(Judgement.FAIL, words)
    return first(thrown(setting, played), PASS)


def _absent(setting: Setting) -> str:
    several = setting.tape.want.texts is not None and len(setting.tape.want.texts) > 1
    return say("each of the answer's choices may have an end") if several else ""


SCENE = Scene("end", sentence("says its end once"), _steps, _judge, _absent)
