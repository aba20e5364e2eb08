"""The examples' stream modules against the real player, split in every profile: two at once, aborted, asked again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.clock import MS
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import make_header, make_interaction
from chunktape.client.process import running
from player.splits import PROFILES

pytestmark = pytest.mark.wire

ANSWER = "你好，世界 👍🏽，再见。"
#: what takes long by itself, shorter
_GIVEN = {"stall": "stall,for=1ms", "explicit": "explicit,cuts=1:7:200"}
SPLITS = [_GIVEN.get(name, name) for name in PROFILES]
SPLITS += [f"{name},all=1" for name, profile in PROFILES.items() if "all" in profile.parameters]


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a player with one answer in OpenAI's shape."""
    file: Path = tmp_path_factory.mktemp("cassettes") / "a.cassette"
    store.save(file, make_header("openai", "test", 0), [make_interaction(ANSWER, "openai", Cadence(40, 20 * MS))])
    with running("chunktape", "play", str(file), "--port", "0", "--gap", "1") as process:
        yield process.url


@pytest.mark.parametrize(("module", "profile"), [("miniprogram", "device"), ("uniapp", "uni-h5")])
def test_the_answer_is_whole_in_every_profile(
    module: str, profile: str, player: str, run_js: Callable[..., Any]
) -> None:
    paths = [word for split in SPLITS for word in ("--path", f"/@{split}+speed,x=20/v1/chat/completions")]
    asked = ("--together", "2", "--abort-after", "3", "--again", "1")
    runs = run_js("run_example.mjs", "--module", module, "--profile", profile, "--base", player, *asked, *paths)["runs"]

    assert len(runs) == 4 * len(SPLITS)
    for number, split in enumerate(SPLITS):
        *aborted, first, second = runs[4 * number : 4 * number + 4]
        assert [first["shown"], second["shown"]] == [ANSWER] * 2, split
        assert all(ANSWER.startswith(run["shown"]) for run in aborted), split
    assert any(run["shown"] != ANSWER for run in runs)
