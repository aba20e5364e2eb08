"""A walk stops where a command does something else than the page says."""

import os
import sys
from pathlib import Path

import pytest

from benchmarks.journeys.page import Journey, Step
from benchmarks.journeys.walk import Astray, Walk
from tests.support.patience import PATIENCE


@pytest.fixture
def walk(tmp_path: Path) -> Walk:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return Walk(tmp_path, {**os.environ, "PATH": path}, PATIENCE)


def through(walk: Walk, *steps: Step) -> float:
    return walk.through(Journey("1. T", steps))


@pytest.mark.wire
def test_files_are_written_and_commands_are_run(walk: Walk) -> None:
    assert through(walk, Step(1, "hello 1\n", name="a.txt"), Step(2, "cat a.txt", ("hello 1",))) > 0


@pytest.mark.wire
@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([Step(7, "echo a", ("b",))], "line 7: `echo a` ended with 0, without"),
        ([Step(7, "exit 3")], "ended with 3"),
        ([Step(7, "^C")], "nothing runs"),
        ([Step(7, "chunktape play --nonsense")], "does not listen"),
    ],
)
def test_what_is_otherwise_is_told_with_its_line(walk: Walk, steps: list[Step], said: str) -> None:
    with pytest.raises(Astray, match=said.replace("(", r"\(")):
        through(walk, *steps)


@pytest.mark.wire
def test_a_provider_answers_and_a_server_that_is_never_stopped_is_told(walk: Walk) -> None:
    with walk:
        asked = "curl -s https://api.deepseek.com/chat/completions -d '{\"stream\":true}' | tail -2"
        assert through(walk, Step(1, asked, ("data: [DONE]",))) > 0
        with pytest.raises(Astray, match="line 3 is never stopped"):
            through(walk, Step(3, "chunktape record https://api.deepseek.com -o a.cassette"))
