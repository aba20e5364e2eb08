"""What each word of --record means, as values; and the writer that tells."""

from pathlib import Path

import pytest

from cassettes.errors import SpecError
from cassettes.model import Chunk, Ending, EndKind, Header, Interaction, Origin, Request, ResponseHead
from cassettes.store import CassetteWriter, load, save
from chunktape.forward.taping import NoWriter, Taping, TellingWriter, open_writer, plan, with_session
from chunktape.shelf import same_file
from tests.support.recordings import END, cassette, interaction

PATH = Path("a.cassette")
FULL = cassette(interaction([(0, 0, b"ok", END)]), name="a.cassette")
EMPTY = cassette(name="a.cassette")
UNREACHED = cassette(interaction(head_at=None, kind=EndKind.UNREACHABLE, end_at=1), name="a.cassette")
OLD = Path("a.cassette.old")
HEADER = Header("test", 0, Origin("recorded", "http://up"))


@pytest.mark.parametrize(
    ("word", "found", "expected"),
    [
        ("none", [FULL], Taping()),
        ("none", [], Taping()),
        ("once", [], Taping(PATH, answers=False)),
        ("once", [EMPTY], Taping(PATH, answers=False)),
        ("once", [FULL], Taping()),
        ("once", [EMPTY, FULL], Taping()),
        ("once", [UNREACHED], Taping(PATH, answers=False)),
        ("once", [UNREACHED, FULL], Taping()),
        ("new", [], Taping(PATH, grows=True)),
        ("new", [FULL], Taping(PATH, grows=True)),
        ("new_episodes", [FULL], Taping(PATH, grows=True)),
        ("all", [], Taping(PATH, "overwrite", answers=False)),
        ("all", [FULL], Taping(PATH, "overwrite", answers=False, backup=OLD)),
        ("all", [UNREACHED], Taping(PATH, "overwrite", answers=False)),
        ("all", [cassette(interaction(), name="b.cassette")], Taping(PATH, "overwrite", answers=False)),
    ],
)
def test_the_words(word: str, found: list[object], expected: Taping) -> None:
    assert plan(word, found, PATH) == expected  # type: ignore[arg-type]


def test_the_session_joins_the_file_that_it_is_written_to() -> None:
    other = cassette(interaction(), name="b.cassette")
    cassettes, position = with_session([FULL, other], Path("./a.cassette"), HEADER)
    assert (position, cassettes[0].headers, cassettes[0].interactions) == (
        0,
        (*FULL.headers, HEADER),
        FULL.interactions,
    )
    cassettes, position = with_session([other], PATH, HEADER)
    assert (position, cassettes[1].path, cassettes[1].headers, cassettes[1].interactions) == (
        1,
        "a.cassette",
        (HEADER,),
        (),
    )
    assert same_file("a", Path.cwd() / "a")


def test_all_puts_aside_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    save(path, HEADER, FULL.interactions)
    taping = plan("all", [load(path)], path)
    open_writer(taping, HEADER).close()
    assert len(load(path).interactions) == 0
    assert taping.backup is not None
    assert len(load(taping.backup).interactions) == 1
    taping.backup.unlink()
    taping.backup.mkdir()
    save(path, HEADER, FULL.interactions, "overwrite")
    with pytest.raises(SpecError, match=r"a\.cassette\.old"):
        open_writer(taping, HEADER)
    assert len(load(path).interactions) == 1


def test_the_telling_writer_tells_what_stands_in_the_file(tmp_path: Path) -> None:
    told: list[Interaction] = []
    writer = TellingWriter(CassetteWriter(tmp_path / "a.cassette", HEADER), told.append)
    first, second = writer.begin(Request("GET", b"/1")), writer.begin(Request("GET", b"/2"))
    writer.head(second, ResponseHead(1, 200))
    writer.chunks(first, [Chunk(1, 0, b"junk")])
    writer.chunks(second, [Chunk(2, 1, b"data")])
    writer.end(second, Ending(EndKind.COMPLETE, 2, 1))
    assert [one.number for one in told] == [second]
    writer.end(first, Ending(EndKind.TRUNCATED, 3))
    writer.close()
    written = {one.number: one for one in load(tmp_path / "a.cassette").interactions}
    assert {one.number: (one.request, one.head, one.body, one.ending) for one in told} == {
        number: (one.request, one.head, one.body, one.ending) for number, one in written.items()
    }


def test_the_writer_of_an_unrecorded_session_takes_everything() -> None:
    writer = NoWriter()
    assert writer.begin(Request("GET", b"/")) == 0
    for call in (writer.sync, writer.close, writer.abandon):
        call()
