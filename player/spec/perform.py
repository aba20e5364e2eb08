"""One request, one performance: pure, in process, with nothing that waits. Rules

- A performance is all that is said of a recording under a scenario: head, body, what each write carries and when. The
  wire, plain ASGI and whoever calls `perform` have it from the same function, `performed`.
- The same (interaction, scenario, seed) gives the same performance, on every platform and version (law 4).
- The head is the recorded one. What depends on who asks (framing headers, CORS, `Location`) is put in by the player
  that answers (`player.web.heads`).
"""

from dataclasses import dataclass, replace

from cassettes.model import Headers, Interaction, ResponseHead
from cassettes.seeds import canonical_seed
from player.schedule.schedule import Schedule, can_cut
from player.schedule.writes import Writes, encode
from player.spec.scenario import Scenario, parse_scenario
from player.spec.settle import paced, with_seed
from player.splits import Body, Split, plan_for


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where the bytes of a performed body were recorded. No body is rewritten yet, so each is where it was."""

    def recorded(self, offset: int) -> int:
        """The offset in the recorded body of the byte at `offset`."""
        return offset


@dataclass(frozen=True, slots=True)
class Performance:
    """A recording under a settled scenario. `body` is what is cut, and `origin` says where its bytes were recorded;
    `real`: they are the recorded ones.
    """

    head: ResponseHead | None
    body: bytes
    trailers: Headers
    schedule: Schedule
    scenario: Scenario
    origin: OffsetMap = OffsetMap()
    real: bool = True

    @property
    def spec(self) -> str:
        """The text that gives this performance again."""
        return str(self.scenario)

    def frames(self, *, chunked: bool = True, join: bool = False) -> Writes:
        """Its writes in bytes, without the head; `chunked` False for a client of HTTP/1.0, `join` as in `encode`."""
        return encode(self.schedule, self.body, self.trailers, chunked=chunked, join=join)


def perform(interaction: Interaction, scenario: Scenario | str = "recorded", *, seed: str = "0") -> Performance:
    """What a client gets of `interaction` under `scenario`, a value or its text, such as `utf8+speed,x=2`.

    `seed`: any text, for what draws and names no seed. Without a client a gap of `auto` or `assured` is 5 ms; `auto` is
    none where nothing is cut elsewhere. Raises SpecError.
    """
    if isinstance(scenario, str):
        scenario = parse_scenario(scenario, Scenario())
    source = Body.of(interaction)
    if is_cut(interaction, scenario, source):
        scenario = with_seed(scenario, source, canonical_seed(seed))
    else:
        late = scenario.jitter_seed or (canonical_seed(seed) if scenario.jitter else "")
        scenario = replace(scenario, split=Split(), jitter_seed=late)
    return performed(interaction, replace(scenario, gap=paced(scenario, {}, can=False)), source)


def is_cut(interaction: Interaction, scenario: Scenario, source: Body) -> bool:
    """Whether `scenario` cuts the body elsewhere; what cannot be cut is played as it was recorded.

    Raises SpecError for a split that names offsets where the body is empty: they are those of another one.
    """
    if scenario.recut and can_cut(interaction):
        return True
    head, empty = interaction.head, not interaction.body
    if scenario.split.names_offsets and head is not None and interaction.framing != "none" and empty:
        plan_for(source, scenario.split)
    return False


def performed(interaction: Interaction, scenario: Scenario, source: Body | None = None) -> Performance:
    """The performance of a settled scenario; `source`: the interaction's, where it has been made before.

    Raises SpecError for a plan that does not fit the body.
    """
    plan = plan_for(source or Body.of(interaction), scenario.split) if scenario.recut else None
    schedule = scenario.schedule(interaction, plan)
    return Performance(interaction.head, interaction.body, interaction.ending.trailers, schedule, scenario)
