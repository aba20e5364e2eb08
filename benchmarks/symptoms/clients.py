"""The clients: their names, how each is started, its version, and why it may not run here. Rules

- Each asks in a process of its own, four at a time, with a time limit of its own where it has one.
- It reads lines `NAME<TAB>BASE` and prints one JSON object a line (`words.py` says which).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from shutil import which
from typing import Any, Final

from benchmarks.harness.servers import BenchmarkError
from benchmarks.symptoms import browser
from benchmarks.symptoms.browser import PROGRAMS

#: ms that a client waits by itself, for the next byte or for all, as it counts
LIMIT_MS: Final = 3000
#: s for one client's whole list; it only guards against hanging
PATIENCE: Final = 600.0
#: OkHttp 3, as Debian's libokhttp-java has it
JARS: Final = tuple(Path("/usr/share/java") / name for name in ("okhttp.jar", "okio.jar"))

Jobs = Sequence[tuple[str, str]]
Seen = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Client:
    """`short`: its column in the table; `needs`: tools and files without which it is not here.

    `version` and `ask` are called only where everything is.
    """

    name: str
    short: str
    version: Callable[[], str]
    ask: Callable[[Jobs], list[Seen]]
    needs: tuple[str | Path, ...] = ()

    @property
    def missing(self) -> str:
        """The first missing part of `needs`, without its folder; "" where the client can run."""
        for one in self.needs:
            if not (one.exists() if isinstance(one, Path) else which(one)):
                return one.name if isinstance(one, Path) else one
        return ""


def _program(*command: str, cwd: Path = PROGRAMS) -> Callable[[Jobs], list[Seen]]:
    def ask(jobs: Jobs) -> list[Seen]:
        return _spoken([*command, str(LIMIT_MS)], jobs, cwd)

    return ask


def _spoken(command: Sequence[str], jobs: Jobs, cwd: Path) -> list[Seen]:
    """The program's result for each job. Raises BenchmarkError for a program that fails or leaves jobs out."""
    lines = "".join(f"{name}\t{base}\n" for name, base in jobs)
    environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
    done = subprocess.run(
        command, input=lines, capture_output=True, text=True, timeout=PATIENCE, check=False, cwd=cwd, env=environment
    )
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(seen) != len(jobs):
        raise BenchmarkError(f"{' '.join(command)}: {len(seen)} of {len(jobs)} answers\n{done.stderr[-2000:]}")
    return seen


def _with_go(jobs: Jobs) -> list[Seen]:
    with tempfile.TemporaryDirectory() as folder:
        binary = f"{folder}/ask"
        subprocess.run(["go", "build", "-o", binary, str(PROGRAMS / "ask.go")], check=True, capture_output=True)
        return _spoken([binary, str(LIMIT_MS)], jobs, Path(folder))


def _in_page(kind: str) -> Callable[[Jobs], list[Seen]]:
    return lambda jobs: browser.ask(kind, jobs, LIMIT_MS, PATIENCE)


def _printed(*command: str, word: int = 0) -> Callable[[], str]:
    """The word of what a command prints of its version."""
    return lambda: subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[word]


def _package(name: str) -> Callable[[], str]:
    return lambda: str(json.loads((_MODULES / name / "package.json").read_text("utf-8"))["version"])


def _distribution(name: str) -> Callable[[], str]:
    return lambda: version(name)


def _jar() -> str:
    return next(path.stem.partition("-")[2] for path in JARS[0].parent.glob("okhttp-[0-9]*.jar"))


_MODULES: Final = PROGRAMS / "node_modules"
_NODE: Final = _printed("node", "--version")
_CHROMIUM: Final = _printed("chromium", "--version", word=1)


def _python(kind: str) -> Callable[[Jobs], list[Seen]]:
    return _program(sys.executable, "ask.py", kind)


def _node(kind: str) -> Callable[[Jobs], list[Seen]]:
    return _program("node", "ask.mjs", kind)


CLIENTS: Final = (
    Client("Node `http`", "http", _NODE, _node("http"), ("node",)),
    Client("Node `fetch`", "fetch", _NODE, _node("fetch"), ("node",)),
    Client("Chromium `fetch`", "Chr", _CHROMIUM, _in_page("fetch"), ("chromium",)),
    Client("Chromium `EventSource`", "ES", _CHROMIUM, _in_page("EventSource"), ("chromium",)),
    Client("`uni.request` on H5", "uni", _package("@dcloudio/uni-h5"), _in_page("uni"), ("chromium", browser.UNI)),
    Client("curl", "curl", _printed("curl", "--version", word=1), _python("curl"), ("curl",)),
    Client("httpx", "httpx", _distribution("httpx"), _python("httpx")),
    Client("openai (Python)", "oai-p", _distribution("openai"), _python("openai")),
    Client("openai (Node)", "oai-n", _package("openai"), _node("openai"), ("node", _MODULES / "openai")),
    Client("anthropic (Python)", "ant-p", _distribution("anthropic"), _python("anthropic")),
    Client(
        "anthropic (Node)", "ant-n", _package("@anthropic-ai/sdk"), _node("anthropic"),
        ("node", _MODULES / "@anthropic-ai/sdk"),
    ),
    Client("Go `net/http`", "go", _printed("go", "version", word=2), _with_go, ("go",)),
    Client(
        "OkHttp", "okh", _jar, _program("java", "-cp", ":".join(map(str, JARS)), "Ask.java"), ("java", *JARS)
    ),
)  # fmt: skip
