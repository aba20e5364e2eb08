"""One client and one mode: runs per second of a check, and of a bare loop in turns with it."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.check import streams
from benchmarks.harness import machine
from benchmarks.harness.places import ROOT, WORK
from benchmarks.harness.servers import BenchmarkError
from chunktape.check.expectation import Expectation
from chunktape.check.oracles import Case, failure
from chunktape.check.reading import right_reading
from chunktape.check.runners.child import Child
from chunktape.check.runners.node import node_client
from chunktape.check.runners.short_form import plan_of
from chunktape.check.values import Drive
from player.splits import Body

ROUNDS: Final = 9
#: pieces in a round at least: a shorter one would measure the start of V8
_PIECES: Final = 150_000
_BARE: Final = ROOT / "benchmarks" / "check" / "bare.mjs"


@dataclass(frozen=True)
class Subject:
    """A client. `how`: `push` or `wx`, for the bare loop; `profile`: of the check."""

    file: str
    how: str = "push"
    profile: str = "node"

    @property
    def path(self) -> Path:
        return ROOT / self.file


@dataclass(frozen=True)
class Beside:
    """Seconds for all `plans` in the best round: for making them, for the bare loop, for the check. `work`: processor
    time of the bare loop divided by that of the check's Node, over all rounds; it is valid on a busy machine, too.
    """

    plans: int
    making: float
    bare: float
    check: float
    work: float

    @property
    def ratio(self) -> float:
        """How many of the bare loop's runs the check makes in the same time."""
        return self.bare / self.check


@contextmanager
def _bare(subject: Subject, body: Path, plans: Path) -> Iterator["Bare"]:
    command = ["node", str(_BARE), str(subject.path), subject.how]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Bare(process, json.dumps({"body": str(body), "plans": str(plans)}))
        finally:
            process.kill()


class Bare:
    """The bare loop, in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]", line: str) -> None:
        self._process, self._line = process, line

    @property
    def pid(self) -> int:
        return self._process.pid

    def seconds(self) -> float:
        """One pass over all plans."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(self._line + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise BenchmarkError("the bare loop ended")
        return float(answer) / 1000


class Checked:
    """The same plans, run and judged as a check does. Raises BenchmarkError for a client that is not right."""

    def __init__(self, subject: Subject, body: Body, child: Child) -> None:
        loaded = child.load()
        entry = next(
            number
            for number, one in enumerate(loaded.entries)
            if one.way == ("request" if subject.how == "wx" else "decoder") and one.name in ("create", "ask")
        )
        self._child, self._drive = child, Drive(entry, subject.profile, heard=True)
        self._size = len(body.data)
        self._number = child.body(body.data, body.events)
        self._want = Expectation.of(body)
        self._baseline = child.run(self._number, body.events, self._drive)
        reading = right_reading(self._baseline, self._want)
        if reading is None:
            raise BenchmarkError(
                f"{subject.file} shows something else: {self._baseline.error or self._baseline.said[:2]}"
            )
        self._reading = reading

    def seconds(self, plans: list[tuple[int, ...]]) -> float:
        """One pass over all plans."""
        began = time.perf_counter()
        for run in self._child.runs(self._number, plans, self._drive):
            if not run.same and (wrong := failure(Case(run, self._baseline, self._want, self._reading, self._size))):
                raise BenchmarkError(f"{wrong.oracle}: {wrong.words}")
        return time.perf_counter() - began


def measure(subject: Subject, body: Body, mode: str, rounds: int = ROUNDS) -> Beside:
    """Rounds of both, in turns."""
    WORK.mkdir(parents=True, exist_ok=True)
    once = list(streams.plans(body, mode))
    times = 1 + _PIECES // sum(map(len, once))
    plans = once * times
    making = times * min(_making(body, mode) for _ in range(3))
    files = WORK / "check-body", WORK / "check-plans"
    files[0].write_bytes(body.data)
    files[1].write_text(json.dumps(plans), "utf-8")
    child = node_client(str(subject.path))
    try:
        checked = Checked(subject, body, child)
        with _bare(subject, *files) as bare:
            bare.seconds(), checked.seconds(plans)
            (mine,) = set(machine.tree(os.getpid())) - {os.getpid(), bare.pid}
            before = [machine.usage([pid]).cpu for pid in (bare.pid, mine)]
            took = [(bare.seconds(), checked.seconds(plans)) for _ in range(rounds)]
            used = [machine.usage([pid]).cpu - was for pid, was in zip((bare.pid, mine), before, strict=True)]
    finally:
        child.close()
    return Beside(
        len(plans), making, min(one for one, _ in took), min(one for _, one in took), used[0] / max(used[1], 0.01)
    )


def _making(body: Body, mode: str) -> float:
    """Seconds for making the plans, which a check does besides running and judging them."""
    base = frozenset(body.events)
    began = time.perf_counter()
    for cuts in streams.plans(body, mode):
        json.dumps(plan_of(cuts, base))
    return time.perf_counter() - began
