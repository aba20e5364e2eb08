"""Makes the performance of one request: pure, in process, without waiting. Rules

- The wire, plain ASGI and callers of `perform` get a performance from the same function, `performed`.
- The same (interaction, scenario, seed) gives the same performance, on every platform and version (law 4).
- Rewrites come first, then faults that change bytes; the resulting body is cut and timed; then come the other faults,
  in the order of their phases.
- What is no HTTP, or can have no body, is neither rewritten nor damaged.
- The code of rewrites and faults is imported where something asks for them: a plain player starts without it.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from cassettes.errors import SpecError
from cassettes.headers import Framing
from cassettes.model import Interaction
from cassettes.seeds import canonical_seed
from player.faults.fault import Phase
from player.faults.registry import FAULTS
from player.grammar.use import Use
from player.rewrites.registry import REWRITES
from player.schedule.edits import Edit
from player.schedule.performance import Performance
from player.schedule.schedule import can_cut
from player.schedule.tape import Tape
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import paced, with_seed, with_uses
from player.splits import Body, Split, plan_for

if TYPE_CHECKING:
    from player.faults.applied import Met


def perform(interaction: Interaction, scenario: Scenario | str = "recorded", *, seed: str = "0") -> Performance:
    """What a client gets of `interaction` under `scenario`, a value or its text, such as `utf8+speed,x=2`. `seed`: any
    text, for parts that draw and name no seed. Without a client a gap of `auto` or `assured` is 5 ms; `auto` is none
    where nothing is cut elsewhere. Raises SpecError.
    """
    if isinstance(scenario, str):
        scenario = parse_scenario(scenario, Scenario())
    given = canonical_seed(seed)
    scenario = with_uses(scenario, given)
    source = body_of(interaction, scenario)
    if is_cut(interaction, scenario, source):
        scenario = with_seed(scenario, source, given)
    else:
        late = scenario.jitter_seed or (given if scenario.jitter else "")
        scenario = replace(scenario, split=Split(), jitter_seed=late)
    return performed(interaction, replace(scenario, gap=paced(scenario, {}, can=False)), source)


def tape_of(interaction: Interaction, scenario: Scenario) -> tuple[Tape, tuple[Use, ...], "tuple[Met, ...]"]:
    """The response after rewrites and after faults that change bytes, its rewrites, and all faults that it meets.

    Raises SpecError for parts that it can't have.
    """
    recorded = Tape(interaction)
    if not (scenario.rewrites or scenario.faults) or not can_edit(interaction):
        return recorded, (), ()
    from player.faults.applied import damaged
    from player.rewrites.applied import rewritten

    tape, rewrites = rewritten(recorded, scenario.rewrites)
    tape, met = damaged(tape, recorded, scenario.faults)
    return tape, rewrites, met


def body_of(interaction: Interaction, scenario: Scenario) -> Body:
    """The body that a settled scenario cuts. Raises SpecError."""
    return Body.of(tape_of(interaction, scenario)[0].interaction)


def can_edit(interaction: Interaction) -> bool:
    """Whether rewrites and faults are applied to it: it has a head, and all of it is HTTP."""
    return interaction.head is not None and not interaction.unparsed


def is_cut(interaction: Interaction, scenario: Scenario, source: Body) -> bool:
    """Whether `scenario` changes the cuts of the body; a body that can't be cut is played as it was recorded. Raises
    SpecError for a split that names offsets where the body is empty: it was made for another one.
    """
    if scenario.recut and can_cut(interaction):
        return True
    head, empty = interaction.head, not interaction.body
    if scenario.split.names_offsets and head is not None and interaction.framing is not Framing.NONE and empty:
        plan_for(source, scenario.split)
    return False


def alone(scenario: Scenario, use: Use) -> Scenario:
    """`scenario` settled and uncut, with `use`, one of its faults or rewrites, as the only one of its kind: the value
    that `refusal` takes, and the key under which its result may be kept. A fault keeps the rewrites before it, and a
    fault that moves the body's beginning.
    """
    plain, use = replace(scenario, split=Split(), jitter="", jitter_seed=""), replace(use, optional=False)
    if use.name in REWRITES:
        return with_uses(replace(plain, rewrites=(use,), faults=()), "0")
    start = tuple(one for one in scenario.faults if FAULTS[one.name].phase is Phase.START and one.name != use.name)
    return with_uses(replace(plain, faults=(*start, use)), "0")


def refusal(interaction: Interaction, scenario: Scenario) -> str | None:
    """Why the fault or rewrite of `alone` can't be applied to this response: a sentence, empty where it would change
    nothing; None where it fits.
    """
    faults = scenario.faults[:-1]
    before = replace(scenario, faults=faults) if scenario.faults else replace(scenario, rewrites=())
    try:
        made, plain = performed(interaction, scenario), performed(interaction, before)
    except SpecError as error:
        return str(error)
    seen, unchanged = ((one.head, one.body, one.trailers, one.schedule) for one in (made, plain))
    return None if seen != unchanged else ""


def performed(
    interaction: Interaction,
    scenario: Scenario,
    source: Body | None = None,
    late: Edit | None = None,
    *,
    chunked: bool = True,
) -> Performance:
    """The performance of a settled scenario; `source`: the body that it cuts, where it has been made before; `late`: an
    edit of its times (`--vary`), behind which the faults come; `chunked` False: its client gets no transfer chunks.

    Raises SpecError for a plan that does not fit the body, for an address beyond it, and for a rewrite that it can't
    have.
    """
    tape, rewrites, met = tape_of(interaction, scenario)
    plan = plan_for(source or Body.of(tape.interaction), scenario.split) if scenario.recut else None
    schedule = scenario.schedule(tape.interaction, plan)
    schedule = schedule if late is None else late(schedule)
    head, trailers = tape.interaction.head, interaction.ending.trailers
    made = Performance(head, tape.body, trailers, schedule, tape.origin, tape.real)
    faults: tuple[Use, ...] = ()
    if met:
        from player.faults.happened import faulted

        made, faults = faulted(made, Tape(interaction), met, chunked=chunked)
    left = [use for use in scenario.rewrites if use not in rewrites]
    left += [use for use in scenario.faults if use not in faults]
    return replace(made, spec=str(replace(scenario, rewrites=rewrites, faults=faults)), left=tuple(map(str, left)))
