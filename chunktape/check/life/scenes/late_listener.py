"""`late-listener`: the first chunk comes as early as a platform may send it, right after the turn of the event loop in
which the request was made.
"""

from cassettes.messages import say, sentence
from chunktape.check.life.judging import first, thrown, whole
from chunktape.check.life.scene import Outcome, Played, Scene, Setting, Step
from chunktape.check.life.scenes.ways import platform_only
from chunktape.check.values import Judgement


def _steps(setting: Setting, at: int) -> list[Step]:
    return [("ask", 0, None), ("feed", 0, None), ("end", 0, None)]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    found = first(thrown(setting, played), whole(setting, played.answers[0]))
    if found.judgement is not Judgement.FAIL:
        return found
    return found._replace(words=say("a chunk that comes before the chunk listener is lost: {words}", words=found.words))


SCENE = Scene(
    "late-listener",
    sentence("listens before the first chunk"),
    _steps,
    _judge,
    platform_only,
    wishes={"eager": True},
    listens=True,
)
