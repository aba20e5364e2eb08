"""`at-once`: the pieces come one right behind another, and then the end: no timer of the client runs between.

A phone that was busy hands out all that has come in one go. A client that reads a piece later (in a timer, or behind
something that takes its time) may mix their order, or drop at the end what it still holds.
"""

from cassettes.messages import sentence
from chunktape.check.life.judging import first, thrown, whole
from chunktape.check.life.scene import Outcome, Played, Scene, Setting, Step


def _steps(setting: Setting, at: int) -> list[Step]:
    return [(act, 0, None) for act in ("ask", "end", "rest")]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    return first(thrown(setting, played), whole(setting, played.answers[0], in_time=False))


SCENE = Scene(
    "at-once",
    sentence("pieces and the end that come at once lose nothing"),
    _steps,
    _judge,
    tears=True,
    wishes={"hurried": True},
)
