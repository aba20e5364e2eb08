"""What tests of commands share."""

import socket
from collections.abc import Iterator

import pytest

from tests.support.torture import short_torture


@pytest.fixture
def free_url() -> Iterator[str]:
    """The URL of a port on which nothing listens: bound, so that nobody else can."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"


@pytest.fixture(scope="session")
def torture(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of a torture tape that is short and has an event of each kind, for a check of which not the bytes but
    something else is tested: it takes a third of the time.
    """
    return str(short_torture(tmp_path_factory.mktemp("torture")))
