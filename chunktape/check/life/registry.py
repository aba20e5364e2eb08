"""Every scene by name, in the order in which they are played."""

from typing import Final

from chunktape.check.life.linear import TIMES
from chunktape.check.life.scene import Scene
from chunktape.check.life.scenes import (
    abort,
    at_once,
    end,
    late_chunk,
    late_listener,
    listener,
    reset,
    restart,
    success_body,
    success_first,
    together,
    twice,
)

SCENES: Final[dict[str, Scene]] = {
    one.SCENE.name: one.SCENE
    for one in (
        end,
        at_once,
        twice,
        together,
        late_listener,
        success_first,
        success_body,
        listener,
        abort,
        restart,
        late_chunk,
        reset,
    )
}


def title_of(name: str) -> str:
    """What a correct client does in the scene, or in the measurement, in English, for `say`. Empty where there is no
    such scene.
    """
    if name in TIMES:
        return TIMES[name][0]
    return SCENES[name].title if name in SCENES else ""
