"""`chunktape report`: from a file to a paste and back, and what is refused."""

import json
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner, Result

from cassettes.library import folder
from cassettes.model import Header, Origin
from cassettes.store import load, save
from chunktape.cli import chunktape
from chunktape.client.process import running
from tests.chunktape.report.test_shared import KEY, one

SAMPLE = folder() / "torture-lf.cassette"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*words: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(chunktape, list(words), given)


def test_one_file_and_one_line_show_the_bug_again() -> None:
    made = run("report", str(SAMPLE), "--split", "utf8,seed=7")
    assert made.exit_code == 0, made.output
    Path("bug.md").write_text(made.stdout, "utf-8")
    assert "Questions and answers of the recording are in it" in made.stderr
    assert "Nothing was sent" in made.stderr

    back = run("report", "--open", "bug.md", "-o", "bug.cassette")
    assert back.exit_code == 0, back.output
    assert back.stdout.splitlines()[1] == "  chunktape play bug.cassette --split 'utf8,seed=7,v=1'"
    assert [one.body for one in load("bug.cassette").interactions] == [one.body for one in load(SAMPLE).interactions]
    assert run("report", "--open", "bug.md", "-o", "bug.cassette").exit_code == 4
    assert run("report", "--open", "-", "--overwrite", "-o", "bug.cassette", given=made.stdout_bytes).exit_code == 0
    assert run("report", "--open", "bug.md").exit_code == 0
    assert len(list(Path().glob("bug-*.cassette"))) == 1


def test_a_bundled_name_is_a_file() -> None:
    assert "-----BEGIN CHUNKTAPE CASSETTE-----" in run("report", "torture-lf").stdout


def test_a_secret_that_was_kept_in_the_file_is_in_no_paste() -> None:
    save("a.cassette", Header("chunktape", 1, Origin("recorded", "https://api.example"), ("header:x-shop",)), [one()])
    assert KEY in Path("a.cassette").read_bytes()
    made = run("report", "a.cassette")
    Path("bug.md").write_text(made.stdout, "utf-8")
    run("report", "--open", "bug.md", "-o", "bug.cassette")

    assert KEY.decode() not in made.output
    assert KEY not in Path("bug.cassette").read_bytes()
    assert "authorization" in made.stderr


def test_what_a_damaged_file_lost_is_said() -> None:
    data = SAMPLE.read_bytes()
    Path("a.cassette").write_bytes(data[: len(data) // 2])

    assert (
        f"- interrupted ({len(data) // 2 - load('a.cassette').size:,} bytes dropped from"
        in run("report", "a.cassette").stdout
    )


def test_a_seed_that_was_made_up_is_said() -> None:
    assert "utf8,seed=0,v=1 stands there" in run("report", str(SAMPLE), "--split", "utf8").stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--split", "utf8"), 2, "--split needs the cassette"),
        (("--open", "x.md", "a.cassette"), 2, "--open reads a paste"),
        (("--output", "x"), 2, "belong to --open"),
        (("--open", "none.md"), 4, "none.md"),
        (("none.cassette",), 4, "none.cassette"),
        (("torture-lf", "--split", "nonsense"), 2, "nonsense"),
        (("--url", "ftp://x"), 2, "--url needs"),
    ],
)
def test_what_is_refused(words: tuple[str, ...], code: int, said: str) -> None:
    done = run("report", *words)

    assert (done.exit_code, done.stdout) == (code, "")
    assert said in done.stderr


def test_it_is_said_in_chinese_and_written_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    made = run("report")

    assert "没有发送任何内容" in made.stderr
    assert made.stdout.startswith("### What I did")


@pytest.mark.wire
def test_a_running_player_is_asked(free_url: str) -> None:
    with running("chunktape", "play", str(SAMPLE), "--port", "0", "--speed", "max") as player:
        target = load(SAMPLE).interactions[0].request.target.decode()
        request = Request(f"{player.url}/@utf8,seed=7{target}", json.dumps({}).encode(), method="POST")
        with urlopen(request) as answer:
            answer.read()
        made = run("report", "--url", player.url)
    assert "spec=utf8,seed=7" in made.stdout
    assert run("report", "--url", free_url).exit_code == 5


@pytest.mark.wire
@pytest.mark.parametrize(("file", "told"), [("torture-lf", True), ("chat-openai", False)])
def test_a_player_of_other_recordings_is_left_out(file: str, told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs on the usual port need not have to do with the bug: another project, somebody else's test."""
    with running("chunktape", "play", str(SAMPLE), "--port", "0", "--speed", "max") as player:
        port = int(player.url.rpartition(":")[2])
        for module in ("chunktape.cli.report", "chunktape.doctor.gather"):
            monkeypatch.setattr(f"{module}.DEFAULT_PORT", port)
        target = load(SAMPLE).interactions[0].request.target.decode()
        with urlopen(Request(player.url + target, b"{}", method="POST")) as answer:
            answer.read()
        made = run("report", file)
    assert ("### What the running player saw" in made.stdout) is told
    assert (f"--url http://127.0.0.1:{port}" in made.stderr) is not told
