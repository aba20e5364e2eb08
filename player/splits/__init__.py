"""Splits: the text of one, the profiles, the plan that comes of it."""

from player.splits.plan import Plan, Source, arrivals
from player.splits.planner import plan_for, settled, wants_seed
from player.splits.profile import Arguments, Draw, Profile
from player.splits.registry import PROFILES, register
from player.splits.spec import Part, Spec, Split, brief, parse_spec, plan_id

__all__ = [
    "PROFILES",
    "Arguments",
    "Draw",
    "Part",
    "Plan",
    "Profile",
    "Source",
    "Spec",
    "Split",
    "arrivals",
    "brief",
    "parse_spec",
    "plan_for",
    "plan_id",
    "register",
    "settled",
    "wants_seed",
]
