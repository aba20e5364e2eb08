"""How the loss of an upstream's connection ends an exchange."""

import asyncio
import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cassettes.model import EndKind
from tests.support.patience import PATIENCE

pytestmark = [pytest.mark.wire, pytest.mark.core]

BEGUN = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (OSError(errno.ETIMEDOUT, "Connection timed out"), EndKind.TIMEOUT),
        (ConnectionResetError(errno.ECONNRESET, "reset"), EndKind.RESET),
        (None, EndKind.TRUNCATED),
    ],
)
def test_an_upstream_that_vanished_is_a_timeout_and_no_reset(
    error: OSError | None, kind: EndKind, run: Callable[..., None], session: Any, tmp_path: Path
) -> None:
    async def scenario(upstream: Any) -> None:
        upstream.scripts["/x"] = [BEGUN, asyncio.Event()]
        async with session(f"http://127.0.0.1:{upstream.port}", tmp_path / "a.cassette") as s:
            reader, writer = await s.connect()
            writer.write(b"GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert await asyncio.wait_for(reader.readexactly(len(BEGUN)), PATIENCE) == BEGUN
            (exchange,) = s.recorder._exchanges.open
            connection = exchange._connection
            sock = connection.transport.get_extra_info("socket")
            assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) != 0

            connection.connection_lost(error)

            if kind is EndKind.RESET:
                with pytest.raises(ConnectionResetError):
                    await asyncio.wait_for(reader.read(), PATIENCE)
            else:
                assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
        ending = s.only().ending
        assert (ending.kind, s.only().body) == (kind, b"hello")

    run(scenario)
