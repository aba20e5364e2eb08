"""Every profile by name. Rules

- A family is one module of this package with a tuple `PROFILES`; a family that is not listed here does not exist.
- A name or alias stands for one profile; aliases are read and never printed.
"""

from typing import Final

from player.splits.profile import Profile
from player.splits.profiles import adversarial, layers, links, merges, plain, proxies, sizes, smoke, targeted, windows

_FAMILIES = (plain, sizes, targeted, merges, adversarial, proxies, layers, windows, links, smoke)

#: name -> profile, in the order in which they are shown
PROFILES: Final[dict[str, Profile]] = {profile.name: profile for family in _FAMILIES for profile in family.PROFILES}

#: alias -> name
ALIASES: Final[dict[str, str]] = {alias: profile.name for profile in PROFILES.values() for alias in profile.aliases}

#: what help shows to begin with
FIRST: Final = ("recorded", "utf8", "merge", "smoke")


def register(profile: Profile) -> None:
    """Add a profile of one's own, under a name that no other has. Raises ValueError for a name that is taken."""
    for name in (profile.name, *profile.aliases):
        if name in PROFILES or name in ALIASES:
            raise ValueError(f"a profile is called {name} already")
    PROFILES[profile.name] = profile
    ALIASES.update(dict.fromkeys(profile.aliases, profile.name))
