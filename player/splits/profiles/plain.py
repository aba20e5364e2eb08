"""The family that aims at nothing: as recorded, one event per piece, everything at once, or cuts by hand."""

from player.splits.plan import check_cuts
from player.splits.profile import Arguments, Body, Draw, Offsets, Plan, Profile


def recorded(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    return Plan(source.cuts)


def event(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    return Plan(source.events)


def whole(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    return Plan()


def explicit(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    return Plan(check_cuts(arguments.numbers("cuts"), len(source.data)))


PROFILES = (
    Profile(
        "recorded",
        recorded,
        "plain",
        about="As recorded: the same pieces at the same times.",
        finds="What the recorded stream did.",
    ),
    Profile(
        "event",
        event,
        "plain",
        about="One event or record per piece: the control group. If this fails, no split is to blame.",
        finds="Bugs that are about content.",
    ),
    Profile(
        "whole",
        whole,
        "plain",
        about="Everything in one piece.",
        finds="Clients that handle one event per callback, end at `[DONE]`, or spread bytes into a function call.",
    ),
    Profile(
        "explicit",
        explicit,
        "plain",
        {"cuts": Offsets()},
        about="Exactly the cuts given by `cuts=` and no other: what a report or the shrinker prints.",
        finds="A known failure, again.",
        shown="cuts=38:40:300:600",
    ),
)
