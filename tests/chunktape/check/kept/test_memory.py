"""What failed the last time."""

from pathlib import Path

import pytest

from chunktape.check.kept.memory import Memory, folder
from player.splits import Split

ONE = Split("event", add=(268,), body="1f3a9c02")
TWO = Split("event", drop=(12, 40), body="00ff00ff")


def test_what_failed_comes_back_in_order_and_what_passes_is_forgotten(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "a" / "x.txt")
    assert memory.splits() == []
    memory.keep([ONE, TWO, ONE], [])
    assert memory.splits() == [ONE, TWO]

    memory.keep([], {"1f3a9c02"})  # one was tried and passes, two was not tried
    assert memory.splits() == [TWO]
    memory.keep([], {"00ff00ff"})
    assert memory.splits() == []
    assert list(tmp_path.rglob("*.*")) == []


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe\x00", b"nonsense\n", b"event,add=3\n", b"id=0123456789abcdef\n", b"x" * 500_000, b"[1, 2]"]
)
def test_a_broken_file_is_as_good_as_none(tmp_path: Path, text: bytes) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(text + b"\n" + str(ONE).encode())
    assert Memory(file).splits() in ([], [ONE])
    Memory(file).keep([TWO], {ONE.body})
    assert Memory(file).splits() == [TWO]


def test_a_folder_in_its_place_or_one_that_can_not_be_written_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    memory = Memory(tmp_path / "x.txt")
    memory.keep([ONE], [])
    assert memory.splits() == []
    (tmp_path / "file").write_text("")
    Memory(tmp_path / "file" / "x.txt").keep([ONE], [])
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "x.txt"]


def test_few_plans_are_kept(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "x.txt")
    memory.keep([Split("event", add=(number,), body="1f3a9c02") for number in range(1, 200)], [])
    assert len(memory.splits()) == 64


@pytest.mark.parametrize(
    ("environ", "platform", "wanted"),
    [
        ({"HOME": "/home/li"}, "linux", "/home/li/.cache/chunktape/check"),
        ({"HOME": "/home/li", "XDG_CACHE_HOME": "/var/c"}, "linux", "/var/c/chunktape/check"),
        ({"HOME": "/home/li", "XDG_CACHE_HOME": "not/absolute"}, "linux", ""),
        ({"HOME": "/Users/li"}, "darwin", "/Users/li/Library/Caches/chunktape/check"),
        ({"HOME": "/home/li", "CI": "true"}, "linux", ""),
        ({"HOME": "/home/li", "CI": "false"}, "linux", "/home/li/.cache/chunktape/check"),
        ({"HOME": "/home/li", "CI": "1", "CHUNKTAPE_CACHE": "/keep"}, "linux", "/keep/check"),
        ({"HOME": "/home/li", "CHUNKTAPE_CACHE": ""}, "linux", ""),
        ({}, "linux", ""),
        ({}, "win32", ""),
    ],
)
def test_the_folder_is_that_for_caches_and_none_on_a_build_machine(
    environ: dict[str, str], platform: str, wanted: str
) -> None:
    found = folder(environ, platform)
    assert found == (Path(wanted) if wanted else None)


def test_each_client_has_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environ = {"CHUNKTAPE_CACHE": str(tmp_path / "cache")}
    for client in ("a.mjs", "./b.mjs", "py:pkg.a:f"):
        Memory.of(client, environ).keep([ONE], [])
    assert len(list((tmp_path / "cache" / "check").iterdir())) == 3
    assert Memory.of("./a.mjs", environ).splits() == [ONE]
    monkeypatch.chdir(tmp_path)
    assert Memory.of("py:pkg.a:f", environ).splits() == []  # another package of that name
