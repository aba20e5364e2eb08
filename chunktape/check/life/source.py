"""The client's own line behind a scene that fails, found in the same scene played once more and traced. Pure. Rules

- An exception has the line that its stack names. An end that is said twice has the line that says it again; a listener
  that was never put on, the line that takes it off; one that comes too late, the line that puts it on.
- An answer that is wrong has the line that handed out its first wrong value; one that goes on after it was stopped, the
  first value too many.
- Where no value is wrong, but some are missing, no line is named.
"""

from dataclasses import replace
from typing import Final

from chunktape.check import places
from chunktape.check.life.judging import behind, most_shown, stopped, whole
from chunktape.check.life.scene import Played, Scene, Setting
from chunktape.check.places import Pointer
from chunktape.check.values import Judgement, Run

#: scene -> (the place of a played scene that is meant, why it is named)
_OWN: Final = {"end": ("end", "again"), "listener": ("off", "off"), "late-listener": ("on", "listens")}


def pointed(setting: Setting, scene: Scene, played: Played, at: int) -> Pointer | None:
    """The line to which the failure of a traced scene points; None where there is no such line."""
    if played.error:
        return _pointer(played.places.get("error", ""), "thrown")
    if scene.name in _OWN:
        name, why = _OWN[scene.name]
        return _pointer(played.places.get(name, ""), why)
    for number, run in enumerate(played.answers):
        if found := _in_answer(setting, scene, played, number, run, at):
            return found
    return None


def _in_answer(setting: Setting, scene: Scene, played: Played, number: int, run: Run, at: int) -> Pointer | None:
    is_stopped = number == 0 and len(played.answers) > 1 and scene.places > 0
    if is_stopped and stopped(setting, run, at).judgement is not Judgement.FAIL:
        return None
    if scene.name == "reset":
        run = behind(run, played.marks[0], len([cut for cut in run.cuts if cut <= at]), at)
    if not is_stopped and whole(setting, run).judgement is not Judgement.FAIL:
        return None
    due = setting.due.text
    if is_stopped:
        most = most_shown(setting, at)
        due = "\n".join(setting.due.events[:most]) if setting.reading.how == "events" else due[:most]
        run = replace(run, error="")  # that it was stopped may be an error for the client: what it showed then is not
    return places.pointed(setting.case(run), "text", Run(), due)


def _pointer(where: str, why: str) -> Pointer | None:
    return Pointer(where, why) if where else None
