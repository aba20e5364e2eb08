"""The library's chat sessions: what is asked, and that recording them gives what the library holds."""

from pathlib import Path

import pytest

from cassettes.library import folder
from cassettes.store import load
from chunktape.samples.sessions import NAMES, record, requests
from chunktape.samples.upstream import answer_to


@pytest.mark.parametrize("name", NAMES)
def test_the_library_holds_the_answers_to_what_is_asked(name: str) -> None:
    cassette = load(folder() / f"chat-{name}.cassette")

    assert cassette.state == "sound"
    assert len(cassette.interactions) == len(requests(name))
    answers = [answer_to(name, body) for body in requests(name)]
    assert any(answer.tools for answer in answers) is (name in ("openai", "anthropic"))
    assert any(answer.reasoning for answer in answers) is (name == "deepseek")


@pytest.mark.wire
def test_recording_again_gives_the_same_bytes(tmp_path: Path) -> None:
    record(tmp_path, ["gemini"], tps=1000)

    again, ours = load(tmp_path / "chat-gemini.cassette"), load(folder() / "chat-gemini.cassette")
    assert [one.body for one in again.interactions] == [one.body for one in ours.interactions]
    assert [one.request.body for one in again.interactions] == [one.request.body for one in ours.interactions]
