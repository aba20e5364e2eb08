"""What fits no recording of a session is said at the start."""

import pytest

from cassettes.model import Interaction
from player.library.library import Library
from player.plans import misfits as module
from player.plans.misfits import misfits
from player.spec.scenario import Scenario, parse_scenario
from tests.support.recordings import END, cassette, interaction, made

JSON = interaction([(0, 1, b'{"data":[]}', END)], target=b"/models", headers=((b"Content-Type", b"application/json"),))
CHAT = made("openai")


def said(spec: str, *ones: Interaction) -> list[str]:
    return list(misfits(Library([cassette(*ones)]), parse_scenario(spec, Scenario())))


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ("reset,at=event:99999", "`at=event:99999` lies beyond the recorded body, which has 0 events."),
        ("drop,at=share:0.5,times=1", "`drop` changes sse, ndjson, and this body is one JSON document."),
        ("crlf", "`crlf` rewrites sse, ndjson, and this body is one JSON document."),
        ("truncate,at=end", "it would stay as it is."),
    ],
)
def test_it_is_named_with_what_the_first_recording_says(spec: str, why: str) -> None:
    (line,) = said(spec, JSON)
    assert line.startswith(f"`{spec}` fits none of these recordings, so it does nothing. ")
    assert why in line


def test_one_recording_that_fits_is_enough() -> None:
    assert said("crlf+drop+reset,at=event:3", JSON, CHAT) == []
    (line,) = said("crlf+drop+reset,at=event:99999", JSON, CHAT)
    assert line.startswith("`reset,at=event:99999` fits none")


def test_of_very_many_recordings_none_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOKED", 1)
    assert said("reset,at=event:99999", JSON, CHAT) == []


def test_without_faults_nothing_is_said() -> None:
    assert said("utf8,seed=1", JSON) == []
