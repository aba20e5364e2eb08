"""A client in a process of its own: frames, the watchdog, and no process left behind."""

import json
import os
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import pytest

from chunktape.check.runners.child import Child
from chunktape.check.runners.pipe import Answer
from chunktape.check.values import Drive, Entry
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.wire

HOST = """
import json, os, struct, sys, time
def run(cuts):
    if cuts == [1]: time.sleep(3600)
    if cuts == [2]: os._exit(7)
    return {"said": [[0, "callback", str(os.getpid())]], "error": "", "asked": True, "delivered": 1, "ended": True}
def answers(message):
    if message["op"] == "load":
        yield {"entries": [{"name": "x", "way": "decoder"}], "uses": [], "guards": False}
    elif message["op"] == "body":
        yield {}
    else:
        yield from map(run, message["plans"])
while len(head := sys.stdin.buffer.read(4)) == 4:
    for answer in answers(json.loads(sys.stdin.buffer.read(struct.unpack(">I", head)[0]))):
        data = json.dumps(answer).encode()
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


@pytest.mark.parametrize(("cut", "lost"), [(1, "hang"), (2, "crash")])
def test_a_run_that_is_lost_in_the_middle_of_a_batch_takes_no_other_with_it(
    cut: int, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chunktape.check.runners.child._LEAST", 1.0)  # for a run; a process has its time to start
    one = child()
    plans = [(3 + number,) for number in range(40)]
    plans.insert(20, (cut,))
    try:
        runs = list(one.runs(one.body(bytes(100)), plans, Drive(0)))
        assert [run.cuts for run in runs] == plans
        assert [run.lost for run in runs] == [""] * 20 + [lost] + [""] * 20
        pids = [run.said[0].value for run in runs if not run.lost]
        assert pids == [pids[0]] * 20 + [pids[20]] * 20
        assert pids[0] != pids[20]
    finally:
        one.close()


def test_runs_are_asked_for_while_others_are_under_way() -> None:
    one = child()
    try:
        plans = [(3 + number,) for number in range(60)]
        seen = []
        for run in one.runs(one.body(bytes(100)), plans, Drive(0)):
            seen.append(run.cuts)
            other = one.run(one.body(b"other"), (4,), Drive(0))
            assert (other.cuts, other.lost) == ((4,), "")
        assert seen == plans
    finally:
        one.close()


def test_a_run_that_nobody_waits_for_any_more_holds_up_nobody() -> None:
    one = child()
    try:
        runs = one.runs(one.body(bytes(100)), [(3,), (1,), (4,)], Drive(0))
        assert next(runs).cuts == (3,)
        assert one.run(one.body(b"abc"), (), Drive(0)).lost == ""
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
    assert one.load().error == "it ends its process"
    one.close()


def test_the_start_of_a_process_is_no_time_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    limits: list[float] = []

    class Slow:
        """A process that takes three seconds to load a client, and a hundredth of one for anything else."""

        def __init__(self, command: Sequence[str]) -> None:
            self._answers: list[tuple[float, dict[str, object]]] = []

        def send(self, data: bytes) -> None:
            op = json.loads(data)["op"]
            self._answers.append((3.0 if op == "load" else 0.01, {"said": []} if op == "runs" else {"entries": []}))

        def receive(self, limit: float) -> Answer:
            nonlocal now
            limits.append(limit)
            seconds, answer = self._answers.pop(0)
            now += seconds
            return Answer(json.dumps(answer).encode(), now)

        def close(self) -> None:
            pass

    monkeypatch.setattr("chunktape.check.runners.child.Pipe", Slow)
    monkeypatch.setattr("chunktape.check.runners.child.time.perf_counter", lambda: now)
    one = Child([], "client")
    one.run(one.body(b"abc"), (), Drive(0))
    one.run(one.body(b"abc"), (1,), Drive(0))

    assert limits[-1] == 4.0
