"""The life of a Python client: dropped anywhere, asked twice, two at once, reset, and its time."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.chunktape.commands import as_typed

CLIENTS = Path(__file__).parent / "clients"

pytestmark = pytest.mark.wire


Check = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def check(torture: str) -> Check:
    """`check(client, *arguments)`: exit code and report of one of `clients/decoders.py`."""

    def report(client: str, *arguments: str) -> tuple[int, dict[str, Any]]:
        words = ("check", f"py:decoders:{client}", "--tape", torture, "--json", *arguments)
        done = as_typed(*words, folder=CLIENTS)
        return done.exit_code, json.loads(done.stdout)

    return report


def scene(report: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in report["life"] if one["scene"] == name)
    return found


def test_a_half_that_stands_in_the_module_runs_into_the_next_answer(check: Check) -> None:
    code, report = check("shares", "--scene", "abort")
    assert (code, scene(report, "abort")["judgement"], scene(report, "abort")["stops"]) == (1, "fail", "dropped")
    code, again = check("shares", "--scene", report["findings"][0]["scene"])
    words = again["findings"][0]["words"]
    assert (code, report["findings"][0]["words"].startswith(f"{words}; so at ")) == (1, True)
    assert check("shares", "--scene", "together")[0] == 1
    assert check("shares", "--scene", "twice")[0] == 0  # the first one had nothing left


def test_a_reset_that_keeps_the_half_fails_and_a_right_one_passes(check: Check) -> None:
    assert scene(check("Forgetful", "--scene", "reset")[1], "reset")["judgement"] == "fail"
    for name in ("reset", "together", "linear"):
        code, report = check("Decoder", "--scene", name)
        assert (code, scene(report, name)["judgement"]) == (0, "pass"), name


def test_a_reset_ends_the_half_of_a_character_that_a_client_of_text_never_sees(check: Check) -> None:
    code, report = check("OfText", "--scene", "reset")
    assert (report["feed"], code, scene(report, "reset")["judgement"]) == ("text", 0, "pass")


def test_the_time_of_one_that_reads_all_again_grows_faster_than_the_stream(check: Check) -> None:
    code, report = check("Slow", "--scene", "linear")
    assert (code, scene(report, "linear")["judgement"]) == (1, "fail"), report["life"]
    assert " KiB " in report["findings"][0]["words"]
