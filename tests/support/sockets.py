"""A raw client over real sockets: bytes in, bytes out, nothing interpreted, nothing read ahead."""

import asyncio
import socket
import struct
from collections.abc import Coroutine
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlsplit

from network.loops import loop_factory
from tests.support.patience import PATIENCE

T = TypeVar("T")
GET = b"GET /a HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


class Client:
    """One connection."""

    open: "ClassVar[set[Client]]" = set()  # noqa: RUF012 - ClassVar in quotes

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.open.add(self)
        self._data = b""

    @property
    def port(self) -> int:
        """The port of our end."""
        return int(self._sock.getsockname()[1])

    async def send(self, data: bytes = GET) -> "Client":
        await asyncio.wait_for(asyncio.get_running_loop().sock_sendall(self._sock, data), PATIENCE)
        return self

    async def read(self, size: int = 65536) -> bytes:
        """The next bytes that are there; empty at the end."""
        return await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self._sock, size), PATIENCE)

    async def until(self, end: bytes) -> bytes:
        """Bytes up to and with `end`."""
        while end not in self._data:
            part = await self.read()
            assert part, f"closed behind {self._data!r}"
            self._data += part
        found, _, self._data = self._data.partition(end)
        return found + end

    async def exactly(self, count: int) -> bytes:
        while len(self._data) < count:
            part = await self.read()
            assert part, f"closed behind {self._data!r}"
            self._data += part
        found, self._data = self._data[:count], self._data[count:]
        return found

    async def rest(self) -> tuple[bytes, bool]:
        """The bytes until the end, and whether that was a reset; closes our side, too."""
        try:
            while part := await self.read():
                self._data += part
            return self._data, False
        except ConnectionResetError:
            return self._data, True
        finally:
            self.close()

    async def rest_until_next(self) -> tuple[bytes, bool]:
        """As `rest`, or the bytes up to the head of the next response, where the connection goes on."""
        try:
            while b"HTTP/1." not in self._data and (part := await self.read()):
                self._data += part
            return self._data, False
        except ConnectionResetError:
            return self._data, True
        finally:
            self.close()

    def half_close(self) -> None:
        """Close the sending side."""
        self._sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self._sock.close()
        self.open.discard(self)

    @classmethod
    def close_all(cls) -> None:
        """Close the connections that a failed test has left open."""
        for client in tuple(cls.open):
            client.close()

    def abort(self) -> None:
        """Leave with a reset."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()


async def connect(url: str) -> Client:
    """A connection to the server at `url`."""
    parts = urlsplit(url)
    sock = socket.socket()
    sock.setblocking(False)
    await asyncio.wait_for(asyncio.get_running_loop().sock_connect(sock, (parts.hostname, parts.port)), PATIENCE)
    return Client(sock)


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a test on the loop that the servers have; no client is left open behind it."""
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            return runner.run(asyncio.wait_for(main, PATIENCE))
    finally:
        Client.close_all()
