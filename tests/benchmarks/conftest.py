"""The measuring programs need Linux: kernel timestamps, /proc, CPU affinity."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]


@pytest.fixture(scope="session")
def built(require_tool: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A work directory with the C programs."""
    from benchmarks.harness import install

    for tool in ("gcc", "make", "taskset"):
        require_tool(tool)
    work = tmp_path_factory.mktemp("bench")
    install.build(work)
    return work
