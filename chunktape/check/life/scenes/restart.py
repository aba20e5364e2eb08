"""`restart,at=268`: stopped at a byte and asked again in the same turn: the old request says that it failed only
then."""

from cassettes.messages import say, sentence
from chunktape.check.life.judging import another, first, stopped, thrown
from chunktape.check.life.scene import Outcome, Played, Scene, Setting, Step
from chunktape.check.life.scenes.ways import asks_only
from chunktape.check.values import Judgement


def _steps(setting: Setting, at: int) -> list[Step]:
    return [
        ("ask", 0, None),
        ("feed", 0, at),
        ("stop", 0, None),
        ("ask", 1, None),
        ("feed", 1, None),
        ("end", 1, None),
    ]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    one, two = played.answers
    if not two.asked:
        words = say("it asks again only when the old request has said that it ended")
        return first(thrown(setting, played), Outcome(Judgement.CONVENTION, words))
    return first(thrown(setting, played), another(setting, two), stopped(setting, one, at))


SCENE = Scene(
    "restart",
    sentence("stopped and asked again at once, the next answer is whole"),
    _steps,
    _judge,
    asks_only,
    places=8,
    behind="abort",
)
