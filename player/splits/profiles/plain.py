"""The family that aims at nothing: as recorded, one event per piece, everything at once, or cuts by hand."""

from player.grammar.parameters import Offsets
from player.splits.plan import Plan, Source, check_cuts
from player.splits.profile import Arguments, Draw, Profile


def recorded(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    return Plan(source.cuts)


def event(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    return Plan(source.events)


def whole(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    return Plan()


def explicit(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    return Plan(check_cuts(arguments.numbers("cuts"), len(source.body)))


PROFILES = (
    Profile("recorded", recorded, "plain"),
    Profile("event", event, "plain"),
    Profile("whole", whole, "plain"),
    Profile("explicit", explicit, "plain", {"cuts": Offsets()}),
)
