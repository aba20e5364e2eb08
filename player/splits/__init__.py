"""Splits: where to cut a body. Pure: a split names a profile, whose splitter makes a plan for a recorded body.

In reading order: `plan` (a body, and where it is cut), `profile` (what every profile is), `profiles/` (one family per
file: 你 is cut in `targeted`), `registry` (all of them by name), `split` (a profile with its parameters), `planner`
(from a split and a body to a plan); then `exhaust` (every cut of a level), `describe` (a cut in words), `vectors` (as
JSON).
"""

from player.grammar.arguments import Arguments, Draw
from player.splits.plan import Body, Plan, arrivals
from player.splits.planner import plan_for, settled, wants_seed
from player.splits.profile import Profile
from player.splits.registry import PROFILES, register
from player.splits.split import Split

__all__ = [
    "PROFILES",
    "Arguments",
    "Body",
    "Draw",
    "Plan",
    "Profile",
    "Split",
    "arrivals",
    "plan_for",
    "register",
    "settled",
    "wants_seed",
]
