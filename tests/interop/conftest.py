"""What the tests against software that we did not write share. They need Linux, as the benchmarks do."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.patience import PATIENCE

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


@pytest.fixture(scope="session")
def ask_sdks() -> Iterator[Callable[[list[dict[str, Any]]], list[dict[str, Any]]]]:
    """`ask_sdks(jobs)`: the answers of programs/sdk_texts.py, one process of which serves all tests: to import the SDKs
    takes longer than to ask them.
    """
    command = [sys.executable, str(HERE / "programs" / "sdk_texts.py")]
    env = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=env) as process:
        given, said = process.stdin, process.stdout
        assert given is not None
        assert said is not None

        def ask(jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
            print(json.dumps(jobs), file=given, flush=True)
            answers: list[dict[str, Any]] = json.loads(said.readline())
            return answers

        yield ask
        given.close()
        assert process.wait(PATIENCE) == 0
