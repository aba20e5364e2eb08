import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from cassettes import store
from cassettes.errors import CassetteError
from cassettes.model import Ending, EndKind, Header, Interaction, Origin, Request
from player.journal.opening import start_lines
from player.library.library import Library
from player.matching.subject import subject
from player.spec.scenario import Scenario
from tests.support.patience import PATIENCE
from tests.support.recordings import END, cassette, interaction

HEADER = Header("test", 0, Origin())


def write(path: Path, *interactions: Interaction) -> Path:
    store.save(path, HEADER, interactions)
    return path


def test_a_directory_is_all_its_cassettes_by_name(tmp_path: Path) -> None:
    write(tmp_path / "b.cassette", interaction(target=b"/b"))
    write(tmp_path / "a.cassette", interaction(target=b"/a"))
    (tmp_path / "notes.txt").write_text("no cassette")

    assert [source.name for source in Library.open([tmp_path]).files] == ["a.cassette", "b.cassette"]


def test_a_bad_file_in_a_directory_is_left_out_and_told(tmp_path: Path) -> None:
    write(tmp_path / "a.cassette", interaction())
    (tmp_path / "bad.cassette").write_bytes(b"")
    library = Library.open([tmp_path])

    assert len(library.files) == 1
    assert any("bad.cassette" in line for line in start_lines(library, Scenario()))


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
    assert any("one #1 and two #1" in line for line in start_lines(library, Scenario()))
    assert not any("one #1 and two #1" in line for line in start_lines(library, Scenario(), mixed=True))


def test_a_long_recording_is_told_at_the_speed_of_the_session() -> None:
    library = Library([cassette(interaction([(61_000, 1, b"x", END)]))])

    assert any("wx.request" in line for line in start_lines(library, Scenario()))
    assert not any("wx.request" in line for line in start_lines(library, Scenario(None)))


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
    with pytest.raises(CassetteError, match="was deleted while it was written"):
        writer.close()


def test_one_more_interaction_answers_at_once_and_stays_when_another_file_grows(tmp_path: Path) -> None:
    growing = tmp_path / "growing.cassette"
    writer = store.CassetteWriter(growing, Header("test", 0, Origin()))
    library = Library([cassette(interaction(target=b"/1")), store.load(growing)])
    library.add(0, interaction(target=b"/2", number=2))
    assert library.grown
    asyncio.run(library.refresh())
    assert not library.grown

    def answers(target: bytes) -> bool:
        asked = subject(Request("GET", target), library.masks, library.ignored)
        return library.index.find(asked, "default") is not None

    assert [answers(target) for target in (b"/1", b"/2", b"/3")] == [True, True, False]
    number = writer.begin(Request("GET", b"/3"))
    writer.end(number, Ending(EndKind.TRUNCATED, 0))
    asyncio.run(library.refresh())
    writer.close()
    assert [answers(target) for target in (b"/1", b"/2", b"/3")] == [True, True, True]


def test_what_is_new_is_read_in_a_thread_and_all_of_it_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand chats take 70 ms to read; what is recorded in that time must not be lost."""
    growing = tmp_path / "growing.cassette"
    writer = store.CassetteWriter(growing, HEADER)
    library = Library([cassette(interaction(target=b"/1")), store.load(growing)])
    writer.end(writer.begin(Request("GET", b"/3")), Ending(EndKind.TRUNCATED, 0))
    before, threads, reading, goes_on = library.index, list[bool](), threading.Event(), threading.Event()

    def noted(*arguments: Any) -> Any:
        threads.append(threading.current_thread() is threading.main_thread())
        reading.set()
        assert goes_on.wait(PATIENCE)
        return subject(*arguments)

    monkeypatch.setattr("player.library.library.subject", noted)

    async def main() -> None:
        first = asyncio.ensure_future(library.refresh())
        assert await asyncio.to_thread(reading.wait, PATIENCE)
        assert library.grown
        assert library.index is before
        library.add(0, interaction(target=b"/2", number=2))
        second = asyncio.ensure_future(library.refresh())
        goes_on.set()
        await asyncio.gather(first, second)

    asyncio.run(main())
    writer.close()
    assert not any(threads)
    assert [one.interaction.request.target for one in library.recordings] == [b"/1", b"/3", b"/2"]
    assert len(library.index) == 3


def test_a_request_that_is_gone_while_it_loads_leaves_the_loading_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    growing = tmp_path / "growing.cassette"
    writer = store.CassetteWriter(growing, HEADER)
    library = Library([store.load(growing)])
    writer.end(writer.begin(Request("GET", b"/1")), Ending(EndKind.TRUNCATED, 0))
    loading, goes_on = threading.Event(), threading.Event()
    load = store.load

    def slow(path: str) -> Any:
        loading.set()
        assert goes_on.wait(PATIENCE)
        return load(path)

    monkeypatch.setattr(store, "load", slow)

    async def main() -> None:
        first = asyncio.ensure_future(library.refresh())
        assert await asyncio.to_thread(loading.wait, PATIENCE)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        goes_on.set()
        await library.refresh()

    asyncio.run(main())
    writer.close()
    assert len(library.recordings) == 1


def test_requests_wait_for_one_another_in_each_loop_that_serves() -> None:
    """A test's client runs the same application in one loop after another."""
    library = Library([cassette(interaction(target=b"/1"))])

    async def main(number: int) -> None:
        library.add(0, interaction(target=b"/%d" % number, number=number))
        await asyncio.gather(library.refresh(), library.refresh())

    for number in (2, 3):
        asyncio.run(main(number))
    assert [one.interaction.number for one in library.recordings] == [1, 2, 3]


def test_a_file_of_our_own_is_not_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "own.cassette"
    writer = store.CassetteWriter(path, Header("test", 0, Origin()))
    library = Library([store.load(path)], recording_into=0)
    writer.begin(Request("GET", b"/1"))
    asyncio.run(library.refresh())
    writer.close()
    assert library.recordings == ()


@pytest.mark.parametrize("kind", list(EndKind))
def test_what_our_side_cut_off_answers_only_where_nobody_else_can(kind: EndKind) -> None:
    one = cassette(interaction([(0, 0, b"a", END)], kind=kind, end_at=1))
    asked = subject(Request("GET", b"/a"), Library([one]).masks, Library([one]).ignored)
    assert Library([one]).index.find(asked, "default") is not None
    told_by_the_upstream = kind in (EndKind.COMPLETE, EndKind.TRUNCATED, EndKind.RESET)
    assert (Library([one], cut_off=False).index.find(asked, "default") is not None) is told_by_the_upstream
