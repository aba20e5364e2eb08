"""What play is given: cassettes, directories, texts, and files that are not there yet."""

from pathlib import Path

import pytest

from cassettes.errors import CassetteError, SpecError
from cassettes.model import Header, Origin
from cassettes.store import save
from chunktape.shelf import is_text, made, open_library, open_shelf
from player.matching.subject import Ignored
from tests.support.recordings import interaction


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    path = tmp_path / "a.cassette"
    save(path, Header("test", 0, Origin()), [interaction()])
    return path


def test_a_text_is_made_into_a_cassette_in_its_place(recorded: Path, tmp_path: Path) -> None:
    text = tmp_path / "ANSWER.MD"
    text.write_text("你好，世界", encoding="utf-8")
    cassettes, skipped = open_shelf([text, recorded], "anthropic")
    assert [(one.path, len(one.interactions)) for one in cassettes] == [("ANSWER.MD", 1), (str(recorded), 1)]
    assert skipped == []
    assert cassettes[0].headers[0].origin.kind == "made"
    assert cassettes[0].interactions[0].request.target == b"/v1/messages"
    assert made(text, "text").interactions[0].body.decode() == "你好，世界"
    assert not is_text(recorded)
    assert len(open_library([text, recorded], "openai", Ignored()).recordings) == 2


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [(b"abc\xff", SpecError, "byte 3 is 0xff"), (b" \n", CassetteError, "a.md"), (None, CassetteError, "a.md")],
)
def test_a_text_that_is_none(data: bytes | None, error: type[Exception], words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(error, match=words):
        open_shelf([path], "openai")


def test_only_what_is_to_be_recorded_may_be_missing_or_empty(recorded: Path, tmp_path: Path) -> None:
    missing, empty, folder = tmp_path / "b.cassette", tmp_path / "c.cassette", tmp_path / "folder"
    empty.touch()
    folder.mkdir()
    for path in (missing, empty, folder):
        with pytest.raises(CassetteError):
            open_shelf([recorded, path], "openai")
        assert len(open_shelf([recorded, path], "openai", may_be_missing=path)[0]) == 1
    recorded.write_bytes(b"no cassette")
    with pytest.raises(CassetteError):
        open_shelf([recorded], "openai", may_be_missing=recorded)
