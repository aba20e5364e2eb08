"""What `chunktape check` runs, as a user has it: templates, order, budgets, known failures, signals."""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead
from cassettes.store import load, save
from tests.chunktape.commands import as_typed
from tests.support.patience import PATIENCE
from tests.support.recordings import short_tape
from tests.support.waiting import wait_until

pytestmark = pytest.mark.wire

#: a decoder of server-sent events whose time grows with the stream alone; what stands in angle brackets is its own
DECODER = r"""
export const create = (onText) => {
  const decoder = new TextDecoder();
  let line = '';
  let data = [];
  const take = (raw) => {
    const text = <line>;
    if (text.startsWith('data:')) data.push(text.slice(5).trim());
    if (text || !data.length) return;
    const event = data.join('\n');
    data = [];
    if (event !== '[DONE]') { const one = JSON.parse(event); <say> }
  };
  return { push(bytes) {
    const [first, ...others] = (<decoded>).split('\n');
    line += first;
    for (const next of others) { take(line); line = next; }
  } };
};
"""
RIGHT = "decoder.decode(bytes, { stream: true })"
TORN = "new TextDecoder().decode(bytes)"
CHAT = "const text = one.choices?.[0]?.delta?.content; if (text) onText(text);"
OWN = "if (one.type === 'delta') onText(one.payload.text);"


def client(
    folder: Path, name: str, decoded: str = RIGHT, say: str = CHAT, line: str = "raw.replace(/\\r$/, '')"
) -> str:
    """A client in `folder`: how it decodes a piece, what it says of an event, and how it ends a line."""
    text = DECODER.replace("<decoded>", decoded).replace("<say>", say).replace("<line>", line)
    (folder / name).write_text(text, "utf-8")
    return name


def check(folder: Path, *arguments: str, **environment: str) -> Result:
    return as_typed("check", *arguments, folder=folder, **environment)


def reported(folder: Path, *arguments: str, **environment: str) -> dict[str, Any]:
    done = check(folder, *arguments, "--json", **environment)
    assert done.exit_code in (0, 1), done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def again(done: Result) -> list[list[str]]:
    """The commands behind `Again`."""
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip().startswith("Again: ")]
    return [shlex.split(line.partition("chunktape check ")[2]) for line in lines]


@pytest.fixture(autouse=True)
def _needs_node(require_tool: Callable[[str], str]) -> None:
    require_tool("node")


def test_a_template_checks_a_client_of_its_own_backend_and_its_lines_repeat(tmp_path: Path) -> None:
    words = ["--template", '{"type":"delta","payload":{"text":$TEXT}}', "--event", "message", "--done", "[DONE]"]
    own = client(tmp_path, "own.mjs", say=OWN)
    report = reported(tmp_path, own, *words)
    assert report["verdict"] == "pass", report["findings"]
    assert {one["tape"] for one in report["tapes"]} >= {
        "template",
        "template, crlf",
        "template, bom",
        "template, large",
    }

    torn = check(tmp_path, client(tmp_path, "torn.mjs", TORN, OWN), *words)
    assert torn.exit_code == 1
    (line,) = again(torn)
    assert line[:7] == ["torn.mjs", *words]
    repeated = check(tmp_path, *line)
    assert repeated.exit_code == 1
    assert "Plans 1," in repeated.stdout


def test_without_a_template_one_is_made_of_what_the_module_reads_and_the_report_says_so(tmp_path: Path) -> None:
    own = client(tmp_path, "own.mjs", say=OWN)
    report = reported(tmp_path, own)
    assert report["verdict"] == "pass", report["findings"]
    (note,) = report["notes"]
    assert """--template '{"type":"delta","payload":{"text":$TEXT}}'""" in note

    chinese = check(tmp_path, own, "--budget", "400", CHUNKTAPE_LANG="zh")
    assert "按它读取的字段做了一个" in chinese.stdout


def test_where_no_made_stream_is_read_the_sentence_has_the_likeliest_template(tmp_path: Path) -> None:
    odd = client(tmp_path, "odd.mjs", say="if (one.magic === answerOfTheDay()) onText(one.reply); ")
    (tmp_path / odd).write_text(
        (tmp_path / odd).read_text("utf-8") + "\nconst answerOfTheDay = () => Infinity;", "utf-8"
    )
    done = check(tmp_path, odd)
    assert done.exit_code == 3
    assert '{"reply":$TEXT}' in done.stderr
    assert "were tried as well" in done.stderr
    assert done.stderr.count("chunktape: ") == 1


