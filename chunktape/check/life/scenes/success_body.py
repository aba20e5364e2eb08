"""`success-body`: `success` has the whole body again, as some platforms do; others give none."""

from cassettes.messages import say, sentence
from chunktape.check.life.judging import first, thrown, whole
from chunktape.check.life.scene import Outcome, Played, Scene, Setting, Step
from chunktape.check.life.scenes.ways import platform_only


def _steps(setting: Setting, at: int) -> list[Step]:
    return [("ask", 0, None), ("feed", 0, None), ("end", 0, None), ("rest", 0, None)]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    return first(thrown(setting, played), whole(setting, played.answers[0]))


def _absent(setting: Setting) -> str:
    if setting.drive.profile == "uni-h5":
        return say("this platform always gives the body in `success`")
    return platform_only(setting)


SCENE = Scene(
    "success-body",
    sentence("the body again in `success` is not shown again"),
    _steps,
    _judge,
    _absent,
    wishes={"again": True},
    listens=True,
)
