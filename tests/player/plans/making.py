"""Plans of recordings that are made in the test."""

import asyncio
from typing import Any

from network.work import MAKING
from player.library.library import Library
from player.library.recordings import Recording
from player.plans.performances import Form
from player.plans.plans import Plans
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import Meeting, Settled
from tests.support.recordings import END, cassette, interaction

SMALL = b"data: a\n\ndata: b\n\n"
LARGE = b"data: a\n\n" * MAKING.bytes


def made(*bodies: bytes, **keywords: Any) -> tuple[Plans, Library]:
    """The plans of a player, and a library with these bodies."""
    library = Library([cassette(*(interaction([(0, 0, body, END)], **keywords) for body in bodies))])
    return Plans("0"), library


def settled(plans: Plans, one: Recording, spec: str, *, can: bool = False) -> Settled:
    """What a client gets of a recording that asks with `spec`."""
    met = Meeting(parse_scenario(spec, Scenario()))
    return asyncio.run(plans.settling.settled(met, one, "a", {}, can=can))


def frames(plans: Plans, one: Recording, spec: str) -> Any:
    """The same, ready for a wire."""
    return asyncio.run(plans.ready(one, settled(plans, one, spec), Form.CHUNKED))
