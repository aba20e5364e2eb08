import asyncio
import socket

import pytest

from benchmarks.performance import overload
from tests.support.patience import PATIENCE


@pytest.mark.wire
def test_the_crowd_connects_and_resets() -> None:
    async def main() -> tuple[int, list[bool]]:
        resets: list[bool] = []
        over = asyncio.Event()

        async def one(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                await reader.read()
                resets.append(False)
            except ConnectionResetError:
                resets.append(True)
            finally:
                writer.close()
                if len(resets) == 20:
                    over.set()

        server = await asyncio.start_server(one, "127.0.0.1", 0, family=socket.AF_INET)
        async with server:
            came = await asyncio.to_thread(overload.crowd, server.sockets[0].getsockname()[1], 20)
            await asyncio.wait_for(over.wait(), PATIENCE)
        return came, resets

    assert asyncio.run(main()) == (20, [True] * 20)
