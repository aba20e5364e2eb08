"""The table of two versions, from figures of our own."""

import sys
from pathlib import Path

from benchmarks.harness.install import Tools
from benchmarks.performance.versions import Measurement, Version


def test_the_quotient_is_that_of_neighbours(tmp_path: Path) -> None:
    """A minute in which the machine was half as fast changes both figures, and no quotient."""
    before, this = Version("before", sys.executable), Version("this", sys.executable)
    measured = Measurement((before, this), Tools(tmp_path), 3, realtime=False)
    for theirs, mine, limit in ((10.0, 11.0, 8.0), (20.0, 22.0, 16.0), (10.0, 11.0, 8.8)):
        before.note("per chunk", theirs)
        this.note("per chunk", mine)
        measured.limit.setdefault("per chunk", []).append(limit)
        before.note("start", 4.0)
        this.note("start", 3.0)

    head, _, *rows = measured.text().splitlines()
    assert head == "|  | version before | this version | this / before | × C writer |"
    assert rows == ["| per chunk | 10.0 | 11.0 | 1.10 | 1.38 |", "| start | 4.00 | 3.00 | 0.750 | – |"]


def test_a_version_is_started_by_its_own_python_with_its_bytecode() -> None:
    subject = Version("before", "/other/bin/python").command("play", "a.cassette", "--speed", "max")
    assert subject.command[:3] == ("/other/bin/python", "-m", "chunktape")
    assert subject.command[-2:] == ("--port", str(subject.port))
    assert subject.environment["PYTHONDONTWRITEBYTECODE"] == ""