def test_bugs_side_by_side_each_have_a_line_that_repeats_it(tmp_path: Path, torture: str) -> None:
    both = client(tmp_path, "both.mjs", f"{TORN}.replace(/\\r\\n/g, '\\n')", line="raw")
    done = check(tmp_path, both, "--tape", torture)
    lines = again(done)
    assert len(lines) == 2, done.stdout
    assert "utf8-3b/1" in done.stdout
    assert "CR|LF" in done.stdout
    for line in lines:
        repeated = check(tmp_path, *line)
        assert repeated.exit_code == 1, (line, repeated.stdout)


def test_what_failed_last_is_run_ahead_changes_no_count_and_nothing_lies_beside_the_client(
    tmp_path: Path, torture: str
) -> None:
    work, cache = tmp_path / "work", tmp_path / "cache"
    work.mkdir()
    torn, short = client(work, "torn.mjs", TORN), str(short_tape(tmp_path))
    first = reported(work, torn, "--tape", short, CHUNKTAPE_CACHE=str(cache))
    (file,) = (cache / "check").iterdir()
    assert first["findings"][0]["split"] in file.read_text("utf-8")
    assert [one.name for one in work.iterdir()] == ["torn.mjs"]

    file.write_text(file.read_text("utf-8") + "nonsense\x00\n", "utf-8")
    tapes = ("--tape", torture, "--tape", short)
    few = reported(work, torn, *tapes, "--budget", "40", CHUNKTAPE_CACHE=str(cache))
    assert few["spent"]
    assert first["findings"][0]["tape"] in [one["tape"] for one in few["findings"]]  # the budget was spent before it

    warm, cold = (reported(work, torn, *tapes, CHUNKTAPE_CACHE=where) for where in (str(cache), ""))
    assert {**warm, "seconds": 0} == {**cold, "seconds": 0}

    client(work, "torn.mjs")  # mended
    assert check(work, torn, "--tape", torture, "--tape", short, CHUNKTAPE_CACHE=str(cache)).exit_code == 0
    assert list((cache / "check").iterdir()) == []


def test_a_budget_ends_the_check_and_a_level_deepens_it(tmp_path: Path, torture: str) -> None:
    name = client(tmp_path, "right.mjs")
    few = reported(tmp_path, name, "--budget", "60")
    assert few["spent"]
    assert 60 <= few["runs"] < 60 + 32 + 16  # a batch, and the search
    plain = reported(tmp_path, name, "--tape", torture)
    deep = reported(tmp_path, name, "--tape", torture, "--level", "single", "--seeds", "5")
    assert (plain["verdict"], deep["verdict"]) == ("pass", "pass")
    assert deep["runs"] > plain["runs"] + 500
    more = reported(tmp_path, name, "--tape", torture, "--budget", str(plain["runs"] + 400))
    assert more["spent"]
    assert more["runs"] >= plain["runs"] + 400


def test_known_failures_are_a_ratchet(tmp_path: Path) -> None:
    torn = client(tmp_path, "torn.mjs", TORN)
    words = ["--tape", short_tape(tmp_path).name, "--known", "known.txt"]
    missing = check(tmp_path, torn, *words)
    assert (missing.exit_code, "--update-known" in missing.stderr) == (2, True)
    updated = check(tmp_path, torn, *words, "--update-known")
    assert (updated.exit_code, "known.txt is written." in updated.stderr) == (0, True)
    assert "replacement utf8-3b/1" in (tmp_path / "known.txt").read_text("utf-8")

    accepted = check(tmp_path, torn, *words)
    assert accepted.exit_code == 0, accepted.stdout
    assert "is written" not in accepted.stderr
    assert "KNOWN: " in accepted.stdout
    assert check(tmp_path, torn, *words, "--split", "utf8,all=1").exit_code == 0

    client(tmp_path, "torn.mjs")  # mended: the line has to go
    stale = check(tmp_path, torn, *words, CHUNKTAPE_LANG="zh")
    assert stale.exit_code == 1
    words_of = "".join(stale.stdout.split())
    assert "replacementutf8-3b/1" in words_of
    assert "不再失败" in words_of
    assert check(tmp_path, torn, *words, "--update-known").exit_code == 0
    assert "replacement" not in (tmp_path / "known.txt").read_text("utf-8")


