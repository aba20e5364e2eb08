import os
import subprocess
import sys

from benchmarks.harness import machine


def test_a_tree_has_the_children_and_their_usage_adds_up() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        pids = machine.tree(os.getpid())
        assert {os.getpid(), child.pid} <= set(pids)
        assert machine.usage(pids).memory > machine.usage([os.getpid()]).memory > 0
        child.communicate(b"\n")
    assert machine.usage([child.pid]) == machine.Usage(0.0, 0, 0)


def test_a_descriptor_that_is_opened_counts() -> None:
    before = machine.usage([os.getpid()]).descriptors
    with open(os.devnull, "rb"):
        assert machine.usage([os.getpid()]).descriptors == before + 1


def test_peak_keeps_the_most_and_ends() -> None:
    peak = machine.Peak([os.getpid()])
    peak.start()
    assert peak.end() >= machine.usage([os.getpid()]).memory // 2
    assert not peak.is_alive()


def test_the_machine_is_one_line() -> None:
    assert "\n" not in machine.describe()
