"""A spec without its quotes in PowerShell: the sentence says what to type."""

import subprocess
import sys

import pytest

from chunktape.cli.lost_commas import lost_commas
from tests.support.patience import PATIENCE


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("play a.cassette --split utf8 seed=7", "--split 'utf8,seed=7'"),
        ("play --fault reset at=event:5 times=2 a.cassette", "--fault 'reset,at=event:5,times=2'"),
        ("plan a --split utf8 seed=7+reset at=event:5", "--split 'utf8,seed=7+reset,at=event:5'"),
    ],
)
def test_the_spec_is_put_together_again(words: str, meant: str) -> None:
    assert lost_commas(words.split()).endswith(f"Quote it: {meant}")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "--split",
        "play --split utf8",
        "play --split utf8,seed=7 a.cassette",
        "play --split utf8 a.cassette",
        "play --split utf8 ./seed=7",
        "play seed=7 --split utf8",
        "check x.js --stub @/config a=1",
        "play --split --fault at=1",
    ],
)
def test_nothing_is_said_of_other_lines(words: str) -> None:
    assert lost_commas(words.split()) == ""


def test_the_command_line_says_it_before_it_looks_for_files() -> None:
    command = [sys.executable, "-m", "chunktape", "play", "a.cassette", "--split", "utf8", "seed=7"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert "PowerShell splits a value at its commas" in ended.stderr
