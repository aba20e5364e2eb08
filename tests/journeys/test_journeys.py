"""docs/journeys.md: every command does what the page shows, from the wheel in an empty environment.

In the normal run without two checks of the whole library, which tests/docs/test_readme.py has as well: one that fails,
one of what was mended. Both languages with all commands are evidence.
"""

import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.harness.places import JOURNEYS, ROOT
from benchmarks.journeys import environment
from benchmarks.journeys.page import Journey, journeys
from benchmarks.journeys.walk import Walk, ready_folder
from tests.support.patience import PATIENCE

#: what the normal run leaves out
ELSEWHERE = tuple(f'chunktape check {name}.mjs; echo "exit code: $?"' for name in ("stream", "mended"))
#: what the page promises in its first table, by a word of the title
PROMISED = ("Record", "module", "example project", "colleague", "answer", "CI", "again")


def without(journey: Journey, words: tuple[str, ...]) -> Journey:
    """The journey without these commands."""
    return replace(journey, steps=tuple(step for step in journey.steps if step.words not in words))


def test_what_the_normal_run_leaves_out_stands_on_the_page() -> None:
    steps = [step.words for one in journeys(JOURNEYS.read_text("utf-8")) for step in one.steps]
    assert {*ELSEWHERE} <= {*steps}


@pytest.mark.wire
@pytest.mark.parametrize(
    ("page", "language", "left_out"),
    [
        pytest.param(JOURNEYS, "en", ELSEWHERE, id="sample"),
        pytest.param(JOURNEYS, "en", (), id="en", marks=pytest.mark.evidence),
        pytest.param(JOURNEYS.with_name("journeys.zh-CN.md"), "zh", (), id="zh", marks=pytest.mark.evidence),
    ],
)
def test_every_command_of_the_page_does_what_it_shows(
    page: Path, language: str, left_out: tuple[str, ...], tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    for tool in ("node", "curl", "git", "bash"):
        require_tool(tool)
    programs = environment.install(environment.wheel(tmp_path / "dist"), tmp_path / "venv")
    env = environment.variables(programs, tmp_path / "home", language)
    where = subprocess.run(
        [str(programs / "python"), "-P", "-c", "import chunktape; print(chunktape.__file__)"],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
        timeout=PATIENCE,
    ).stdout
    assert Path(where.strip()).is_relative_to(tmp_path), "the checkout is run, not the wheel"
    with Walk(ready_folder(tmp_path / "walk", ROOT), env, PATIENCE) as walk:
        walked = [without(one, left_out) for one in journeys(page.read_text("utf-8"))]
        took = {one.title: walk.through(one) for one in walked}
    assert all(seconds < PATIENCE for seconds in took.values())


def test_the_page_has_every_journey_and_a_time_for_each() -> None:
    text = JOURNEYS.read_text("utf-8")
    titles = [one.title for one in journeys(text)]

    assert [word for word, title in zip(PROMISED, titles, strict=True) if word.lower() not in title.lower()] == []
    assert [title for title in titles if f"| {title} | " not in text] == []


def test_a_fresh_environment_has_no_variable_of_the_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_CACHE", "x")
    monkeypatch.setenv("http_proxy", "http://x")
    env = environment.variables(tmp_path / "bin", tmp_path / "home")

    assert env["PATH"].startswith(str(tmp_path / "bin") + os.pathsep)
    assert not {"CHUNKTAPE_CACHE", "http_proxy", "PYTHONPATH"} & set(env)
    assert env["HOME"] == str(tmp_path / "home")
