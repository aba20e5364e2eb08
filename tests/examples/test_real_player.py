"""The examples and the articles' clients against the real player: answered, aborted and asked again, two at once.

`SPECS` are the specs in the first path segment under which each of them runs (the page takes its path from its config).
"""

import json
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.clock import MS
from cassettes.model import Header, Origin
from cassettes.providers.cadence import Cadence
from cassettes.providers.make import make_header, make_interaction
from chunktape.client.process import running
from tests.support.patience import PATIENCE
from tests.support.recordings import END, interaction
from tests.support.waiting import wait_until

pytestmark = pytest.mark.wire

SPECS = ("recorded",)
ANSWER = "你好，世界 👍🏽，再见。"
PLAIN = "你好，世界，再见。"  # article B's decoder knows no character outside the basic plane
CHAT = "/v1/chat/completions"
CUMULATIVE = "/cumulative"

#: module, profile, path, what it shows
CLIENTS = [
    ("miniprogram", "device", CHAT, ANSWER),
    ("page", "device", CHAT, ANSWER),
    ("uniapp", "uni-h5", CHAT, ANSWER),
    ("composable", "device", CHAT, ANSWER),
    ("article-a", "device", CHAT, ANSWER),
    ("article-b", "device", CUMULATIVE, PLAIN),
]


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a player with one answer in OpenAI's shape and one that article B reads."""
    folder = tmp_path_factory.mktemp("cassettes")
    cadence = Cadence(40, 50 * MS)
    store.save(folder / "a.cassette", make_header("openai", "test", 0), [make_interaction(ANSWER, "openai", cadence)])
    events = [f"data: {json.dumps({'output': {'text': PLAIN[:end]}})}\n\n" for end in range(1, len(PLAIN) + 1)]
    rows = [(30 * number, number, event.encode(), END) for number, event in enumerate(events, 1)]
    made = interaction(rows, target=CUMULATIVE.encode(), method="POST")
    store.save(folder / "b.cassette", Header("test", 0, Origin("made")), [made])
    with running("chunktape", "play", str(folder), "--port", "0") as process:
        yield process.url


@pytest.fixture(params=SPECS)
def ask(request: pytest.FixtureRequest, player: str, run_js: Callable[..., Any]) -> Callable[..., Any]:
    """`ask(module, profile, path, ...)`: the runs of one client under one spec."""

    def asked(module: str, profile: str, path: str, *arguments: str) -> Any:
        given = ("--module", module, "--profile", profile, "--base", player, "--path", f"/@{request.param}{path}")
        return run_js("run_example.mjs", *given, *arguments)["runs"]

    return asked


@pytest.mark.parametrize(("module", "profile", "path", "expected"), CLIENTS)
def test_it_shows_the_answer(ask: Callable[..., Any], module: str, profile: str, path: str, expected: str) -> None:
    (run,) = ask(module, profile, path)
    assert run["shown"] == expected


@pytest.mark.parametrize(("module", "profile", "path", "expected"), CLIENTS)
def test_aborted_and_asked_again(ask: Callable[..., Any], module: str, profile: str, path: str, expected: str) -> None:
    aborted, again = ask(module, profile, path, "--abort-after", "3", "--again", "1")
    assert expected.startswith(aborted["shown"])
    assert aborted["shown"] != expected
    assert again["shown"] == expected


@pytest.mark.parametrize(
    ("module", "profile", "path", "expected"), [client for client in CLIENTS if client[0] != "page"]
)
def test_two_at_once(ask: Callable[..., Any], module: str, profile: str, path: str, expected: str) -> None:
    assert [run["shown"] for run in ask(module, profile, path, "--together", "2")] == [expected] * 2


def test_the_player_saw_who_left(player: str, ask: Callable[..., Any]) -> None:
    ask("miniprogram", "device", CHAT, "--abort-after", "2")

    def last() -> Any:
        with urllib.request.urlopen(f"{player}/@chunktape/journal", timeout=PATIENCE) as answer:
            return json.load(answer)["entries"][-1]

    wait_until(lambda: last()["outcome"] != "active", last)
    assert (last()["outcome"], last()["spec"]) == ("client-left", SPECS[-1])


@pytest.mark.parametrize("module", ["page", "composable"])
def test_the_cassette_that_the_readme_makes_is_shown_with_its_thoughts(
    run_js: Callable[..., Any], tmp_path: Path, module: str
) -> None:
    examples = Path(__file__).parents[2] / "examples"
    folder = tmp_path / "miniprogram"
    folder.mkdir()
    for file in ("answer.md", "thought.md"):
        shutil.copy(examples / file, tmp_path)
    for name in ("README.md", "README.zh-CN.md"):
        (words,) = re.findall(r"`chunktape (make [^`]*)`", (examples / "miniprogram" / name).read_text("utf-8"))
        subprocess.run(
            [sys.executable, "-m", "chunktape", *words.split(), "--tps", "1000", "--overwrite"],
            cwd=folder,
            check=True,
            timeout=PATIENCE,
        )
    with running("chunktape", "play", str(folder / "answer.cassette"), "--port", "0", "--speed", "max") as process:
        # asked at the page's first path, /v1/chat/completions, which DeepSeek does not have
        extra = ("--or-path", "/chat/completions") if module == "composable" else ()
        arguments = ("--module", module, "--base", process.url, "--path", CHAT, *extra)
        (run,) = run_js("run_example.mjs", *arguments)["runs"]
    assert run["shown"].strip() == (examples / "answer.md").read_text("utf-8").strip()
    assert run["thought"].strip() == (examples / "thought.md").read_text("utf-8").strip()
    if module == "page":
        assert [block["kind"] for block in run["blocks"]] == ["h", "p", "li", "li", "li", "quote", "code"]
