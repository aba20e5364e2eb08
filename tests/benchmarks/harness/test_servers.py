import os
import select
import sys
from pathlib import Path

import pytest

from benchmarks.harness.servers import BenchmarkError, Running, Subject, free_port, pinned

SERVER = """
import socket, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    while True:
        server.accept()
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"


def ended(pid: int) -> bool:
    """Whether the process ends: a kill is carried out when the system gets to it."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 30)[0])
    finally:
        os.close(process)


@pytest.mark.wire
def test_a_server_ends_with_everything_that_it_started(tmp_path: Path) -> None:
    port = free_port()
    with Running(Subject("s", (sys.executable, "-c", SERVER, str(port)), port), tmp_path) as running:
        pids = running.pids
        assert len(pids) == 2
        assert all(map(alive, pids))
    assert all(map(ended, pids))


@pytest.mark.wire
def test_a_server_that_does_not_come_up_is_named_with_what_it_said(tmp_path: Path) -> None:
    subject = Subject("lame", (sys.executable, "-c", "raise SystemExit('no luck')"), free_port())
    with pytest.raises(BenchmarkError, match=r"lame did not open port.*no luck"), Running(subject, tmp_path):
        pass


def test_a_free_port_is_another_one_each_time_and_none_that_the_system_gives_to_whoever_asks_for_any() -> None:
    found = [free_port() for _ in range(3)]
    assert len(set(found)) == 3
    assert all(20_000 <= port < 30_000 for port in found)


def test_pinned_commands() -> None:
    assert pinned(("x", "y"), 1, realtime=False) == ["taskset", "-c", "1", "x", "y"]
    assert pinned(("x",), 0, realtime=True)[:3] == ["chrt", "-f", "10"]
