"""`chunktape verify`: one line per file; 0 sound, 3 interrupted, 4 damaged, the worst of several; 2 usage."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cassettes import store
from cassettes.model import Ending, EndKind, Header, Origin
from chunktape.cli import chunktape
from chunktape.show.lost import cut_off
from tests.support.recordings import interaction

V1 = (Path(__file__).parent.parent.parent / "data" / "v1.cassette").read_bytes()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    flipped = bytearray(V1)
    flipped[len(V1) // 2] ^= 0x10
    contents = {
        "sound": V1,
        "torn": V1[:-20],
        "flipped": bytes(flipped),
        "empty": b"",
        "other": b"GIF89a",
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return {name: str(tmp_path / name) for name in (*contents, "absent")} | {"folder": str(tmp_path)}


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("sound", 0),
        ("sound sound", 0),
        ("torn", 3),
        ("torn sound", 3),
        ("flipped", 4),
        ("torn flipped sound", 4),
        ("empty", 4),
        ("other", 4),
        ("absent", 4),
        ("folder sound", 4),
        ("", 2),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_exit_codes_and_one_line_per_file(files: dict[str, str], names: str, code: int, language: str) -> None:
    args = [files[name] for name in names.split()]
    result = CliRunner().invoke(chunktape, ["verify", *args], env={"CHUNKTAPE_LANG": language})
    assert result.exit_code == code
    if code != 2:
        lines = result.stdout.splitlines()
        assert len(lines) == len(args)
        assert all(line.startswith(path) for line, path in zip(lines, args, strict=True))


def test_what_the_lines_say(files: dict[str, str]) -> None:
    out = CliRunner().invoke(chunktape, ["verify", files["sound"], files["torn"], files["flipped"]]).stdout.splitlines()
    assert out[0].endswith(": sound. Interactions: 3, chunks: 6, bytes of bodies: 57.")
    assert ": INTERRUPTED. Interactions: 3, " in out[1]
    assert "are half a record and were left out" in out[1]
    assert ": DAMAGED. Interactions: 1, " in out[2]
    assert "the checksum of a record is wrong. All before them is whole." in out[2]


def test_what_the_person_s_own_ctrl_c_cut_off_is_told_as_that(tmp_path: Path) -> None:
    end = Ending(EndKind.INTERRUPTED, 3)
    path = str(tmp_path / "cut.cassette")
    store.save(path, Header("t", 0, Origin()), [interaction(), replace(interaction(), ending=end)])
    words = "Cut off when the recorder was stopped (Ctrl-C) or killed, so it ends early: #2."

    verified = CliRunner().invoke(chunktape, ["verify", path])
    assert (verified.exit_code, verified.stdout.strip().endswith(words)) == (0, True)
    assert words in CliRunner().invoke(chunktape, ["show", path], env={"COLUMNS": "120"}).stdout
    store.save(path, Header("t", 0, Origin()), [replace(interaction(), ending=end)] * 29, mode="overwrite")
    assert cut_off(store.load(path)).endswith("#7, #8, ….")
    Path(path).write_bytes(Path(path).read_bytes()[:-9])
    assert cut_off(store.load(path)) == ""


def test_a_path_with_control_characters_is_printed_escaped(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31m"
    path.write_bytes(V1)
    assert "\x1b" not in CliRunner().invoke(chunktape, ["verify", str(path)]).stdout
