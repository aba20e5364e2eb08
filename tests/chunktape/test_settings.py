"""From words to settings, and which words contradict each other."""

from typing import Any

import pytest

from cassettes.clock import MS
from cassettes.errors import SpecError
from chunktape.options import Cutting, Load, PlayOptions, Serving
from chunktape.settings import play_of, settings_of
from chunktape.workers.worker import Worker
from player.matching.mix import Mix
from player.schedule.vary import Variation


def test_how_it_is_cut_and_when_it_is_sent() -> None:
    play = play_of(Cutting("2", "utf8,seed=1+gap,ms=7", "device", "3", "1500ms"))

    assert str(play) == "utf8,seed=1+speed,x=2,idle-cap=1500ms+gap,ms=7,jitter=3"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("x", "recorded", "auto", None, None), "--speed"),
        (("1", "utg8", "auto", None, None), "`utf8`"),
        (("1", "recorded", "-1", None, None), "--gap takes"),
        (("1", "recorded", "auto", "fast", None), "--jitter takes 1..60000"),
        (("1", "recorded", "auto", None, "2"), "--idle-cap: `2` has no unit: write 2s"),
    ],
)
def test_bad_words_are_refused_with_what_is_allowed(given: tuple[str, str, str, str, str], words: str) -> None:
    with pytest.raises(SpecError, match=words):
        play_of(Cutting(*given))


def test_the_words_about_load_become_settings() -> None:
    load = Load(max_late="5ms", mix="a=7,b#2=2", vary="tps=40..80", session_seed="7", max_streams=9)
    config = settings_of(PlayOptions(serving=Serving(mode="any"), load=load))

    assert (config.max_late, config.max_streams, config.session_seed) == (5 * MS, 9, "7")
    assert config.mix == Mix((("a", 7), ("b#2", 2)))
    assert config.vary == Variation(None, (40_000, 80_000))
    assert (config.worker, config.workers) == (0, 1)


def test_without_words_nothing_is_drawn() -> None:
    config = settings_of(PlayOptions())

    assert (config.mix, config.vary, config.max_late, config.max_streams) == (None, None, 0, 0)
    assert settings_of(PlayOptions()).session_seed != config.session_seed


@pytest.mark.parametrize(
    ("words", "others", "said"),
    [
        ({"mix": "a=1"}, {}, "--match any"),
        ({"vary": "tps=1"}, {"cutting": Cutting(speed="max")}, "--speed max"),
        ({"max_late": "5"}, {}, "--max-late takes a number with us, ms or s"),
        ({"max_late": "0ms"}, {}, "--max-late takes a time above 0"),
        # an empty word is what a shell makes of a variable that isn't set: no reason to test less than was asked for
        ({"max_late": ""}, {}, "--max-late"),
        ({"mix": ""}, {"serving": Serving(mode="any")}, "--mix takes"),
        ({"vary": ""}, {}, "--vary takes"),
    ],
)
def test_what_contradicts_itself_is_refused(words: dict[str, str], others: dict[str, Any], said: str) -> None:
    with pytest.raises(SpecError, match=said):
        settings_of(PlayOptions(load=Load(**words), **others))  # type: ignore[arg-type]


def test_a_worker_has_its_number_and_the_others_addresses() -> None:
    peers = (("127.0.0.1", 1), ("127.0.0.1", 2))
    settings = settings_of(PlayOptions(), Worker(2, 4, 7, 9, peers=peers))
    assert (settings.worker, settings.workers, settings.peers) == (2, 4, peers)


def test_faults_and_rewrites_of_a_split_and_of_their_options_are_one_scenario() -> None:
    cutting = Cutting(split="utf8,seed=1+crlf+reset,at=event:5", fault=("stall,for=1s", "truncate,at=end"))
    play = play_of(cutting)

    assert str(play) == "utf8,seed=1+crlf+truncate,at=end+stall,at=share:0.5,for=1s+reset,at=event:5"
    assert all(use.optional for use in (*play.rewrites, *play.faults)), "other answers of a cassette still play"


@pytest.mark.parametrize(
    ("split", "more", "words"),
    [
        ("utf8+reset", {"fault": ("close",)}, "same phase"),
        ("utf8+crlf", {"rewrite": ("cr",)}, "same stage"),
        ("utf8", {"fault": ("reset", "vanish")}, "same phase"),
        ("utf8", {"fault": ("status", "reset,p=2")}, "--fault 'reset,p=2': Character 9: `p` takes 0..1"),
    ],
)
def test_what_options_and_split_can_t_mean_together_is_refused(
    split: str, more: dict[str, tuple[str, ...]], words: str
) -> None:
    with pytest.raises(SpecError, match=words):
        play_of(Cutting(split=split, **more))  # type: ignore[arg-type]
