"""`late-chunk,at=268`: stopped at a byte, then the rest of the answer comes nevertheless, to the listeners of its
request."""

from cassettes.messages import say, sentence
from chunktape.check.life.judging import another, first, stopped, thrown
from chunktape.check.life.scene import Outcome, Played, Scene, Setting, Step
from chunktape.check.life.scenes.ways import platform_only
from chunktape.check.values import Judgement


def _steps(setting: Setting, at: int) -> list[Step]:
    return [
        ("ask", 0, None),
        ("feed", 0, at),
        ("stop", 0, None),
        ("stray", 0, at),
        ("rest", 0, None),
        ("ask", 1, None),
        ("feed", 1, None),
        ("end", 1, None),
    ]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    one, two = played.answers
    more = stopped(setting, one, at)
    if more.judgement is Judgement.FAIL and played.stops == "task.abort()":
        more = Outcome(Judgement.CONVENTION, say("what stops it is the platform's own task: it never knows"))
    return first(thrown(setting, played), more, another(setting, two))


SCENE = Scene(
    "late-chunk",
    sentence("a chunk after the stop is not shown"),
    _steps,
    _judge,
    platform_only,
    places=8,
    at_events=True,
    behind="abort",
    listens=True,
)
