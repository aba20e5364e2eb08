"""The last byte of a response over TLS, whoever reads it and however the server closes; and what waits meanwhile.

`pytest -m evidence -k tails -s` runs the whole matrix and prints the table of docs/behaviour.md.
"""

import os
import socket
import ssl
import sys
import threading
import time
from pathlib import Path

import pytest

from cassettes import store
from chunktape.client.process import running
from tests.support.patience import PATIENCE
from tests.support.peers.scripted import Peer, scripted
from tests.support.peers.tails import SIZES, Cell, body_of, cells, framed, measure, table
from tests.support.peers.trust import issued

pytestmark = pytest.mark.wire

HERE = "portable" if os.environ.get("CHUNKTAPE_PORTABLE") == "1" else "uvloop"


def check(matrix: list[Cell], folder: Path) -> None:
    context, ca = issued(folder)
    outcomes = measure(matrix, context, ca, folder)
    print(*table(outcomes), sep="\n")
    assert {cell: outcome for cell, outcome in outcomes.items() if not outcome.right(cell)} == {}


@pytest.mark.portable
def test_every_byte_of_a_tail_arrives(tmp_path: Path) -> None:
    """A sample: 1 MB and every way to close, and one response of `capture`, on the loop of this run."""
    sample = cells((1_000_000,), ways=("record", "play"), loops=(HERE,))
    check([*sample, Cell(1_000_000, "close", False, True, "capture", HERE)], tmp_path)


@pytest.mark.evidence
@pytest.mark.timeout(4 * PATIENCE)
def test_every_byte_of_a_tail_arrives_in_the_whole_matrix(tmp_path: Path) -> None:
    matrix = cells(SIZES)
    assert len(matrix) == 288
    check(matrix, tmp_path)


def resident(pid: int) -> int:
    """Bytes of memory that a process has now."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


@pytest.mark.portable
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(("way", "secure"), [("record", True), ("play", True), ("record", False)])
def test_beside_a_client_that_reads_nothing_memory_is_bounded(way: str, secure: bool, tmp_path: Path) -> None:
    context, ca = issued(tmp_path)
    target = "/64000000/length/1/1"
    head, body = framed(target)
    sent, over = 0, threading.Event()

    def script(peer: Peer) -> None:
        nonlocal sent
        if not peer.request():
            return
        peer.send(head)
        for at in range(0, len(body), 1 << 16):
            peer.send(body[at : at + (1 << 16)])
            sent = at
        over.set()

    with scripted(script, context if secure else None) as server:
        url = f"{'https' if secure else 'http'}://127.0.0.1:{server.port}"
        file = str(tmp_path / "a.cassette")
        words = ["record", url] if way == "record" else ["play", "--upstream", url, "--record", "new"]
        with running("chunktape", *words, "--ca", ca, "--port", "0", "--output", file) as one:
            port = int(one.url.rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as client:
                before = resident(one.process.pid)
                client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
                last = -1
                while last != sent or not sent:  # until the server can hand over no more
                    last = sent
                    time.sleep(0.5)
                assert not over.is_set()
                assert resident(one.process.pid) - before < 12 << 20
                got = bytearray()
                while data := client.recv(1 << 20):
                    got += data
    assert bytes(got).partition(b"\r\n\r\n")[2] == body == body_of(target)


@pytest.mark.portable
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def test_both_versions_of_tls(version: ssl.TLSVersion, tmp_path: Path) -> None:
    context, ca = issued(tmp_path)
    context.minimum_version = context.maximum_version = version
    matrix = [Cell(1_000_000, "close", notify, True, "record", HERE) for notify in (True, False)]
    outcomes = measure(matrix, context, ca, tmp_path)
    assert all(outcome.right(cell) for cell, outcome in outcomes.items())


@pytest.mark.portable
def test_what_tls_never_ended_is_replayed_as_far_as_it_goes_and_closed(tmp_path: Path) -> None:
    """The table "Endings" of docs/behaviour.md, for a body that only a close could have ended."""
    context, ca = issued(tmp_path)
    cut, whole = (Cell(300_000, "close", notify, False, "record", HERE) for notify in (False, True))
    measure([cut, whole], context, ca, tmp_path)
    with running(
        "chunktape", "play", str(tmp_path / f"record-{HERE}.cassette"), "--port", "0", "--speed", "max"
    ) as one:
        for cell in (cut, whole):
            head, _, rest = asked(one.url, cell.target)
            assert b"chunked" not in head
            assert rest == body_of(cell.target)
            head, _, rest = asked(one.url, f"/@bytes,n=65536{cell.target}")
            assert b"chunked" in head
            assert (rest[-5:] == b"0\r\n\r\n") is cell.notify
            assert rest.startswith(b"10000\r\n")


def asked(url: str, target: str) -> tuple[bytes, bytes, bytes]:
    """Head, blank line and rest of an answer that ends with its connection."""
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=PATIENCE) as client:
        client.sendall(f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        got = bytearray()
        while data := client.recv(1 << 20):
            got += data
    return bytes(got).partition(b"\r\n\r\n")


@pytest.mark.skipif(HERE == "portable" or sys.platform != "linux", reason="only Linux tells what was acknowledged")
@pytest.mark.parametrize(
    ("way", "secure", "stopped"),
    [("record", True, False), ("play", False, False), ("play", True, True), ("record", False, True)],
)
def test_a_reset_takes_no_byte_with_it(way: str, secure: bool, stopped: bool, tmp_path: Path) -> None:
    """The client begins to read when the reset is in the recorder's socket already; or Ctrl-C comes before it does."""
    context, ca = issued(tmp_path)
    head, body = framed("/2000000/length/1/1")
    gone = threading.Event()

    def script(peer: Peer) -> None:
        peer.request()
        peer.send(head + body[:1_500_000])
        peer.acknowledged()
        peer.reset()
        gone.set()

    with scripted(script, context if secure else None) as server:
        url = f"{'https' if secure else 'http'}://127.0.0.1:{server.port}"
        file = tmp_path / "a.cassette"
        words = ["record", url] if way == "record" else ["play", "--upstream", url, "--record", "new"]
        with running("chunktape", *words, "--ca", ca, "--port", "0", "--output", str(file)) as one:
            got, was_reset = bytearray(), False
            with socket.create_connection(("127.0.0.1", int(one.url.rpartition(":")[2])), timeout=PATIENCE) as client:
                client.sendall(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert gone.wait(PATIENCE)
                time.sleep(0.3)  # the client's pace, which is what is tried
                if stopped:
                    assert one.stop() == 0
                try:
                    while data := client.recv(1 << 20):
                        got += data
                except ConnectionResetError:
                    was_reset = True
    assert was_reset
    if stopped:
        return
    (stored,) = store.load(file).interactions
    assert stored.body == body[:1_500_000]
    assert bytes(got).partition(b"\r\n\r\n")[2] == stored.body
    assert stored.ending.kind == "reset"
