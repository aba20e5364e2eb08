"""`chunktape make`"""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cassettes.model import EndKind
from cassettes.providers.read import read
from cassettes.store import load
from chunktape.cli import chunktape, command_of


@pytest.fixture(autouse=True)
def answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ANSWER.md").write_bytes("# 你好\r\n\r\nHello 😀\r\n".encode())


def run(*words: str) -> Result:
    return CliRunner().invoke(chunktape, ["make", "ANSWER.md", *words])


def test_every_option(tmp_path: Path) -> None:
    Path("why.txt").write_text("想", encoding="utf-8")
    Path("tool.json").write_text('{"name": "f", "arguments": {"a": 1}}', encoding="utf-8")
    shape = ["--like", "deepseek", "--tps", "10", "--ttft", "1.5s", "--eol", "crlf", "--usage"]
    files = ["--reasoning", "why.txt", "--tool", "tool.json", "--output", "out/made.cassette"]
    done = run(*shape, *files)
    assert done.exit_code == 0, done.stderr
    assert "Bytes and times are made (like deepseek; cadence: tps=10 ttft=1500ms" in done.stdout
    cassette = load("out/made.cassette")
    assert cassette.headers[0].origin.kind == "made"
    (one,) = cassette.interactions
    events = [event.removeprefix("data: ") for event in one.body.decode().split("\r\n\r\n")[1:-2]]
    deltas = [json.loads(event)["choices"][0]["delta"] for event in events]
    assert "".join(delta.get("reasoning_content") or "" for delta in deltas) == "想"
    assert "".join(delta.get("content") or "" for delta in deltas) == "# 你好\n\nHello 😀"
    assert one.request.target == b"/chat/completions"


def test_the_file_stands_beside_the_answer_and_the_ending_is_kept() -> None:
    assert run("--like", "openai", "--end", "truncated").exit_code == 0
    assert load("ANSWER.cassette").interactions[0].ending.kind is EndKind.TRUNCATED
    refused = run("--like", "openai")
    assert refused.exit_code == 4
    assert "--overwrite" in refused.stderr


def test_a_file_that_is_in_the_way_is_not_taken_for_an_input() -> None:
    """Whoever is told that it exists already was also told how to import it."""
    Path("out.har").write_text('{"log": {"entries": []}}', encoding="utf-8")
    refused = run("--like", "openai", "-o", "out.har")
    assert refused.exit_code == 4
    assert "out.har" in refused.stderr
    assert "import" not in refused.stderr
    no_cassette = run("--like", "openai", "-o", "out.har", "--append")
    assert "chunktape import har out.har" in no_cassette.stderr


@pytest.mark.parametrize(
    ("data", "words", "message"),
    [
        ("中文".encode("gbk"), ["--like", "openai"], "ANSWER.md is not UTF-8: byte 0 is 0xd6. Save the file as UTF-8"),
        (b"x", ["--like", "openai", "--ttft", "soon"], "'soon' is not a duration"),
        (b"x", ["--like", "openai", "--reasoning", "ANSWER.md"], "openai does not send its reasoning"),
        (b"x", ["--like", "dify", "--tool", "ANSWER.md"], "ANSWER.md is not a tool call"),
        (b"x", ["--like", "text", "--end", "error"], "text has no error event"),
    ],
)
def test_mistakes_are_named(data: bytes, words: list[str], message: str) -> None:
    Path("ANSWER.md").write_bytes(data)
    done = run(*words)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not Path("ANSWER.cassette").exists()


def test_a_folder_is_no_answer() -> None:
    Path("folder").mkdir()
    done = CliRunner().invoke(chunktape, ["make", "folder", "--like", "openai"])
    assert (done.exit_code, "folder is a directory; name a file in it." in done.output) == (4, True)


def test_an_empty_answer() -> None:
    Path("ANSWER.md").write_bytes(b"\n")
    assert "has nothing in it" in run("--like", "openai").stderr


@pytest.mark.parametrize("name", ["record", "capture", "make", "play", "export"])
def test_every_command_that_writes_a_file_takes_o(name: str) -> None:
    command = command_of(name)
    (output,) = (one for one in command.params if one.name == "output")
    assert sorted(output.opts) == ["--output", "-o"]


def test_several_choices_and_calls() -> None:
    Path("other.md").write_text("另一个", encoding="utf-8")
    for name in ("f", "g"):
        Path(f"{name}.json").write_text(f'{{"name": "{name}", "arguments": {{}}}}', encoding="utf-8")
    done = run("--like", "openai", "--choice", "other.md", "--tool", "f.json", "--tool", "g.json")
    assert done.exit_code == 0, done.stderr
    (one,) = load("ANSWER.cassette").interactions
    found = read(one.body, "sse")
    assert found is not None
    assert [choice.text for choice in found.choices] == ["# 你好\n\nHello 😀", "另一个"]
    assert [call.name for call in found.choices[0].calls] == ["f", "g"]
    asked = json.loads(one.request.body)
    assert (asked["n"], len(asked["tools"])) == (2, 2)


def test_a_second_choice_of_an_api_that_gives_one_is_refused() -> None:
    Path("other.md").write_text("另一个", encoding="utf-8")
    done = run("--like", "anthropic", "--choice", "other.md", "--overwrite")
    assert done.exit_code == 2
    assert "one choice only" in done.stderr
