"""How a recording is to be played: the settings of the session and of one request, and the schedule they give. Rules

- A spec of a request adds to the session's settings; what it does not name stays as the session has it.
- Grammar as everywhere: `recorded+speed,x=2+gap,ms=20`. Split profiles join here: `Play.schedule` is the one place
  that turns (interaction, settings) into a schedule, and `Play.key` names its result for the cache.
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from cassettes.clock import MS
from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.model import Interaction
from player.schedule import ORIGINAL, Schedule, Speed, recorded

GAPS: Final = {"auto": 0, "device": 20, "xhr": 50}
_FACTOR = re.compile(r"(?=[0-9.]*[1-9])[0-9]{1,6}(?:\.[0-9]{1,3})?", re.ASCII)
_MILLISECONDS = re.compile(r"[0-9]{1,5}", re.ASCII)


def read_speed(text: str) -> Speed:
    """`1`, `2`, `0.5`, ... or `max`. Raises SpecError."""
    if text == "max":
        return None
    if not _FACTOR.fullmatch(text):
        raise SpecError(say("player.bad-speed", found=text))
    return Fraction(text)


@dataclass(frozen=True, slots=True)
class Play:
    """`gap_ns`: least time between two writes with body bytes."""

    speed: Speed = ORIGINAL
    gap_ns: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        """Names the schedule among those of one interaction."""
        return (self.speed, self.gap_ns)

    @property
    def joins(self) -> bool:
        """Whether writes may be joined: nothing but speed decides when they leave."""
        return self.speed is None and self.gap_ns == 0

    def schedule(self, interaction: Interaction) -> Schedule:
        """The schedule of `interaction` under these settings."""
        return recorded(interaction, self.speed, self.gap_ns)

    def __str__(self) -> str:
        parts = ["recorded"]
        if self.speed != ORIGINAL:
            parts.append("speed,x=max" if self.speed is None else f"speed,x={float(self.speed):g}")
        if self.gap_ns:
            parts.append(f"gap,ms={self.gap_ns // MS}")
        return "+".join(parts)


def parse_play(text: str, session: Play) -> Play:
    """The settings that the spec `text` asks for, on top of the session's. Raises SpecError."""
    play = session
    for number, part in enumerate(text.split("+")):
        name, *pairs = part.split(",")
        values = dict(pair.partition("=")[::2] for pair in pairs)
        if name == "recorded" and number == 0 and not values:
            continue
        if name == "speed" and list(values) == ["x"]:
            play = replace(play, speed=read_speed(values["x"]))
        elif name == "gap" and list(values) == ["ms"]:
            play = replace(play, gap_ns=_gap(values["ms"]))
        else:
            raise SpecError(say("player.bad-spec", part=part[:80]))
    return play


def _gap(text: str) -> int:
    if text in GAPS:
        return GAPS[text] * MS
    if not _MILLISECONDS.fullmatch(text) or int(text) > 60_000:
        raise SpecError(say("player.bad-spec", part=f"gap,ms={text}"[:80]))
    return int(text) * MS
