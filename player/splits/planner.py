"""From a split and a source to a plan. Rules

- A plan depends on the source and the settled split alone: law 4.
- A settled split has a seed if its profile draws, is one of the ten where `smoke` was asked for, names its version,
  and names the body where it names offsets. Its text gives the same plan again, on every platform and version.
- A split that names another body is refused.
"""

from dataclasses import replace

from cassettes.errors import SpecError
from cassettes.messages import say
from cassettes.seeds import seed_number
from player.grammar.arguments import Arguments, Draw
from player.splits.plan import Body, Plan, edited
from player.splits.profiles.smoke import TEN
from player.splits.registry import PROFILES
from player.splits.split import Split


def wants_seed(split: Split) -> bool:
    """Whether a request with this split takes the next seed of the session."""
    return PROFILES[split.profile].seeded and not split.seed


def settled(split: Split, source: Body, seed: str = "0") -> Split:
    """`split` with everything named that decides its plan; `seed` (canonical) is used where it has none.

    Raises SpecError when it was made for another body.
    """
    if split.body and split.body != source.digest:
        raise SpecError(
            say(
                "The plan was made for a body with digest {wanted}, this one has {found}. Its offsets fit no "
                "other body: make the plan again, or use the old cassette.",
                wanted=split.body,
                found=source.digest,
            )
        )
    if split.profile == "smoke":
        chosen = tuple(TEN.values())[seed_number(split.seed or seed) % len(TEN)]
        split = replace(chosen, add=split.add, drop=split.drop)
        seed = "0"
    profile = PROFILES[split.profile]
    return replace(
        split,
        seed=(split.seed or seed) if profile.seeded else "",
        body=source.digest if split.names_offsets else "",
        version=split.version or profile.version,
    )


def plan_for(source: Body, split: Split, seed: str = "0") -> Plan:
    """The plan of `split` for `source`. Its `spec` is the settled split.

    Raises SpecError for offsets outside the body and for a split made for another body.
    """
    split = settled(split, source, seed)
    profile = PROFILES[split.profile]
    arguments = Arguments.of(profile.parameters, dict(split.parameters))
    plan = profile.splitter(source, arguments, Draw(split.profile, split.seed))
    if split.add or split.drop:
        plan = edited(source, plan, split.add, split.drop)
    return replace(plan, spec=str(split))
