"""What a person reads in a terminal of 60 columns, and the same in a pipe: one sentence, one line."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE

CASES = {
    "an error": (["show", "absent-with-a-rather-long-name.cassette"], "does not exist"),
    "a typo of a command": (["plya"], "There is no command 'plya'. Did you mean `play`?"),
    "what other tools call it": (["serve"], "There is no command 'serve'. Did you mean `play`?"),
    "a typo of an option": (["play", "--splt", "utf8"], "No such option '--splt'. Did you mean '--split'?"),
    "an option of the group": (["--splt"], "No such option '--splt'."),
    "a missing option": (["export", "a.cassette"], "Missing option '--as'. Choose from: har, yaml, json, sse"),
    "a format left out": (["import", "a.txt"], "The format stands before the file: `chunktape import FORMAT a.txt`,"),
    "a URL without a scheme": (["record", "localhost:9911"], "try http://localhost:9911."),
    "a wrong split": (["plan", "--split", "utf9", "a.cassette"], "Did you mean `utf8`?"),
    "a file's state": (["verify", "sound.cassette"], "sound.cassette: sound. Interactions: "),
    "a name that is nearly one of a file": (["show", "suond.cassette"], "Did you mean sound.cassette?"),
    "a name in a folder": (["play", "sub/suond.cassette"], "Did you mean sub/sound.cassette?"),
}
SOUND = Path(__file__).parents[2] / "data" / "v1.cassette"


@pytest.mark.parametrize("name", CASES)
def test_in_a_terminal_lines_end_between_words_and_in_a_pipe_none_is_broken(name: str, tmp_path: Path) -> None:
    words, expected = CASES[name]
    (tmp_path / "sub").mkdir()
    for folder in (tmp_path, tmp_path / "sub"):
        (folder / "sound.cassette").write_bytes(SOUND.read_bytes())
    command = [sys.executable, "-m", "chunktape", *words]
    environment = {**os.environ, "CHUNKTAPE_LANG": "en", "COLUMNS": "60", "PYTHONPATH": str(Path.cwd())}

    piped = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE,
        check=False,
    ).stdout
    seen = on_a_terminal(command, tmp_path, environment)

    assert any(expected in line for line in piped.splitlines()), piped
    assert " ".join(seen.split()) == " ".join(piped.split())
    assert all(len(line) <= 60 or " " not in line.strip() or "`" in line for line in seen.splitlines()), seen


def on_a_terminal(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    """What `command` writes on a pseudo-terminal that is its standard output and error."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=theirs)
    os.close(theirs)
    seen = b""
    try:
        while piece := _read(ours):
            seen += piece
    finally:
        os.close(ours)
        process.wait(PATIENCE)
    return seen.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux: the other side is closed
        return b""
