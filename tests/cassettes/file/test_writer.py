"""The writer: one write per call, whole records only, one writer at a time, and errors in words."""

import errno
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from cassettes.clock import SECOND
from cassettes.errors import CassetteError
from cassettes.file import codec, records
from cassettes.file import writer as writing
from cassettes.file.loader import load
from cassettes.file.writer import CassetteWriter, Mode
from cassettes.model import Chunk, Ending, EndKind, Header, Mark, Origin, Request, ResponseHead
from cassettes.redaction.redact import Redaction
from tests.support import strategies

HEADER = Header("chunktape 0", 5, Origin())
REQUEST = Request("GET", b"/")


def fill(writer: CassetteWriter) -> None:
    number = writer.begin(REQUEST)
    writer.head(number, ResponseHead(1, 200))
    writer.chunk(number, Chunk(2, 1, b"hello", Mark.END))
    writer.end(number, Ending(EndKind.COMPLETE, 3, 2))


def test_every_record_is_in_the_file_when_the_call_returns(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a.cassette"
    writer = CassetteWriter(path, HEADER)
    number = writer.begin(REQUEST)
    writer.head(number, ResponseHead(1, 200))
    writer.chunk(number, Chunk(2, 1, b"hello"))
    cassette = load(path)
    assert (cassette.state, cassette.interactions[0].body) == ("interrupted", b"hello")
    assert cassette.interactions[0].ending == Ending(EndKind.INTERRUPTED, 2)
    writer.sync()
    writer.close()
    writer.close()
    assert load(path).state == "sound"
    writer.chunk(number, Chunk(9, 9, b"too late"))
    assert load(path).interactions[0].body == b"hello"


def test_interactions_interleave(tmp_path: Path) -> None:
    path = tmp_path / "a"
    writer = CassetteWriter(path, HEADER)
    one, two = writer.begin(REQUEST), writer.begin(Request("GET", b"/2"))
    for at, number in enumerate((one, two, two, one)):
        writer.chunk(number, Chunk(at, 1, b"%d" % number))
    writer.close()
    assert [(i.number, i.body) for i in load(path).interactions] == [(1, b"11"), (2, b"22")]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no mode bits")
def test_a_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    CassetteWriter(tmp_path / "a", HEADER).close()
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_an_existing_file_is_refused_with_the_two_ways_out(tmp_path: Path) -> None:
    path = tmp_path / "a"
    CassetteWriter(path, HEADER).close()
    with pytest.raises(CassetteError, match=r"--append.*--overwrite"):
        CassetteWriter(path, HEADER)


def test_append_adds_a_session_and_goes_on_counting(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for mode in ("create", "append", "append"):
        writer = CassetteWriter(path, HEADER, mode)
        fill(writer)
        writer.close()
    cassette = load(path)
    assert [one.number for one in cassette.interactions] == [1, 2, 3]
    assert (len(cassette.headers), cassette.state) == (3, "sound")


def test_append_goes_on_behind_the_last_whole_record(tmp_path: Path) -> None:
    path = tmp_path / "a"
    writer = CassetteWriter(path, HEADER)
    fill(writer)
    writer.abandon()
    whole = path.read_bytes()
    path.write_bytes(whole + records.sealed(codec.request_row(2, REQUEST))[0][:-3])
    writer = CassetteWriter(path, HEADER, "append")
    fill(writer)
    writer.close()
    cassette = load(path)
    assert path.read_bytes().startswith(whole)
    assert ([one.number for one in cassette.interactions], cassette.state) == ([1, 2], "sound")


def test_append_refuses_a_damaged_file_and_leaves_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    writer = CassetteWriter(path, HEADER)
    fill(writer)
    writer.close()
    data = bytearray(path.read_bytes())
    data[data.index(b"hello")] ^= 1
    path.write_bytes(data)
    with pytest.raises(CassetteError, match="damaged at byte"):
        CassetteWriter(path, HEADER, "append")
    assert path.read_bytes() == data


def test_append_refuses_a_file_that_is_damaged_far_from_its_next_record(tmp_path: Path) -> None:
    """A flipped bit in a record's length: what is sound behind it is more than a megabyte away."""
    path = tmp_path / "a"
    writer = CassetteWriter(path, HEADER)
    before = path.stat().st_size
    writer.begin(Request("POST", b"/", (), b"x" * (2 << 20)))
    fill(writer)
    writer.close()
    data = bytearray(path.read_bytes())
    data[before + 2] ^= 0x40
    path.write_bytes(data)
    with pytest.raises(CassetteError, match="damaged at byte"):
        CassetteWriter(path, HEADER, "append")
    assert path.read_bytes() == data


def test_append_to_an_empty_file_begins_it_and_to_another_kind_refuses(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    CassetteWriter(tmp_path / "empty", HEADER, "append").close()
    assert load(tmp_path / "empty").state == "sound"
    (tmp_path / "other").write_bytes(b"GIF89a")
    with pytest.raises(CassetteError, match="not a cassette"):
        CassetteWriter(tmp_path / "other", HEADER, "append")
    assert (tmp_path / "other").read_bytes() == b"GIF89a"


def test_overwrite(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 10_000)
    CassetteWriter(path, HEADER, "overwrite").close()
    assert (load(path).state, load(path).interactions) == ("sound", ())


@pytest.mark.parametrize("mode", ["append", "overwrite"])
def test_a_second_writer_is_refused_and_takes_nothing(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a"
    first = CassetteWriter(path, HEADER)
    fill(first)
    with pytest.raises(CassetteError, match="another recorder"):
        CassetteWriter(path, HEADER, "append" if mode == "append" else "overwrite")
    first.close()
    assert len(load(path).interactions) == 1
    CassetteWriter(path, HEADER, "append").close()


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    code = (
        "import os, sys; from cassettes.store import CassetteWriter; from cassettes.model import Header, Origin;"
        "CassetteWriter(sys.argv[1], Header('t', 0, Origin())); os._exit(9)"
    )
    path = tmp_path / "a"
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    CassetteWriter(path, HEADER, "append").close()
    assert len(load(path).headers) == 2


@pytest.mark.parametrize("mode", ["create", "append", "overwrite"])
def test_a_directory_is_no_file(tmp_path: Path, mode: str) -> None:
    with pytest.raises(CassetteError, match="is a directory"):
        CassetteWriter(tmp_path, HEADER, mode)  # type: ignore[arg-type]


def test_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal is made: tests may run as root, whom no permission stops."""

    def refuse(*args: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(CassetteError, match="can't be written: Permission denied"):
        CassetteWriter(tmp_path / "a", HEADER)


@pytest.mark.parametrize("room", range(0, 90, 7))
def test_a_full_disk_leaves_whole_records_and_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    path = tmp_path / "a"
    writer = CassetteWriter(path, HEADER)
    whole = path.read_bytes()
    left = room
    real = os.write

    def write(fd: int, data: bytes) -> int:
        nonlocal left
        if left == 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        done = real(fd, data[:left])
        left -= done
        return done

    monkeypatch.setattr("os.write", write)
    errors = []
    for _ in range(3):
        try:
            fill(writer)
        except CassetteError as error:
            errors.append(str(error))
    monkeypatch.undo()
    assert errors == [
        f"Writing {path} failed: No space left on device. What was recorded before is kept; nothing more is recorded."
    ]
    assert writer.failed
    writer.close()
    cassette = load(path)
    assert (cassette.damage, cassette.state) == (None, "interrupted")
    assert path.read_bytes().startswith(whole)
    assert cassette.size == path.stat().st_size <= len(whole) + room


def test_a_file_for_which_there_is_no_room_is_not_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(fd: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    path, old = tmp_path / "a", tmp_path / "old"
    CassetteWriter(old, HEADER).close()
    before = old.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("os.write", full)
        with pytest.raises(CassetteError, match="can't be written: No space left on device"):
            CassetteWriter(path, HEADER)
        with pytest.raises(CassetteError, match="What was recorded before is kept"):
            CassetteWriter(old, HEADER, "append")
    assert not path.exists()
    assert old.read_bytes() == before
    CassetteWriter(path, HEADER).close()


def test_short_writes_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr("os.write", lambda fd, data: real(fd, data[:3]))
    writer = CassetteWriter(tmp_path / "a", HEADER)
    fill(writer)
    writer.close()
    monkeypatch.undo()
    assert load(tmp_path / "a").state == "sound"


def test_what_the_format_forbids_is_refused_and_the_writer_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a"
    writer = CassetteWriter(path, HEADER)
    with pytest.raises(CassetteError, match="HTTP forbids"):
        writer.begin(Request("GET", b"/", ((b"X", b"a\r\nY: b"),)))
    number = writer.begin(REQUEST)
    with pytest.raises(CassetteError, match="does not allow"):
        writer.chunk(number, Chunk(0, 0, b""))
    assert not writer.failed
    writer.close()
    assert (load(path).state, len(load(path).interactions)) == ("sound", 1)


def test_a_header_that_the_format_forbids_leaves_no_lock(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="does not allow"):
        CassetteWriter(tmp_path / "a", Header("\ud800", 0, Origin()))
    CassetteWriter(tmp_path / "a", HEADER, "overwrite").close()


@given(request=strategies.requests)
def test_what_may_be_written_may_be_written_after_redaction(request: Request) -> None:
    codec.request_row(1, Redaction.default().request(request))


def test_the_chunks_of_a_read_are_one_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that their bytes can go on after one call; the file is what one write per chunk would make."""
    chunks = [Chunk(5, 2, b"x" * size, Mark.END) for size in range(1, 40)]
    one, two = CassetteWriter(tmp_path / "one", HEADER), CassetteWriter(tmp_path / "two", HEADER)
    for chunk in chunks if one.begin(REQUEST) else ():
        one.chunk(1, chunk)
    two.begin(REQUEST)
    writes: list[int] = []
    real = os.write

    def counted(fd: int, data: bytes) -> int:
        writes.append(len(data))
        return real(fd, data)

    monkeypatch.setattr("os.write", counted)
    two.chunks(1, chunks)
    monkeypatch.undo()
    assert len(writes) == 1
    one.close()
    two.close()
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert load(tmp_path / "two").state == "sound"


@pytest.mark.parametrize("bad", [Chunk(6, 2, b""), Chunk(4, 2, b"back in time"), Chunk(6, -1, b"x")])
def test_of_a_read_with_one_bad_chunk_nothing_is_written(tmp_path: Path, bad: Chunk) -> None:
    writer = CassetteWriter(tmp_path / "a", HEADER)
    number = writer.begin(REQUEST)
    writer.chunks(number, [Chunk(5, 1, b"kept")])
    with pytest.raises(CassetteError, match="does not allow"):
        writer.chunks(number, [Chunk(6, 2, b"good"), bad])
    writer.chunks(number, [])
    writer.chunks(number, [Chunk(5, 2, b" too")])
    writer.close()
    cassette = load(tmp_path / "a")
    assert (cassette.state, cassette.interactions[0].body) == ("sound", b"kept too")


def _delete(path: Path) -> None:
    path.unlink()


def _replace(path: Path) -> None:
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def _truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def _lengthen(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no open file")
@pytest.mark.parametrize(
    ("harm", "words"),
    [(_delete, "was deleted"), (_replace, "was replaced"), (_truncate, "expected "), (_lengthen, "expected ")],
)
@pytest.mark.parametrize("when", ["begin", "end", "close"])
def test_a_file_that_is_no_longer_ours_is_said(
    tmp_path: Path, harm: Callable[[Path], None], words: str, when: str
) -> None:
    path = tmp_path / "a.cassette"
    writer = CassetteWriter(path, HEADER)
    number = writer.begin(REQUEST)
    harm(path)

    calls: dict[str, Callable[[], object]] = {
        "begin": lambda: writer.begin(REQUEST),
        "end": lambda: writer.end(number, Ending(EndKind.COMPLETE, 3, 2)),
        "close": writer.close,
    }
    with pytest.raises(CassetteError, match=words):
        calls[when]()
    assert writer.failed
    left = path.read_bytes() if path.exists() else b""
    writer.end(number, Ending(EndKind.COMPLETE, 3, 2))
    writer.close()
    assert (path.read_bytes() if path.exists() else b"") == left


@pytest.mark.skipif(sys.platform == "win32", reason="Windows moves no open file")
def test_a_file_that_was_moved_away_is_said_a_tenth_of_a_second_later_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 10 * SECOND
    monkeypatch.setattr(writing, "now_ns", lambda: now)
    path = tmp_path / "a.cassette"
    writer = CassetteWriter(path, HEADER)
    number = writer.begin(REQUEST)
    path.rename(tmp_path / "moved")
    now += SECOND // 10 - 1
    writer.end(number, Ending(EndKind.COMPLETE, 3, 2))
    now += 1
    with pytest.raises(CassetteError, match="was deleted"):
        writer.begin(REQUEST)
    assert writer.failed

    writer = CassetteWriter(path, HEADER)
    path.rename(tmp_path / "moved")
    with pytest.raises(CassetteError, match="was deleted"):
        writer.close()


def test_a_file_that_moved_with_its_folder_or_got_a_second_name_is_still_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.cassette"
    writer = CassetteWriter(path, HEADER)
    os.link(path, tmp_path / "b.cassette")
    fill(writer)
    writer.close()
    assert load(tmp_path / "b.cassette").state == "sound"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("mode", ["create", "append", "overwrite"])
def test_what_is_no_file_is_refused(tmp_path: Path, mode: Mode) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for path in (fifo, Path("/dev/null"), Path("/dev/full")):
        with pytest.raises(CassetteError, match="is a device or a pipe, not a file"):
            CassetteWriter(path, HEADER, mode)
    with pytest.raises(CassetteError, match="is a directory"):
        CassetteWriter(tmp_path, HEADER, mode)


def test_a_name_that_can_t_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for name in ("n" * 300, "file/a.cassette", "/".join(["n" * 200] * 30)):
        with pytest.raises(CassetteError, match="can't be written"):
            CassetteWriter(tmp_path / name, HEADER)
    assert (tmp_path / "file").read_bytes() == b"x"
