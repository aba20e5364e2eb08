"""`chunktape check`: exit codes, the report, the line that repeats a failure."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result

from tests.chunktape.commands import as_typed
from tests.support.patience import PATIENCE
from tests.support.recordings import short_tape
from tests.support.torture import short_torture

pytestmark = pytest.mark.wire

CLIENTS = Path(__file__).parents[1] / "check" / "clients"


def check(*arguments: str, cwd: Path = CLIENTS, **environment: str) -> Result:
    return as_typed("check", *arguments, folder=cwd, **environment)


def test_a_wx_client_passes_or_fails_and_its_line_repeats_the_failure(
    tmp_path: Path, require_tool: Callable[[str], str]
) -> None:
    require_tool("node")
    tape = ("--tape", str(short_tape(tmp_path)))
    right, wrong = check("wx_right.js", *tape), check("wx_wrong.js", *tape)

    assert (right.exit_code, wrong.exit_code) == (0, 1), right.stdout + right.stderr
    assert "PASS" in right.stdout
    assert "你 cut after 1 of 3 bytes" in wrong.stdout
    assert "utf8-3b/1" in wrong.stdout
    lines = wrong.stdout.splitlines()
    (again,) = [line for line in lines if "Again: " in line]
    (shorter,) = [line for line in lines if "events one is enough: " in line]
    assert all(len(line) <= 80 for line in lines if line not in (again, shorter))
    assert check(*shlex.split(shorter.partition("enough: chunktape check ")[2])).exit_code == 1
    repeated = check(*shlex.split(again.partition("Again: chunktape check ")[2]))
    assert repeated.exit_code == 1
    assert "Plans 1," in repeated.stdout or "Plans 2," in repeated.stdout  # one per profile


def test_a_missing_text_decoder_is_found_on_the_device(require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    report = json.loads(check("uni_needs_textdecoder.js", "--json").stdout)

    assert report["profiles"] == ["device", "devtools", "uni-h5"]
    first = report["findings"][0]
    assert (first["oracle"], first["profile"]) == ("content", "device")
    assert "TextDecoder" in first["words"]
    assert all("device" not in one["profile"] for one in report["tapes"] if one["baseline"] == "pass")


def test_an_unhandled_rejection_fails(require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    report = json.loads(check("rejects.mjs", "--json", "--tape", "torture-lf", "--budget", "60").stdout)
    assert report["findings"][0]["oracle"] == "error"
    assert report["verdict"] == "fail"


def test_python_clients(torture: str) -> None:
    assert check("py:sse_clients:right", "--tape", torture).exit_code == 0
    wrong = check("py:sse_clients:wrong", "--json", "--tape", "torture-lf", "--budget", "60")
    assert wrong.exit_code == 1
    report = json.loads(wrong.stdout)
    found = report["findings"][0]
    assert (found["class"], found["profile"]) == ("utf8-3b/1", "python")
    assert (found["oracle"], report["oracles"]["replacement"]) == ("replacement", "fail")
    assert report["oracles"]["text"] == "fail", "what has characters of its own is another text"
    assert {report["oracles"][name] for name in ("content", "terminates", "duplicates", "progress")} == {"pass"}
    assert report["oracles"]["events"] == "n/a"  # a client of texts


def test_an_async_generator_passes_with_a_tape_of_ones_own(require_tool: Callable[[str], str], tmp_path: Path) -> None:
    require_tool("node")
    done = check("generator.mjs", "--tape", str(short_torture(tmp_path, "torture-unicode")), "--all")
    assert done.exit_code == 0, done.stdout


def test_in_chinese() -> None:
    done = check("py:sse_clients:wrong", "--tape", "torture-lf", "--budget", "60", CHUNKTAPE_LANG="zh")
    assert "失败" in done.stdout
    assert "重现：chunktape check py:sse_clients:wrong" in done.stdout


@pytest.mark.parametrize("client", ["pages/right.js", "browser/right.js"])
def test_a_right_client_passes_by_what_it_shows_and_by_what_it_fetches(
    require_tool: Callable[[str], str], client: str, torture: str
) -> None:
    require_tool("node")
    done = check(client, "--tape", torture)  # and with CRLF, which is made of it
    assert done.exit_code == 0, done.stdout + done.stderr


def test_init_writes_an_adapter_that_check_then_uses(
    require_tool: Callable[[str], str], tmp_path: Path, torture: str
) -> None:
    require_tool("node")
    for name in ("wx_right.js", "wx_client.js"):
        (tmp_path / name).write_text((CLIENTS / name).read_text("utf-8"), "utf-8")
    wrote, again = check("wx_right.js", "--init", cwd=tmp_path), check("wx_right.js", "--init", cwd=tmp_path)
    report = json.loads(check("wx_right.check.mjs", "--json", "--tape", torture, cwd=tmp_path).stdout)

    assert (wrote.exit_code, again.exit_code) == (0, 2), wrote.stderr
    assert "chunktape check wx_right.check.mjs" in wrote.stdout
    assert "--force" in again.stderr
    assert report["verdict"] == "pass"
    assert report["entry"] == {"name": "drive", "way": "adapter"}
    assert check("wx_right.js", "--init", "--force", cwd=tmp_path).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gone.mjs"], "no such module"),
        (["py:nothing"], "expected py:"),
        (["py:a:b", "--split", "whole"], "--tape"),
        (["py:a:b", "--tape", "torture-lf", "--split", "nonsense"], "nonsense"),
        (["py:a:b", "--tape", "torture-lf", "--split", "event,add=3,body=00000000"], "00000000"),
        (["py:a:b", "--tape", "torture-lf", "--split", "whole+stall,for=1s"], "stall"),
        ([], "CLIENT"),
    ],
)
def test_words_that_make_no_sense(arguments: list[str], words: str) -> None:
    done = check(*arguments)
    assert done.exit_code == 2
    assert words in done.stderr


def test_the_example_mini_program_passes(require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    stream = CLIENTS.parents[3] / "examples" / "miniprogram" / "stream"
    done = check(str(stream / "stream.js"), "--json")
    report = json.loads(done.stdout)

    assert (done.exit_code, report["verdict"], report["profiles"]) == (0, "pass", ["device", "devtools"]), done.stdout
    assert report["reading"]["target"] == "events"


def test_reports_go_to_files_beside_the_console(tmp_path: Path, torture: str) -> None:
    files = {form: tmp_path / f"report.{form}" for form in ("junit", "markdown", "html")}
    options = [word for form, file in files.items() for word in (f"--{form}", str(file))]
    done = check("py:sse_clients:wrong", "--tape", torture, *options)
    again = check("py:sse_clients:wrong", "--tape", torture, "--split", "event", *options[:2])

    assert done.exit_code == 1
    assert done.stderr.splitlines()[-3:] == [f"{file} is written." for file in files.values()]
    assert "The first U+FFFD was made at sse_clients.py:38" in done.stdout
    assert "any cut inside any character of several bytes: fails at" in done.stdout
    assert ElementTree.fromstring(files["junit"].read_bytes())[0].get("failures") == "0", again.stdout
    assert "sse&#95;clients.py:38" in files["markdown"].read_text("utf-8")
    assert "return for its text" in files["html"].read_text("utf-8")


def test_a_check_that_can_judge_nothing_is_an_error_in_a_file_and_never_a_pass(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("def nothing(chunks): return None", "utf-8")
    done = check("py:mine:nothing", "--junit", "r.xml", cwd=tmp_path)

    assert done.exit_code == 3
    suite = ElementTree.fromstring((tmp_path / "r.xml").read_bytes())[0]
    assert (suite.get("tests"), suite.get("errors")) == ("1", "1")


def test_a_report_without_a_place_is_refused_before_the_check(tmp_path: Path) -> None:
    done = check("py:sse_clients:wrong", "--html", str(tmp_path / "no" / "r.html"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "can't be written" in done.stderr


def test_a_terminal_shows_how_far_it_is_and_nothing_of_it_stays(torture: str) -> None:
    pty = pytest.importorskip("pty", reason="no pseudo-terminal here")
    reader, terminal = pty.openpty()
    try:
        command = [sys.executable, "-m", "chunktape", "check", "py:sse_clients:right", "--tape", torture]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=terminal, timeout=PATIENCE, cwd=CLIENTS)
        os.close(terminal)
        shown = b""
        with suppress(OSError):  # the end of a pseudo-terminal
            while data := os.read(reader, 65536):
                shown += data
    finally:
        os.close(reader)

    assert done.returncode == 0
    assert re.search(rb"\r.*\d+ runs", shown)
    assert b"\n" not in shown
    assert not shown.rpartition(b"runs")[2].split(b"\r")[-2].strip()


def test_what_is_not_there_is_named_and_can_be_given(tmp_path: Path, require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    text = "import { textOf } from '@/utils/bytes'\nexport const create = (on) => ({ push: (b) => on(textOf(b)) });"
    (tmp_path / "client.mjs").write_text(text, "utf-8")
    (tmp_path / "bytes.mjs").write_text("export const textOf = (b) => new TextDecoder().decode(b);", "utf-8")
    alone = check("client.mjs", "--tape", "chat-text", cwd=tmp_path)
    assert alone.exit_code == 3
    assert "@/utils/bytes" in alone.stderr

    stubs = ("--stub", "@/utils/bytes=./bytes.mjs", "--stub", "storage.token=abc")
    given = json.loads(check("client.mjs", *stubs, "--tape", "chat-text", "--json", cwd=tmp_path).stdout)
    assert (given["verdict"], given["stubbed"]) == ("fail", [])
    again = given["findings"][0]["repeat"]
    assert again.startswith(
        "chunktape check client.mjs --stub '@/utils/bytes=./bytes.mjs' --stub 'storage.token=***' --tape"
    )
    assert check(*shlex.split(again.removeprefix("chunktape check ")), cwd=tmp_path).exit_code == 1
