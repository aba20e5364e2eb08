"""No signal is lost, none ends what a person is to read, and a second one ends the process. Real signals."""

import signal
import subprocess
import sys
import textwrap

import pytest

from tests.support.patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")

HEAD = """
import signal, sys, threading
from chunktape.process import interrupts
class Dies:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)  # Python can raise nothing from here
        for _ in range(1000): pass
def wait():
    threading.Event().wait()
interrupts.guard()
"""


def ran(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", HEAD + textwrap.dedent(text)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_a_signal_that_comes_in_a_finalizer_is_raised_behind_it() -> None:
    done = ran(
        """
        interrupts.begin()
        try:
            Dies()
            wait()
        except KeyboardInterrupt:
            print("raised")
        """
    )
    assert (done.stdout, done.stderr, done.returncode) == ("raised\n", "", 0)


def test_it_is_the_first_one_still() -> None:
    done = ran(
        """
        with interrupts.Interrupts() as one:
            try:
                Dies()
                wait()
            except KeyboardInterrupt:
                print(one.came)
        """
    )
    assert (done.stdout, done.stderr, done.returncode) == ("True\n", "", 0)


def test_what_else_goes_wrong_in_a_finalizer_is_said() -> None:
    done = ran(
        """
        class Wrong:
            def __del__(self): raise ValueError("odd")
        Wrong()
        """
    )
    assert "ValueError: odd" in done.stderr


def test_while_the_result_is_told_a_signal_only_changes_the_code() -> None:
    done = ran(
        """
        with interrupts.Interrupts() as one:
            one.telling()
            signal.raise_signal(signal.SIGTERM)
            print("told", one.came)
        """
    )
    assert (done.stdout, done.stderr, done.returncode) == ("told True\n", "", 0)


def test_what_a_terminal_and_a_tool_send_is_one_and_a_later_one_ends_the_process() -> None:
    done = ran(
        """
        from network.signals import SAME
        from cassettes.clock import now_ns
        with interrupts.Interrupts() as one:
            since = now_ns()
            try:
                signal.raise_signal(signal.SIGINT)
            except KeyboardInterrupt:
                signal.raise_signal(signal.SIGINT)
                print("once", flush=True)
            while now_ns() - since < 2 * SAME: pass
            signal.raise_signal(signal.SIGTERM)
            print("never")
        """
    )
    assert (done.stdout, done.stderr, done.returncode) == ("once\n", "", 130)


def test_the_handlers_before_are_back_behind_it() -> None:
    from chunktape.process.interrupts import Interrupts

    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with Interrupts():
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before
