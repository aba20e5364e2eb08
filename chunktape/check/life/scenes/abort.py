"""`abort,at=268`: stopped at a byte, then asked again in the same instance, while the server goes on with the old
answer.

A decoder or an iteration is dropped, and a new one is made; the state that it kept in its module stays there.
"""

from cassettes.messages import sentence
from chunktape.check.life.judging import another, first, stopped, thrown
from chunktape.check.life.scene import Outcome, Played, Scene, Setting, Step
from chunktape.check.life.scenes.ways import one_stream_only


def _steps(setting: Setting, at: int) -> list[Step]:
    return [
        ("ask", 0, None),
        ("feed", 0, at),
        ("stop", 0, None),
        ("rest", 0, None),
        ("ask", 1, None),
        ("feed", 0, None),
        ("feed", 1, None),
        ("end", 1, None),
    ]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    one, two = played.answers
    return first(thrown(setting, played), another(setting, two), stopped(setting, one, at))


SCENE = Scene(
    "abort",
    sentence("stopped anywhere, the next answer is whole"),
    _steps,
    _judge,
    one_stream_only,
    places=24,
    everywhere=True,
)
