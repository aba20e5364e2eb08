"""What the tests against software that we did not write share. They need sockets that a child inherits: no Windows."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks import outside

collect_ignore_glob = ["test_*.py"] if sys.platform == "win32" else []
HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def httpbin() -> Iterator[str]:
    """httpbin under gunicorn: its URL."""
    with outside.httpbin() as url:
        yield url


@pytest.fixture(scope="session")
def node(require_tool: Callable[[str], str]) -> str:
    """Node, with the packages of package-lock.json installed beside the scripts."""
    path = require_tool("node")
    if not (HERE / "node_modules").is_dir():
        require_tool("the npm packages of tests/interop (npm ci)")
    return path
