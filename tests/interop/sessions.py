"""Recorder and player as a person starts them, and what the tests compare. Rules

- Both are processes of their own; what they print and answer is all that a test sees.
- Headers are compared as lists, in case and order, by `benchmarks.session.curl.kept`, as the measured table does.
"""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cassettes import store
from cassettes.model import Header, Interaction, Origin
from chunktape.client.process import Running, running
from tests.support.patience import PATIENCE


@contextmanager
def recording(upstream: str, file: Path, *options: str) -> Iterator[Running]:
    """`chunktape record` before `upstream`; the file is complete behind the block."""
    with running("chunktape", "record", upstream, "--port", "0", "--output", str(file), *options) as one:
        yield one


@contextmanager
def playing(file: Path, *options: str) -> Iterator[str]:
    """`chunktape play`; gives its URL."""
    with running("chunktape", "play", str(file), "--port", "0", *options) as one:
        yield one.url


def made(file: Path, interactions: Iterable[Interaction]) -> Path:
    """A cassette with these interactions."""
    store.save(file, Header("tests", 0, Origin("made", "tests", real_bytes=False, real_times=False)), interactions)
    return file


def only(file: Path) -> Interaction:
    """The one interaction of a cassette that must be sound."""
    cassette = store.load(file)
    assert cassette.state == "sound"
    (one,) = cassette.interactions
    return one


def run(*words: str, cwd: Path | None = None, env: dict[str, str] | None = None, stdin: str = "") -> str:
    """What a program prints; it must end well."""
    given = stdin.encode()
    done = subprocess.run(words, input=given, capture_output=True, timeout=PATIENCE, check=False, cwd=cwd, env=env)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-3000:]
    return done.stdout.decode("utf-8")