@pytest.fixture
def long_check(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A check that goes on for long, in a group of its own, behind its first finding."""
    torn = client(tmp_path, "torn.mjs", TORN)
    command = [sys.executable, "-m", "chunktape", "check", torn, "--budget", "10m"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        cwd=tmp_path,
        start_new_session=True,
        env={**os.environ, "CHUNKTAPE_CACHE": str(tmp_path / "cache")},
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate(timeout=PATIENCE)


def children(pid: int) -> list[str]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.split()


def is_there(pid: str) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("group", [True, False])
def test_a_signal_gives_the_report_so_far_and_leaves_no_process(
    long_check: subprocess.Popen[str], number: signal.Signals, group: bool
) -> None:
    wait_until(lambda: children(long_check.pid))  # it loads, or searches, or shrinks: whatever comes first
    started = children(long_check.pid)
    if group:
        os.killpg(long_check.pid, number)
    else:
        long_check.send_signal(number)
    out, err = long_check.communicate(timeout=PATIENCE)

    assert long_check.returncode == 130, err
    assert "INTERRUPTED" in out
    assert "its process ended" not in out
    wait_until(lambda: not [one for one in started if is_there(one)])  # one that was just started sees its input end


def test_a_tape_that_is_no_stream_and_one_that_was_cut_off(tmp_path: Path) -> None:
    head = ResponseHead(0, 200, b"OK", ((b"Content-Type", b"application/json"),))
    body = Chunks.of([Chunk(0, 1, b'{"choices":[{"message":{"content":"x"}}]}', Mark.END)])
    one = Interaction(1, Request("POST", b"/"), head, body, Ending(EndKind.COMPLETE, 0, 1))
    header = Header("test", 0, Origin("made"))
    save(tmp_path / "json.cassette", header, [one])
    name = client(tmp_path, "right.mjs")
    done = check(tmp_path, name, "--tape", "json.cassette")
    assert done.exit_code == 2
    assert "no streamed response" in done.stderr

    (whole,) = load(str(Path(__file__).parents[3] / "cassettes" / "library" / "torture-lf.cassette")).interactions[:1]
    chunks = Chunks.of(list(whole.chunks)[:9])
    torn = Interaction(1, whole.request, whole.head, chunks, Ending(EndKind.RESET, whole.ending.at))
    save(tmp_path / "torn.cassette", header, [torn])
    report = reported(tmp_path, name, "--tape", "torn.cassette")
    assert report["verdict"] == "pass", report["findings"]
    assert "reset" in report["notes"][0]


@pytest.mark.parametrize(
    ("say", "tape", "words"),
    [
        (CHAT, "chat-anthropic", "chat-anthropic has events of the shape `anthropic`"),
        (f"if (!one.model?.startsWith('gpt')) {{ {CHAT} }}", "chat-openai", "blind on chat-openai"),
    ],
    ids=["another-shape", "of-its-shape"],
)
def test_a_tape_of_which_the_client_shows_nothing_is_never_passed(
    tmp_path: Path, torture: str, say: str, tape: str, words: str
) -> None:
    name = client(tmp_path, "right.mjs", say=say)
    done = check(tmp_path, name, "--tape", torture, "--tape", tape)
    assert done.exit_code == 3, done.stdout
    assert words in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--budget", "soon"], "30s"),
        (["--level", "deep"], "structural"),
        (["--event", "x"], "--template"),
        (["--ndjson"], "--template"),
        (["--template", '{"x":1}'], "$TEXT"),
        (["--update-known"], "--known"),
        (["--split", "event+emoji"], "--tape"),
        (["--tape", "torture-lf", "--split", "event", "--scene", "twice"], "give one of them"),
        (["--tape", "chat-text", "--split", "event+emoji"], "`emoji`"),
        (["--tape", "torture-ndjson", "--split", "event+nospace"], "nospace"),
    ],
)
def test_words_that_make_no_sense(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = check(tmp_path, client(tmp_path, "right.mjs"), *arguments)
    assert done.exit_code == 2, done.stdout
    assert words in done.stderr
