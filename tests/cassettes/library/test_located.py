"""The name of a bundled cassette, wherever a command takes a file."""

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from cassettes.errors import CassetteError
from cassettes.library import index, is_bundled, located
from tests.support.patience import PATIENCE
from tests.support.waiting import listening


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", index())
def test_each_name_is_its_file(name: str) -> None:
    assert is_bundled(name)
    assert Path(located(name)).is_file()


def test_a_file_of_that_name_goes_before_it(tmp_path: Path) -> None:
    (tmp_path / "torture-lf").write_bytes(b"")
    (tmp_path / "torture-crlf").symlink_to("gone")
    for name in ("torture-lf", "torture-crlf"):
        assert located(name) == name
        assert not is_bundled(name)


@pytest.mark.parametrize(
    "name",
    [
        "gone.cassette",
        "./torture-lf",
        "a/torture-lf",
        "torture-lf/",
        "/torture-lf",
        "",
        ".",
        "..",
        "a.b",
        "a" * 300 + ".x",
    ],
)
def test_what_looks_like_a_file_is_one(name: str) -> None:
    if name:
        assert located(name) == name


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("torture-lx", "Did you mean the bundled torture-lf"),
        ("torture-lf.cassette", "Did you mean the bundled torture-lf"),
        ("chat-open", "chat-openai"),
        ("nonsense", "Bundled: "),
        ("", "Bundled: "),
        ("a" * 300, "Bundled: "),
        ("\0", "Bundled: "),
    ],
)
def test_an_unknown_name_says_what_may_be_meant(name: str, meant: str) -> None:
    with pytest.raises(CassetteError) as caught:
        located(name)
    assert meant in str(caught.value)


COMMANDS = {
    "show": ["show", "NAME"],
    "plan": ["plan", "NAME", "--split", "utf8"],
    "verify": ["verify", "NAME"],
    "export": ["export", "NAME", "--as", "json"],
    "report": ["report", "NAME"],
    "check": ["check", "py:a:b", "--tape", "NAME"],
    "play": ["play", "NAME"],
    "play with an upstream": ["play", "NAME", "--upstream", "http://127.0.0.1:9"],
}


def ran(words: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "chunktape", *words],
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.wire
@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_name_is_the_same_error_of_each_command(name: str) -> None:
    done = ran(["torture-lx" if word == "NAME" else word for word in COMMANDS[name]])
    said = done.stdout + done.stderr

    assert done.returncode == 4, said
    assert "torture-lx does not exist. Did you mean the bundled torture-lf" in said


@pytest.mark.wire
@pytest.mark.parametrize("name", ["show", "plan", "verify", "export"])
def test_a_bundled_name_will_do(name: str) -> None:
    done = ran(["torture-lf" if word == "NAME" else word for word in COMMANDS[name]])
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.wire
def test_play_plays_it_and_nothing_is_recorded_into_it(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    command = ["play", "torture-lf", "--port", "0", "--ready-file", str(ready)]
    process = subprocess.Popen([sys.executable, "-P", "-m", "chunktape", *command], stdout=subprocess.DEVNULL)
    try:
        with urllib.request.urlopen(f"{listening(ready, process)}/torture/lf", timeout=PATIENCE) as answer:
            assert "你好".encode() in answer.read()
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)

    done = ran(["play", "torture-lf", "--upstream", "http://127.0.0.1:9", "--record", "new"])
    assert done.returncode == 2
    assert "--output" in done.stderr
    assert list(tmp_path.glob("torture*")) == []
