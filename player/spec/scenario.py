"""A scenario, which says how a recording is played: split, faults, rewrites and pace, and their text. Rules

- A request's spec adds to the session's settings; parts that it does not name stay those of the session.
- `Scenario.schedule` is the one place that turns (interaction, settings, plan) into a schedule, and `Scenario.key`
  names its result for the cache.
- A settled scenario has everything that decides its schedule: a gap in ms, and a seed for each part that draws.
- Rewrites and faults that a request asks for stand in place of the session's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import add
from typing import TYPE_CHECKING, Final

from cassettes.clock import MS
from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.model import Interaction
from player.faults.registry import edits_bytes
from player.grammar import decimals
from player.grammar.pace import GAP, IDLE_CAP, JITTER, SPEED
from player.grammar.parameters import Kind
from player.grammar.use import Use
from player.schedule.edits import Edit, edited, gap, hold, idle_cap, jitter, paced, scaled, shortened
from player.schedule.schedule import ORIGINAL, Schedule, Speed, cut, recorded
from player.spec.spec import Spec, parse_spec
from player.splits import Plan, Split

if TYPE_CHECKING:
    from player.schedule.vary import Drawn

#: ms; `auto` and `assured` depend on who asks (player.spec.settle)
PRESETS: Final = {"device": 20, "xhr": 50}


def read_speed(text: str) -> Speed:
    """`1`, `2`, `0.5`, ... or `max`. Raises SpecError."""
    try:
        speed = SPEED.read(text)
    except ValueError:
        raise SpecError(
            say("--speed takes a factor such as 1, 2 or 0.5, or max; found {found!r}.", found=text)
        ) from None
    return None if speed == "max" else Fraction(str(speed))


def read_option(option: str, text: str) -> str:
    """The canonical text of `--gap`, `--jitter` or `--idle-cap`. Raises SpecError that says what is allowed."""
    kind: Kind = {"gap": GAP, "jitter": JITTER, "idle-cap": IDLE_CAP}[option]
    try:
        return kind.show(kind.read(text))
    except SpecError as error:
        raise SpecError(say("--{option}: {what}", option=option, what=error)) from None
    except ValueError:
        raise SpecError(
            say("--{option} takes {allowed}; found {found!r}.", option=option, allowed=kind.allowed, found=text[:80])
        ) from None


@dataclass(frozen=True, slots=True)
class Scenario:
    """`gap`: least ms between two writes with body bytes, or a preset. `idle_cap` (a duration) and `jitter` (ms) are
    texts as in a spec, "" for none.
    """

    speed: Speed = ORIGINAL
    gap: str = "auto"
    split: Split = Split()  # noqa: RUF009 - frozen
    idle_cap: str = ""
    jitter: str = ""
    jitter_seed: str = ""
    rewrites: tuple[Use, ...] = ()
    faults: tuple[Use, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Names the performance among those of one interaction."""
        edits = (self.rewrites, self.faults)
        return (self.speed, self.gap, self.split, self.idle_cap, self.jitter, self.jitter_seed, *edits)

    @property
    def body_key(self) -> tuple[Use, ...]:
        """Names the body that is cut among those of one interaction; empty for the recorded one."""
        return (*self.rewrites, *filter(edits_bytes, self.faults))

    @property
    def body(self) -> "Scenario":
        """The parts that decide the body that is cut, without the others."""
        return Scenario(rewrites=self.rewrites, faults=tuple(filter(edits_bytes, self.faults)))

    @property
    def recut(self) -> bool:
        """Whether bodies are cut elsewhere than they were recorded."""
        return self.split.profile != "recorded" or self.split.names_offsets

    @property
    def plain(self) -> bool:
        """Whether recorded cuts and bytes are played, at times that nothing draws."""
        return not (self.recut or self.jitter or self.rewrites or self.faults)

    @property
    def gap_ns(self) -> int:
        """The least time between two writes; 0 for a gap that depends on the client."""
        return (int(self.gap) if self.gap.isdecimal() else PRESETS.get(self.gap, 0)) * MS

    @property
    def joins(self) -> bool:
        """Whether writes may be joined: nothing but speed decides when they leave, and no split was asked for."""
        return self.speed is None and self.gap in ("auto", "0") and not (self.recut or self.jitter or self.faults)

    @property
    def joins_late(self) -> bool:
        """Whether a player that is late may join writes: as recorded, and no gap was asked for."""
        return not (self.recut or self.faults) and self.gap in ("auto", "0")

    def schedule(self, interaction: Interaction, plan: Plan | None = None) -> Schedule:
        """The schedule of `interaction` under these settings, cut as `plan` says, else as it was recorded.

        Raises ValueError for a plan that does not fit the body.
        """
        schedule = recorded(interaction) if plan is None else cut(interaction, plan.cuts)
        return edited(schedule, self._edits(interaction, plan))

    def _edits(self, interaction: Interaction, plan: Plan | None) -> Iterator[Edit]:
        """The one order in which times are edited."""
        if self.idle_cap and self.speed is not None:
            yield idle_cap(interaction, self._idle_cap_ns, self.speed)
        yield paced(self.speed)
        holds = plan.holds if plan is not None else ()
        if holds and plan is not None and len(holds) != len(plan.cuts) + 1:
            raise ValueError(f"{len(holds)} holds for {len(plan.cuts) + 1} pieces")
        if self.jitter:
            late = jitter(int(self.jitter) * MS, self.jitter_seed)
            yield hold(map(add, holds, late) if holds else late)
        elif holds:
            yield hold(holds)
        yield gap(self.gap_ns)

    def vary(self, schedule: Schedule, drawn: "Drawn", frames: int) -> Schedule:
        """A schedule of these settings at the times that one stream has drawn; the least gap still holds."""
        from player.schedule.vary import vary  # for those who ask for it

        return edited(schedule, (vary(drawn, frames), gap(self.gap_ns, all_apart=True)))

    def ending(self, interaction: Interaction) -> int:
        """ns at which the recording ends at this speed, before holds and gaps."""
        at = interaction.ending.at
        if self.idle_cap and self.speed is not None:
            at = shortened(interaction, self._idle_cap_ns, self.speed)[at]
        return scaled(at, self.speed)

    @property
    def _idle_cap_ns(self) -> int:
        found = IDLE_CAP.read(self.idle_cap)
        assert isinstance(found, int)
        return found

    @property
    def spec(self) -> Spec:
        """The spec that gives these settings, without defaults."""
        speed = "max" if self.speed is None else decimals.show(int(self.speed * 1000), 3)
        speed = "" if self.speed == ORIGINAL else speed
        gap = "" if self.gap == "auto" else self.gap
        return Spec(self.split, self.rewrites, self.faults, speed, gap, self.idle_cap, self.jitter, self.jitter_seed)

    def __str__(self) -> str:
        return str(self.spec)


def parse_scenario(text: str, session: Scenario, plans: Mapping[str, str] | None = None) -> Scenario:
    """The settings that the spec `text` asks for, on top of the session's; `plans` has long specs by id.

    Raises SpecError.
    """
    return played(parse_spec(text, plans), session)


def played(spec: Spec, session: Scenario) -> Scenario:
    """The session's settings with those of `spec` put over them."""
    return replace(
        session,
        split=spec.split or session.split,
        speed=read_speed(spec.speed) if spec.speed else session.speed,
        gap=spec.gap or session.gap,
        idle_cap=spec.idle_cap or session.idle_cap,
        jitter=spec.jitter or session.jitter,
        jitter_seed=spec.jitter_seed or session.jitter_seed,
        rewrites=spec.rewrites or session.rewrites,
        faults=spec.faults or session.faults,
    )
