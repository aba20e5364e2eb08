"""The registry: every profile described in both languages, one of one's own beside them."""

import pytest

from player.splits.profile import Profile
from player.splits.profiles.plain import whole
from player.splits.registry import ALIASES, PROFILES, register

#: section 6 of the specification, tiers 1 and 2 without `text`, and `smoke`
NAMES = [
    "recorded",
    "event",
    "whole",
    "explicit",
    "bytes",
    "fixed",
    "uniform",
    "mixed",
    "utf8",
    "lines",
    "fields",
    "json",
    "sentinel",
    "comments",
    "lookalike",
    "merge",
    "tail",
    "half-plus",
    "adversarial",
    "spring",
    "nginx",
    "nginx-off",
    "nginx-gzip",
    "edge-first",
    "okhttp",
    "harmony",
    "mtu",
    "tls",
    "http2",
    "wechat-cronet",
    "wechat-ios-legacy",
    "xhr50",
    "4g",
    "4g-lossy",
    "stall",
    "smoke",
]


def test_all_profiles_are_there_in_this_order() -> None:
    assert sorted(PROFILES) == sorted(NAMES)
    assert ALIASES == {"wechat-android": "wechat-cronet", "wechat-ios": "wechat-cronet"}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_each_says_what_it_does_and_finds(profile: Profile) -> None:
    for text in (profile.about, profile.finds, *([profile.evidence] if profile.evidence else [])):
        assert text.endswith((".", "nowhere else."))


def test_a_preset_of_a_stack_says_how_it_is_known() -> None:
    known = ("easured", "ocumented", "eported", "guess", "source")

    assert all(any(word in profile.evidence for word in known) for profile in PROFILES.values() if profile.evidence)
    assert "not measured on a phone" in PROFILES["wechat-cronet"].about


def test_only_seeded_profiles_take_turns() -> None:
    for profile in PROFILES.values():
        assert profile.seeded or profile.rotation == 1
        assert ("all" in profile.parameters) == bool(profile.targets)


def test_a_profile_of_one_s_own_is_found_and_described() -> None:
    own = Profile("own-one", whole, "own", aliases=("mine",), about="About.", finds="Finds.")
    register(own)
    try:
        assert (PROFILES["own-one"], ALIASES["mine"]) == (own, "own-one")
        assert (own.about, own.finds, own.evidence) == ("About.", "Finds.", "")
        with pytest.raises(ValueError, match="own-one"):
            register(own)
        with pytest.raises(ValueError, match="mine"):
            register(Profile("mine", whole, "own"))
    finally:
        del PROFILES["own-one"], ALIASES["mine"]
