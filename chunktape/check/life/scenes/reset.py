"""`reset,at=268`: a decoder that has a `reset` is reset at a byte, and given the whole stream."""

from bisect import bisect_left

from cassettes.messages import say, sentence
from chunktape.check.life.judging import behind, first, thrown, whole
from chunktape.check.life.scene import Outcome, Played, Scene, Setting, Step


def _steps(setting: Setting, at: int) -> list[Step]:
    return [("ask", 0, at), ("feed", 0, at), ("reset", 0, None), ("feed", 0, None), ("end", 0, None)]


def _judge(setting: Setting, played: Played, at: int) -> Outcome:
    pieces = bisect_left(setting.cuts, at) + 1
    return first(thrown(setting, played), whole(setting, behind(played.answers[0], played.marks[0], pieces, at)))


def _absent(setting: Setting) -> str:
    return "" if setting.entry.way in ("decoder", "piece") else say("it is given no pieces")


SCENE = Scene("reset", sentence("reset anywhere, the next stream is whole"), _steps, _judge, _absent, places=24)
