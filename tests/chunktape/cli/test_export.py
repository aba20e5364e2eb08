"""`chunktape export`"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cassettes.providers.make import make_header, make_interaction
from cassettes.store import save
from chunktape.cli import chunktape


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "c.cassette"
    save(path, make_header("text", "chunktape 0", 5), [make_interaction(text, "text") for text in ("你好", "b")])
    return path


def test_sse_goes_to_standard_output_as_bytes(file: Path) -> None:
    done = CliRunner().invoke(chunktape, ["export", str(file), "--as", "sse", "1"])
    assert (done.exit_code, done.stdout_bytes) == (0, "你好".encode())
    which = CliRunner().invoke(chunktape, ["export", str(file), "--as", "sse"])
    assert which.exit_code == 2
    assert "1, 2" in which.stderr


def test_an_existing_file_is_kept_unless_asked(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    words = ["export", str(file), "--as", "json", "--output", str(out)]
    done = CliRunner().invoke(chunktape, words)
    assert (done.exit_code, done.stdout, done.stderr.replace("\n", "")) == (0, "", f"{out} is written.")
    refused = CliRunner().invoke(chunktape, words)
    assert refused.exit_code == 4
    assert "--overwrite" in refused.stderr
    assert CliRunner().invoke(chunktape, [*words, "--overwrite"]).exit_code == 0
    nowhere = CliRunner().invoke(chunktape, [*words[:-1], str(tmp_path / "none" / "x")])
    assert "can't be written" in nowhere.stderr


def test_a_damaged_cassette_is_exported_as_far_as_it_is_sound(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-3])
    done = CliRunner().invoke(chunktape, ["export", str(file), "--as", "yaml"])
    assert done.exit_code == 0
    assert "is interrupted" in done.stderr
    assert "bytes from offset" in done.stderr
