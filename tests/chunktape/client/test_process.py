"""Our own commands as processes: how one that does not stop ends."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cassettes.errors import ChunktapeError
from chunktape.client import process as processes
from chunktape.client.process import Running

DEAF = """if True:
    import signal
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print("deaf", flush=True)
    while True:
        signal.pause()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals to one process")
def test_a_process_that_does_not_stop_is_killed_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "STOP_WITHIN_S", 0.1)
    output = tmp_path / "output.txt"
    with output.open("wb") as sink:
        process = subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE, stderr=sink)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == b"deaf\n"
    output.write_text("what it printed")
    one = Running("chunktape play", "http://127.0.0.1:1", process, output)

    with pytest.raises(ChunktapeError, match=r"(?s)`chunktape play` did not stop .* killed.*what it printed"):
        one.stop()

    assert process.returncode == -signal.SIGKILL
    assert one.stop() == -signal.SIGKILL  # again says nothing new
