"""Ten splits that together find every split bug we know: each request takes the next one.

The seed chooses: seed n takes number n modulo 10, so a session's consecutive seeds take all of them in turn.
A smoke split never becomes a plan itself; `planner.settled` puts the chosen one in its place.
"""

from typing import Final

from player.splits.profile import Arguments, Body, Draw, Plan, Profile
from player.splits.split import Split

_ALL: Final = (("all", "1"),)
#: text -> split, in the order in which they are taken; each is a whole split, so none of them needs the seed
TEN: Final = {
    "event": Split("event"),
    "utf8,all=1": Split("utf8", _ALL),
    "lines,all=1": Split("lines", _ALL),
    "fields,all=1,json=1": Split("fields", (*_ALL, ("json", "1"))),
    "sentinel,all=1": Split("sentinel", _ALL),
    "comments,all=1": Split("comments", _ALL),
    "lookalike,all=1": Split("lookalike", _ALL),
    "tail": Split("tail", (("t", "4"),)),
    "half-plus": Split("half-plus", (("k", "2"),)),
    "whole": Split("whole"),
}


def unsettled(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    raise AssertionError("smoke is settled before it is planned")


PROFILES = (
    Profile(
        "smoke",
        unsettled,
        "smoke",
        seeded=True,
        rotation=len(TEN),
        about="The next of ten splits at each request; together they find every split bug known to us.",
        finds="All of the above, in ten requests.",
    ),
)
