"""`benchmarks.subjects.outside`: the upstream that writes what it is told, and processes that end with their block."""

import http.client
import os
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from benchmarks.subjects.outside import Lockstep, Writer, httpbin, nginx, paced, process
from cassettes.clock import MS, now_ns
from chunktape.samples.reader import read_response
from tests.support.patience import PATIENCE
from tests.support.waiting import wait_until

PIECES = [b"one", b"two", b"three"]


@pytest.mark.wire
@pytest.mark.parametrize("framing", ["chunked", "close", "length"])
def test_a_writer(framing: str) -> None:
    with Writer(PIECES, framing) as upstream:
        found = [read_response(upstream.url + "/") for _ in range(2)]
    assert upstream.error is None
    for one in found:
        assert one.framing == framing
        assert one.body == b"onetwothree"
        assert one.transfer_chunks() == ([3, 3, 5] if framing == "chunked" else [])


@pytest.mark.wire
def test_lockstep_waits_for_the_client() -> None:
    step = Lockstep(PIECES)
    with Writer(PIECES, "close", step) as upstream:
        parts = urlsplit(upstream.url)
        link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
        link.request("GET", "/")
        answer, got = link.getresponse(), []
        while data := answer.read1(100):
            got.append(data)
            step.got(len(data))
        link.close()
    assert got == PIECES


def test_paced_counts_from_the_first_piece() -> None:
    wait, begun = paced(10 * MS), now_ns()
    for index in range(4):
        wait(index)
    assert now_ns() - begun >= 30 * MS


def test_a_process_ends_with_its_block(tmp_path: Path) -> None:
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    output = tmp_path / "output.txt"

    def fails() -> None:
        with process([sys.executable, "-c", program], tmp_path):
            wait_until(lambda: b"\n" in output.read_bytes())
            raise RuntimeError("in the block")

    with pytest.raises(RuntimeError, match="in the block"):
        fails()
    with pytest.raises(ProcessLookupError):
        os.kill(int(output.read_text()), 0)


@pytest.mark.wire
def test_servers_take_over_their_sockets(require_tool: Callable[[str], str]) -> None:
    program = require_tool("nginx")
    with httpbin() as url, nginx(url, {"a": "", "b": "proxy_buffering off;"}, program) as servers:
        for one in (url, *servers.values()):
            assert read_response(one + "/bytes/5?seed=1").body == read_response(url + "/bytes/5?seed=1").body
