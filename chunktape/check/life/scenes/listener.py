"""`listener`: a chunk listener that is taken off is the one that was put on.

A listener that is never removed ends with its request, so leaving it is a convention. A failed removal, because another
function was given (a new `bind`), is a failure.
"""

from cassettes.messages import say, sentence
from chunktape.check.life.judging import first, thrown
from chunktape.check.life.scene import PASS, Outcome, Played, Scene, Setting, Step
from chunktape.check.life.scenes.ways import platform_only
from chunktape.check.values import Judgement


def _steps(setting: Setting, at: int) -> list[Step]:
    return [(act, number, None) for number in (0, 1) for act in ("ask", "feed", "end", "rest")]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    heard = played.listeners
    if heard.strange and heard.left:
        words = say(
            "offChunkReceived got a function that onChunkReceived never had, so listeners that stay: {count}",
            count=heard.left,
        )
        return Outcome(Judgement.FAIL, words)
    if heard.left:
        return first(
            thrown(setting, played), Outcome(Judgement.CONVENTION, say("its chunk listeners go with their request"))
        )
    return first(thrown(setting, played), PASS)


SCENE = Scene(
    "listener", sentence("takes off the chunk listener that it put on"), _steps, _judge, platform_only, listens=True
)
