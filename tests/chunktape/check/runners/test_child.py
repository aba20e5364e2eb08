"""A client in a process of its own: frames, the watchdog, and no process left behind."""

import os
import sys
import textwrap
from pathlib import Path

import pytest

from chunktape.check.runners.child import Child
from chunktape.check.values import Drive, Entry
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

HOST = """
import json, os, struct, sys, time
def answer(message):
    if message["op"] == "load":
        return {"entries": [{"name": "x", "way": "decoder"}], "uses": [], "guards": False}
    if message["op"] == "run":
        if message["cuts"] == [1]: time.sleep(3600)
        if message["cuts"] == [2]: os._exit(7)
    return {"said": [[0, "callback", str(os.getpid())]], "error": "", "asked": True, "delivered": 1, "ended": True}
while len(head := sys.stdin.buffer.read(4)) == 4:
    data = json.dumps(answer(json.loads(sys.stdin.buffer.read(struct.unpack(">I", head)[0])))).encode()
    sys.stdout.buffer.write(struct.pack(">I", len(data)) + data)
    sys.stdout.buffer.flush()
"""


def child(limit: float = PATIENCE) -> Child:
    return Child([sys.executable, "-c", textwrap.dedent(HOST)], "client", limit=limit)


def test_a_run_is_asked_and_answered() -> None:
    one = child()
    try:
        assert one.load().entries == (Entry("x", "decoder"),)
        run = one.run(one.body(b"abcdef"), (3,), Drive(0))
        assert (run.cuts, run.asked, run.delivered, run.lost) == ((3,), True, 1, "")
    finally:
        one.close()


def test_equal_bodies_have_one_number() -> None:
    one = child()
    assert one.body(b"a") == one.body(b"a") != one.body(b"b")
    one.close()


def test_a_client_that_never_answers_is_a_hang_and_the_next_run_has_a_new_process() -> None:
    one = child(limit=1)
    try:
        assert one.run(one.body(b"abc"), (1,), Drive(0)).lost == "hang"
    finally:
        one.close()
    one = child()
    try:
        first = one.run(one.body(b"abc"), (), Drive(0)).said[0].value
        assert one.run(one.body(b"abc"), (2,), Drive(0)).lost == "crash"
        second = one.run(one.body(b"abc"), (), Drive(0)).said[0].value
        assert first != second
    finally:
        one.close()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_close_leaves_no_process() -> None:
    one = child()
    pid = int(one.run(one.body(b"abc"), (), Drive(0)).said[0].value)
    one.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    one.close()


def test_a_command_that_ends_at_once_can_not_be_loaded() -> None:
    one = Child([sys.executable, "-c", ""], "client")
    assert one.load().error == "crash"
    one.close()
