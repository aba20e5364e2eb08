import asyncio
from pathlib import Path

import pytest

from cassettes import store
from cassettes.errors import CassetteError
from cassettes.model import Header, Interaction, Origin
from player import console
from player.library import Library
from player.plays import Play
from tests.player.recordings import END, cassette, interaction

HEADER = Header("test", 0, Origin())


def write(path: Path, *interactions: Interaction) -> Path:
    store.save(path, HEADER, interactions)
    return path


def test_a_directory_is_all_its_cassettes_by_name(tmp_path: Path) -> None:
    write(tmp_path / "b.cassette", interaction(target=b"/b"))
    write(tmp_path / "a.cassette", interaction(target=b"/a"))
    (tmp_path / "notes.txt").write_text("no cassette")

    assert [source.name for source in Library.open([tmp_path]).sources] == ["a.cassette", "b.cassette"]


def test_a_bad_file_in_a_directory_is_left_out_and_told(tmp_path: Path) -> None:
    write(tmp_path / "a.cassette", interaction())
    (tmp_path / "bad.cassette").write_bytes(b"")
    library = Library.open([tmp_path])

    assert len(library.sources) == 1
    assert any("bad.cassette" in line for line in console.start_lines(library, Play()))


def test_a_bad_file_that_was_named_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.cassette").write_bytes(b"junk that is no cassette")
    with pytest.raises(CassetteError, match=r"bad\.cassette"):
        Library.open([tmp_path / "bad.cassette"])
    with pytest.raises(CassetteError):
        Library.open([tmp_path / "missing.cassette"])
    with pytest.raises(CassetteError, match=r"bad\.cassette"):
        Library.open([tmp_path])


def test_a_directory_without_cassettes_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match=r"\*\.cassette"):
        Library.open([tmp_path])


def test_two_files_that_answer_the_same_request_are_told() -> None:
    library = Library([cassette(interaction(), name="one"), cassette(interaction(), interaction(), name="two")])

    assert [(a.label, b.label) for a, b in library.shared()] == [("one #1", "two #1")]
    assert any("one #1 and two #1" in line for line in console.start_lines(library, Play()))


def test_a_long_recording_is_told_at_the_speed_of_the_session() -> None:
    library = Library([cassette(interaction([(61_000, 1, b"x", END)]))])

    assert any("wx.request" in line for line in console.start_lines(library, Play()))
    assert not any("wx.request" in line for line in console.start_lines(library, Play(None)))


def test_frames_are_made_once_and_prepared_ones_are_there() -> None:
    library = Library([cassette(interaction([(1, 1, b"x", END)]), interaction(head_at=None, end_at=1))])
    library.prepare(Play())
    (one, _) = library.recordings

    assert library.frames(one, Play()) is library.frames(one, Play())
    assert library.frames(one, Play(None)) is not library.frames(one, Play())


def test_a_closed_file_is_not_looked_at_again_and_a_lost_one_is_served_on(tmp_path: Path) -> None:
    path = tmp_path / "live.cassette"
    writer = store.CassetteWriter(path, HEADER)
    writer.begin(interaction().request)
    library = Library.open([path])
    writer.begin(interaction().request)
    path.write_bytes(b"ruined meanwhile")
    asyncio.run(library.refresh())

    assert len(library.recordings) == 1
    path.unlink()
    asyncio.run(library.refresh())
    assert len(library.recordings) == 1
    writer.close()
