"""`together`: two answers at once, half an event of each in turn.

A client may stop the first answer when it is asked for another one, or refuse the second: that is a convention. So is
a place that shows the newest answer, such as the last message of a store: the first one is seen late there, or never.
"""

from cassettes.messages import say, sentence
from chunktape.check.life.judging import another, first, thrown, whole
from chunktape.check.life.scene import Outcome, Played, Scene, Setting, Step
from chunktape.check.life.scenes.ways import one_stream_only
from chunktape.check.values import Judgement


def _steps(setting: Setting, at: int) -> list[Step]:
    fed: list[Step] = [("feed", number, cut) for cut in (*setting.cuts, setting.size) for number in (0, 1)]
    return [("ask", 0, None), ("ask", 1, None), *fed, ("end", 0, None), ("end", 1, None)]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    one, two = played.answers
    if setting.entry.asks and not two.asked:
        refused = Outcome(Judgement.CONVENTION, say("it refuses a second answer while the first one comes"))
        return first(thrown(setting, played), whole(setting, one), refused)
    shown = setting.reading.shown(one).text
    found = whole(setting, one)
    lags = setting.reading.is_state and setting.due.text.startswith(shown) and found.judgement is Judgement.FAIL
    if setting.entry.asks and (lags or not shown):
        alone = Outcome(Judgement.CONVENTION, say("it shows the newest answer only"))
        return first(thrown(setting, played), another(setting, two), alone)
    return first(thrown(setting, played), another(setting, two), found)


def _absent(setting: Setting) -> str:
    return one_stream_only(setting) or (
        say("the place where its answers stand is one for all of them") if setting.shared else ""
    )


SCENE = Scene("together", sentence("two answers at once don't mix"), _steps, _judge, _absent, tears=True)
