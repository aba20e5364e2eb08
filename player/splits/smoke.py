"""Ten splits that together find every split bug we know: each request takes the next one.

The seed chooses: seed n takes number n modulo 10, so a session's consecutive seeds take all of them in turn.
A smoke split never becomes a plan itself; `planner.settled` puts the chosen one in its place.
"""

from typing import Final

from player.splits.plan import Plan, Source
from player.splits.profile import Arguments, Draw, Profile

#: In the order in which they are taken; each is a whole split, so none of them needs the seed.
TEN: Final = (
    "event",
    "utf8,all=1",
    "lines,all=1",
    "fields,all=1,json=1",
    "sentinel,all=1",
    "comments,all=1",
    "lookalike,all=1",
    "tail",
    "half-plus",
    "whole",
)


def unsettled(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    raise AssertionError("smoke is settled before it is planned")


PROFILES = (Profile("smoke", unsettled, "smoke", seeded=True, rotation=len(TEN)),)
