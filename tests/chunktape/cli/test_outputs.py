"""Every command whose output can't be a file, or is none: one sentence, the exit code of the table, nothing broken."""

import os
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from cassettes.library import folder
from cassettes.store import load
from tests.chunktape.process.test_standard_streams import ENV, SERVERS, words_of
from tests.support.pairs import PARTS, pairs
from tests.support.patience import PATIENCE
from tests.support.waiting import listening

pytestmark = [pytest.mark.wire, pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")]

SAMPLE: Final = str(folder() / "torture-lf.cassette")
UPSTREAM: Final = "http://127.0.0.1:9"
#: the command in front of its output; whether a cassette is written, which must be a file
WRITERS: Final[dict[str, tuple[list[str], bool]]] = {
    "make": (["make", "answer.md", "--like", "openai", "--output"], True),
    "import": (["import", "sse", "answer.sse", "--output"], True),
    "record": (["record", UPSTREAM, "--port", "0", "--output"], True),
    "capture": (["capture", UPSTREAM, "--output"], True),
    "play": (["play", "--upstream", UPSTREAM, "--record", "new", "--port", "0", "--output"], True),
    "export": (["export", SAMPLE, "--as", "yaml", "--output"], False),
    "plan --svg": (["plan", SAMPLE, "--split", "event", "--svg"], False),
    "plan --vectors": (["plan", SAMPLE, "--split", "event", "--vectors"], False),
}
LONG: Final = "n" * 300
TARGETS: Final = {
    LONG: "File name too long",
    f"{LONG}/x": "File name too long",
    "folder": "directory",
    "answer.md/x": "Not a directory",
    "/proc/none/x": "No such file",
    "/dev/full": "No space left",
}


def run(place: Path, words: list[str], before: str = "") -> "subprocess.CompletedProcess[str]":
    """Run in a folder of its own; `before`: what the shell does first."""
    (place / "folder").mkdir(parents=True)
    (place / "answer.md").write_text("hello")
    (place / "answer.sse").write_text("data: hello\n\n" * 20_000)
    command = ["bash", "-c", f'{before} exec "$@"', "bash", *words_of(words)]
    return subprocess.run(command, cwd=place, env=ENV, capture_output=True, text=True, timeout=PATIENCE)


@pytest.mark.parametrize("part", PARTS)
def test_what_is_no_place_for_a_file(part: int, tmp_path: Path) -> None:
    cases = pairs(list(WRITERS), list(TARGETS), part)
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(run, tmp_path / str(number), [*WRITERS[writer][0], target])
            for number, (writer, target) in enumerate(cases)
        ]
    for (writer, target), job in zip(cases, jobs, strict=True):
        made, expected = job.result(), TARGETS[target]
        if target == "/dev/full" and WRITERS[writer][1]:
            expected = "is a device"
        case = (writer, target[:20], made.stderr)
        assert made.returncode == 4, case
        assert len(made.stderr.splitlines()) == 1, case
        assert made.stderr.startswith("chunktape: "), case
        assert expected in made.stderr or "can't be used" in made.stderr, case


def test_a_device_is_no_cassette_but_takes_an_export(tmp_path: Path) -> None:
    for number, (name, (words, cassette)) in enumerate(WRITERS.items()):
        made = run(tmp_path / str(number), [*words, "/dev/null"])
        assert made.returncode == (4 if cassette else 0), (name, made.stderr)
        assert ("is a device" in made.stderr) == cassette, (name, made.stderr)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """A limit of 8 KiB on the size of a file stands for the disk."""
    for number, name in enumerate(("import", "export", "plan --vectors")):
        words = [*WRITERS[name][0], "out"]
        if name == "export":
            words[1] = str(folder() / "torture-big.cassette")
        if name == "plan --vectors":
            words[3] = "bytes,n=1"  # a vector of some 20 KB
        made = run(tmp_path / str(number), words, "ulimit -f 8;")
        assert made.returncode == 4, (name, made.stderr)
        assert "File too large" in made.stderr, (name, made.stderr)
        assert "Traceback" not in made.stderr
        if name == "import":
            assert load(tmp_path / str(number) / "out").state == "interrupted"


@pytest.mark.parametrize("name", ["record", "play"])
@pytest.mark.parametrize("target", ["/dev/null", "ready-link"])
def test_a_ready_file_that_is_a_device_stays_one(name: str, target: str, tmp_path: Path) -> None:
    """A file was moved over it: as root that broke /dev/null for everybody."""
    link = tmp_path / "ready-link"
    os.mkfifo(tmp_path / "fifo")
    link.symlink_to(tmp_path / "fifo")
    ready = "/dev/null" if target == "/dev/null" else str(link)
    command = words_of([*SERVERS[name], "--port", "0", "--ready-file", ready])
    process = subprocess.Popen(command, cwd=tmp_path, env=ENV, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    if target != "/dev/null":
        with (tmp_path / "fifo").open() as fifo:
            assert '"url": "http://' in fifo.read()
    else:
        assert process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)
    assert process.returncode in (0, 130)  # 130: before it began
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    assert stat.S_ISFIFO(os.stat(link).st_mode)


def test_a_ready_file_that_can_t_be_written(tmp_path: Path) -> None:
    for number, target in enumerate((LONG, "answer.md/x", "/proc/none/x", "/dev/full")):
        made = run(tmp_path / str(number), ["play", SAMPLE, "--port", "0", "--ready-file", target])
        assert made.returncode == 2, made.stderr
        assert "ready file" in made.stderr
        assert "Traceback" not in made.stderr


def test_the_ready_file_s_name_may_be_as_long_as_a_name_can_be(tmp_path: Path) -> None:
    ready = tmp_path / ("r" * 255)
    process = subprocess.Popen(
        words_of(["play", SAMPLE, "--port", "0", "--ready-file", str(ready)]), env=ENV, stdout=subprocess.DEVNULL
    )
    listening(ready, process)
    process.terminate()
    assert process.wait(PATIENCE) == 0
