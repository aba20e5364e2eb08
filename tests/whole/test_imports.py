"""What a command does not need it does not import: the modules that must be absent, by command, and no clock."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from cassettes.library import folder
from tests.support.patience import PATIENCE
from tests.support.waiting import listening

pytestmark = pytest.mark.wire

CHAT: Final = str(folder() / "chat-openai.cassette")
#: what no command needs that only reads a file
SERVERS: Final = ("asyncio", "ssl", "starlette", "uvicorn", "httptools", "uvloop", "recorder", "player", "yaml")
#: what no command needs that only serves
OTHERS: Final = (
    "chunktape.check",
    "chunktape.curl",
    "chunktape.js",
    "chunktape.phone.lan",
    "chunktape.show.lines",
    "chunktape.show.plan",
    "chunktape.show.table",
    "cassettes.interchange",
    "cassettes.providers.make",
    "cassettes.providers.shapes",
    "cassettes.providers.tokens",
    "difflib",
    "ifaddr",
    "mitmproxy",
    "yaml",
)
#: what a player does not need that cuts and changes nothing, and of which nobody has asked for more than recordings
LATER: Final = (
    "chunktape.workers.pool",
    "chunktape.workers.shared",
    "player.control",
    "player.faults.applied",
    "player.faults.difference",
    "player.faults.happened",
    "player.journal.lanes",
    "player.matching.mix",
    "player.rewrites.applied",
    "player.schedule.vary",
    "player.spec.edits",
    "player.stream.asgi_stream",
)
#: `smoke` has the names of its ten, which the journal tells apart
RECORDED: Final = {f"player.splits.profiles{name}" for name in ("", ".plain", ".aimed", ".smoke")}


def loaded(said: str) -> set[str]:
    """The modules that `python -v` names; `-X importtime` says nothing of what `importlib` is asked for."""
    return set(re.findall(r"^import '([\w.]+)' #", said, re.MULTILINE))


def found(modules: set[str], *names: str) -> set[str]:
    """Those of `modules` that are one of `names`, or inside of one."""
    return {one for one in modules if any(one == name or one.startswith(f"{name}.") for name in names)}


def of(*words: str) -> set[str]:
    """The modules that a command imports."""
    command = [sys.executable, "-v", "-m", "chunktape", *words]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr[-2000:]
    return loaded(done.stderr)


def of_server(folder: Path, *words: str) -> set[str]:
    """The modules that a command has imported when it listens, and by the time that it has ended."""
    ready = folder / "ready.json"
    command = [sys.executable, "-v", "-m", "chunktape", *words, "--port", "0", "--ready-file", str(ready)]
    told = folder / "told"
    with told.open("wb") as errors, subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors) as process:
        try:
            listening(ready, process)
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)
        finally:
            process.kill()
    said = told.read_text("utf-8")
    assert process.returncode == 0, said[-2000:]
    return loaded(said)


@pytest.mark.parametrize("words", [["--version"], ["--help"]], ids=" ".join)
def test_what_is_said_of_the_tool_itself_reads_no_file(words: list[str]) -> None:
    modules = of(*words)

    assert not found(modules, *SERVERS, "msgpack", "rich", "cassettes.model", "cassettes.providers", "tempfile")
    assert not found(modules, *(f"chunktape.cli.{name}" for name in ("play", "record", "show", "plan", "check")))


@pytest.mark.parametrize(
    "words", [["show"], ["show", "--text"], ["show", "--json"], ["verify"]], ids=lambda words: " ".join(words)
)
def test_what_reads_a_file_starts_no_server(words: list[str]) -> None:
    assert not found(of(*words, CHAT), *SERVERS)


def test_the_options_of_play_are_read_before_a_server_is_loaded() -> None:
    modules = of("play", "--help")

    assert not found(modules, "player", "recorder", "starlette", "uvicorn", "asyncio", "cassettes.store")
    assert not found(modules, "cassettes.providers.shapes", "cassettes.providers.answer")


def test_a_player_that_cuts_nothing_loads_no_fault_no_rewrite_and_no_class(tmp_path: Path) -> None:
    modules = of_server(tmp_path, "play", CHAT)

    assert not found(modules, *OTHERS, "recorder", "chunktape.forward", "cassettes.boundaries.classify")
    assert not found(modules, "player.faults.truncate", "player.faults.status", "player.rewrites.retoken", *LATER)
    assert found(modules, "player.splits.profiles") <= RECORDED


def test_a_player_that_cuts_loads_its_family_and_no_other(tmp_path: Path) -> None:
    modules = of_server(tmp_path, "play", CHAT, "--split", "utf8", "--fault", "truncate,at=end")

    assert found(modules, "player.splits.profiles.targeted", "player.faults.truncate")
    assert not found(modules, "player.splits.profiles.proxies", "player.faults.status", "player.rewrites.retoken")


def test_a_recorder_loads_no_player(tmp_path: Path) -> None:
    output = str(tmp_path / "new.cassette")

    modules = of_server(tmp_path, "record", "http://127.0.0.1:9", "--output", output)

    assert not found(modules, *OTHERS, "starlette", "uvicorn", "urllib.request", "cassettes.providers")
    assert found(modules, "player") <= {"player", "player.control", "player.control.hello"}
    assert os.path.getsize(output)
