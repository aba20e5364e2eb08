"""`twice`: two answers, one after the other, in the same instance."""

from cassettes.messages import say, sentence
from chunktape.check.life.judging import another, first, thrown, whole
from chunktape.check.life.scene import PASS, Outcome, Played, Scene, Setting, Step
from chunktape.check.life.scenes.ways import one_stream_only
from chunktape.check.values import Judgement


def _steps(setting: Setting, at: int) -> list[Step]:
    return [(act, number, None) for number in (0, 1) for act in ("ask", "feed", "end", "rest")]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    one, two = played.answers
    if not two.asked:
        return first(thrown(setting, played), Outcome(Judgement.NOT_APPLICABLE, say("it asks once")))
    return first(thrown(setting, played), another(setting, two), PASS if setting.shared else whole(setting, one))


SCENE = Scene("twice", sentence("a second answer is like the first"), _steps, _judge, one_stream_only)
