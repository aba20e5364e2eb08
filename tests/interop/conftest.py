"""What the tests against software that we did not write share. They need Linux, as the benchmarks do."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

collect_ignore_glob = [] if sys.platform == "linux" else ["test_*.py"]
HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def httpbin() -> Iterator[str]:
    """httpbin under gunicorn: its URL."""
    from benchmarks.subjects import outside

    with outside.httpbin() as url:
        yield url


@pytest.fixture(scope="session")
def node(require_tool: Callable[[str], str]) -> str:
    """Node, with the packages of package-lock.json installed beside the scripts."""
    path = require_tool("node")
    if not (HERE / "node_modules").is_dir():
        require_tool("the npm packages of tests/interop (npm ci)")
    return path
