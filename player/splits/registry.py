"""Every profile by name. Rules

- A family is one module of `profiles/` with a tuple `PROFILES`; a profile that is not listed here does not exist.
- A name or alias stands for one profile; aliases are read and never printed.
"""

from typing import Final

from player.grammar.variants import Variants
from player.splits.profile import Profile

#: name -> profile, in the order in which they are shown
PROFILES: Final = Variants[Profile](
    "player.splits.profiles",
    "PROFILES",
    {
        "plain": "recorded event whole explicit",
        "sizes": "bytes fixed uniform mixed",
        "targeted": "utf8 lines fields json sentinel comments lookalike",
        "merges": "merge tail half-plus",
        "adversarial": "adversarial",
        "proxies": "spring nginx nginx-off nginx-gzip edge-first",
        "layers": "okhttp harmony mtu tls http2",
        "windows": "wechat-cronet wechat-ios-legacy xhr50",
        "links": "4g 4g-lossy stall",
        "smoke": "smoke",
    },
)

#: alias -> name
ALIASES: Final = {"wechat-android": "wechat-cronet", "wechat-ios": "wechat-cronet"}

#: the profiles that help shows first
FIRST: Final = ("recorded", "utf8", "merge", "smoke")


def register(profile: Profile) -> None:
    """Add a user's own profile. Raises ValueError for a name that is taken."""
    for name in (profile.name, *profile.aliases):
        if name in PROFILES or name in ALIASES:
            raise ValueError(f"a profile is called {name} already")
    PROFILES[profile.name] = profile
    ALIASES.update(dict.fromkeys(profile.aliases, profile.name))
