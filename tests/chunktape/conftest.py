"""What tests of commands share."""

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture
def free_url() -> Iterator[str]:
    """The URL of a port on which nothing listens: bound, so that nobody else can."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
