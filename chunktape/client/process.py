"""Our own commands as processes: start one, wait until it listens, stop it. Rules

- A process is started as `python -P -m ...`, so that a user's own `player.py` is never found first.
- A process writes its ready file once it listens; nothing is guessed from time or output.
- It is always stopped: first asked, as Ctrl-C asks, then killed if it does not end. That is an error, because the
  writes of its end, such as a cassette's footer, are missing.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cassettes.clock import SECOND, now_ns
from cassettes.errors import ChunktapeError, SpecError
from cassettes.messages import say
from cassettes.messages.reasons import why

READY_WITHIN_NS: Final = 120 * SECOND
STOP_WITHIN_S: Final = 120.0
_POLL_S: Final = 0.01

if sys.platform == "win32":
    _INTERRUPT: Final = signal.CTRL_BREAK_EVENT
    _FLAGS: Final = subprocess.CREATE_NEW_PROCESS_GROUP
else:
    _INTERRUPT: Final = signal.SIGINT
    _FLAGS: Final = 0


@dataclass(slots=True)
class Running:
    """The process of `command`, which listens at `url`; `output` is the file with its printed text."""

    command: str
    url: str
    process: "subprocess.Popen[bytes]"
    output: Path

    def stop(self) -> int:
        """Ask the process to stop, as Ctrl-C does; gives its exit code.

        Raises ChunktapeError with what it printed, if it had to be killed after STOP_WITHIN_S.
        """
        if self.process.poll() is None:
            self.process.send_signal(_INTERRUPT)
            try:
                self.process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                values = {"command": self.command, "seconds": f"{STOP_WITHIN_S:.0f}", "printed": self.printed()}
                raise ChunktapeError(
                    say(
                        "`{command}` did not stop within {seconds} s and was killed; what it writes at its end "
                        "is missing. It printed:\n{printed}",
                        **values,
                    )
                ) from None
        return self.process.wait()

    def printed(self) -> str:
        """The end of what the process printed."""
        return self.output.read_text("utf-8", "replace").strip()[-2000:]


@contextmanager
def running(
    module: str, *arguments: str, env: dict[str, str] | None = None, cwd: str | Path | None = None
) -> Iterator[Running]:
    """`python -m module *arguments --ready-file ...` in the folder `cwd`, while the block runs.

    Raises ChunktapeError with what it printed, if it ends, does not listen within 120 s or has to be killed at the end.
    """
    with tempfile.TemporaryDirectory(prefix="chunktape-", ignore_cleanup_errors=True) as folder:
        ready, output = Path(folder, "ready.json"), Path(folder, "output.txt")
        command = [sys.executable, "-P", "-m", module, *arguments, "--ready-file", str(ready)]
        with output.open("wb") as sink:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                cwd=cwd,
                creationflags=_FLAGS,
            )
        one = Running(" ".join(command[3:5]), "", process, output)
        try:
            one.url = _wait(ready, one)
            yield one
        except BaseException:
            with suppress(ChunktapeError):  # the first error is the one to report
                one.stop()
            raise
        one.stop()


def _wait(ready: Path, one: Running) -> str:
    deadline = now_ns() + READY_WITHIN_NS
    while not ready.exists():
        if one.process.poll() is not None or now_ns() > deadline:
            raise ChunktapeError(
                say("`{command}` did not start. It printed:\n{printed}", command=one.command, printed=one.printed())
            )
        time.sleep(_POLL_S)
    return str(json.loads(ready.read_text("utf-8"))["url"])


def write_ready_file(path: str | Path, url: str) -> None:
    """Write `{"url": ..., "pid": ...}` atomically, so that a reader sees all of it or nothing.

    Raises SpecError when it can't be written.
    """
    text = json.dumps({"url": url, "pid": os.getpid()}) + "\n"
    part = Path(path).with_name(f".chunktape-{os.getpid()}.part")
    try:
        if Path(path).exists() and not Path(path).is_file():  # a device or a pipe is written to, not replaced by a file
            Path(path).write_text(text, "utf-8")
            return
        part.write_text(text, "utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise SpecError(
            say("The ready file {path} can't be written: {reason}.", path=path, reason=why(error))
        ) from None
