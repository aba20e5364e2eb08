"""Where a recorder listens."""

import socket
from collections.abc import Callable

import pytest

from cassettes.errors import SpecError
from recorder.server import Recorder
from recorder.settings import Settings, parse_upstream

pytestmark = [pytest.mark.wire, pytest.mark.portable]

UPSTREAM = parse_upstream("http://a.example")


def test_the_default_port_taken_is_the_next_free_one_and_a_given_one_an_error(alone: Callable[..., None]) -> None:
    async def main() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            recorder = Recorder(Settings(UPSTREAM, port=port))
            await recorder.bind()
            assert port < recorder.settings.port <= port + 100
            assert recorder.url == f"http://127.0.0.1:{recorder.settings.port}"
            await recorder.stop()
            await recorder.stop()
            with pytest.raises(SpecError, match=str(port)):
                await Recorder(Settings(UPSTREAM, port=port, port_is_exact=True)).bind()

    alone(main())


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_an_address_that_is_not_ours_is_an_error(host: str, alone: Callable[..., None]) -> None:
    async def main() -> None:
        with pytest.raises(SpecError, match="--host"):
            await Recorder(Settings(UPSTREAM, host=host, port=0)).bind()

    alone(main())


def test_any_address_is_shown_as_one_that_works_here() -> None:
    assert Recorder(Settings(UPSTREAM, host="0.0.0.0", port=1)).url == "http://127.0.0.1:1"
    assert Recorder(Settings(UPSTREAM, host="::1", port=1)).url == "http://[::1]:1"
