"""What all tests share: the language, and tools that must be there in CI."""

import gc
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import Phase, settings

from tests.support.patience import PATIENCE

# A loaded CI machine is no failure; and what lands a change draws the same examples each time, a desk new ones.
# Fifty find what breaks a law at once; `make evidence-laws` draws many.
settings.register_profile("chunktape", deadline=None, max_examples=50, derandomize=os.environ.get("CI") == "true")
settings.register_profile("evidence", deadline=None, max_examples=1000)
# Whether a test fails is all that a mutation run asks: the smallest example takes half a minute.
settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("chunktape")

gc.disable()  # while thousands of tests are collected, of which none goes: a quarter of the time

os.environ["CHUNKTAPE_LANG"] = "en"
os.environ["CHUNKTAPE_CACHE"] = ""  # what failed in one test is nothing to the next one
for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
    os.environ.pop(name, None)
# What the shell ignores for its children: a script that runs `make test &`, and `nohup make test`
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_configure(config: pytest.Config) -> None:
    """End a test that hangs: behind its own waits, which can say what did not come."""
    if config.getoption("timeout", None) is None:
        config.option.timeout = 2 * PATIENCE


def pytest_collection_finish() -> None:
    """Take thousands of tests and all modules out of every later collection: it looked through them each time."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def require_tool() -> Callable[[str], str]:
    """`require_tool("node")` gives its path; without it the test skips, or fails when CI says all must be there."""

    def require(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            _absent(f"{name} is not installed")
        return path

    return require


@pytest.fixture(scope="session")
def mitm_python() -> Path:
    """The Python of mitmproxy's own environment: `mitm/` in the one that runs the tests (its pins exclude what other
    tests need, so `make` sets it up apart), or what CHUNKTAPE_MITM_PYTHON names. Its programs lie beside it.
    """
    place = "Scripts/python.exe" if os.name == "nt" else "bin/python"
    python = Path(os.environ.get("CHUNKTAPE_MITM_PYTHON") or Path(sys.prefix) / "mitm" / place)
    if not python.exists():
        _absent(f"mitmproxy's own environment is not set up: {python}")
    return python


def _absent(reason: str) -> NoReturn:
    if os.environ.get("CHUNKTAPE_REQUIRE_ALL") == "1":
        pytest.fail(f"{reason}, and CHUNKTAPE_REQUIRE_ALL=1")
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests of the corpus skipped, in the file that CHUNKTAPE_SKIPPED names; .ci/run ends with it."""
    target = os.environ.get("CHUNKTAPE_SKIPPED")
    if target and not hasattr(terminalreporter.config, "workerinput"):
        skipped = [report for report in terminalreporter.stats.get("skipped", []) if "corpus" in report.keywords]
        with open(target, "a", encoding="utf-8") as file:
            file.write(f"{len(skipped)}\n")
