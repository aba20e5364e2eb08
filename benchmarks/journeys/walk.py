"""Types the commands of a page into a shell, and compares what they print. Rules

- A `chunktape record` or `chunktape play` runs in the background on a free port until `^C`; the page's address and the
  provider's are replaced by the real ones, there and back, also in files.
- Time counts from the first command of a journey to the end of the last, including the start of servers.
"""

import json
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.journeys.page import CTRL_C, Journey, Step, missing
from cassettes.clock import SECOND, now_ns

ADDRESS: Final = "http://127.0.0.1:8799"
PROVIDER: Final = "https://api.deepseek.com"
_SERVERS: Final = ("record", "play")

if sys.platform == "win32":
    _INTERRUPT: Final = signal.CTRL_BREAK_EVENT
else:
    _INTERRUPT: Final = signal.SIGINT


class Astray(AssertionError):
    """A command whose result differs from the page; the text names its line."""


@dataclass(slots=True)
class _Server:
    """A server of the page that runs."""

    step: Step
    process: "subprocess.Popen[bytes]"
    output: Path
    url: str


@dataclass(slots=True)
class Walk:
    """One folder in which a page's commands are typed. `env` is that of the commands, `limit` the seconds for each;
    `swapped`: text of the page -> its replacement here, in commands, files and what is printed; `printed`: command ->
    what it printed the first time.
    """

    folder: Path
    env: Mapping[str, str]
    limit: float
    swapped: dict[str, str] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)
    _provider: _Server | None = None
    _server: _Server | None = None
    _count: int = 0

    def __enter__(self) -> "Walk":
        """Start the provider."""
        python = shutil.which("python", path=self.env["PATH"]) or sys.executable
        words = [python, "-P", "-m", "chunktape.samples.upstream", "--tps", "400", "--ttft", "50ms"]
        self._provider = self._start(Step(0, "the provider"), words)
        self.swapped[PROVIDER] = self._provider.url
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._server, self._provider):
            if one is not None and one.process.poll() is None:
                one.process.kill()
                one.process.wait()

    def through(self, journey: Journey) -> float:
        """Seconds that its commands took. Raises Astray."""
        begun = now_ns()
        for step in journey.steps:
            self._take(step)
        if self._server is not None:
            raise Astray(f"{journey.title}: line {self._server.step.line} is never stopped")
        return (now_ns() - begun) / SECOND

    def _take(self, step: Step) -> None:
        if step.name:
            (self.folder / step.name).write_text(self._here(step.words), "utf-8", newline="\n")
        elif step.words == CTRL_C:
            self._stop()
        elif step.words.startswith(tuple(f"chunktape {name} " for name in _SERVERS)):
            if self._server is not None:
                raise Astray(f"line {step.line}: line {self._server.step.line} still runs")
            words = shlex.split(self._here(step.words))
            words[0] = shutil.which(words[0], path=self.env["PATH"]) or words[0]
            self._server = self._start(step, [*words, "--port", "0"])
            self.swapped[ADDRESS] = self._server.url
        else:
            self._run(step)

    def _run(self, step: Step) -> None:
        shell = shutil.which("bash") or "sh"
        done = subprocess.run(
            [shell, "-c", self._here(step.words)],
            cwd=self.folder,
            env=dict(self.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=self.limit,
            check=False,
        )
        self._compare(step, done.stdout.decode("utf-8", "replace"), done.returncode)

    def _start(self, step: Step, words: list[str]) -> _Server:
        self._count += 1
        ready, output = self.folder / f".ready-{self._count}", self.folder / f".output-{self._count}"
        with output.open("wb") as sink:
            process = subprocess.Popen(
                [*words, "--ready-file", str(ready)],
                cwd=self.folder,
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        until = now_ns() + int(self.limit * SECOND)
        while not ready.exists():
            if process.poll() is not None or now_ns() > until:
                with suppress(OSError):
                    process.kill()
                raise Astray(
                    f"line {step.line}: `{step.words}` does not listen: {output.read_text('utf-8', 'replace')}"
                )
            time.sleep(0.005)
        return _Server(step, process, output, str(json.loads(ready.read_text("utf-8"))["url"]))

    def _stop(self) -> None:
        server, self._server = self._server, None
        if server is None:
            raise Astray("^C, and nothing runs")
        server.process.send_signal(_INTERRUPT)
        code = server.process.wait(self.limit)
        self._compare(server.step, server.output.read_text("utf-8", "replace"), code)

    def _compare(self, step: Step, printed: str, code: int) -> None:
        for page, here in self.swapped.items():
            printed = printed.replace(here, page)
        self.printed.setdefault(step.words, printed)
        lost = missing(step.shown, printed)
        if code != step.code or lost:
            raise Astray(f"line {step.line}: `{step.words}` ended with {code}, without {lost}; it printed:\n{printed}")

    def _here(self, words: str) -> str:
        for page, here in self.swapped.items():
            words = words.replace(page, here)
        return words


def ready_folder(folder: Path, root: Path) -> Path:
    """The folder in which the page's commands are typed: empty but for `examples/`, as in a checkout."""
    folder.mkdir(parents=True)
    shutil.copytree(root / "examples", folder / "examples", ignore=shutil.ignore_patterns("node_modules"))
    return folder
