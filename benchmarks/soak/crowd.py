"""Clients that misbehave: they read to the end, leave, reset, or stop reading a big answer for a while, and then leave
(`stall`) or read on to its end (`resume`), each by its own fixed sequence.
"""

import asyncio
import socket
import struct
import time
from dataclasses import dataclass, field
from typing import Final

from cassettes.seeds import SplitMix64

_BEHAVIOURS: Final = ("finish", "finish", "leave", "reset", "stall", "resume")
_LINGER_ZERO: Final = struct.pack("ii", 1, 0)
#: the end of a complete chunked body
_LAST: Final = b"\r\n0\r\n\r\n"


@dataclass(slots=True)
class Crowd:
    """The misbehaving clients: counts of what they did, and errors of complete answers. Sizes in bytes."""

    port: int
    size: int
    big: int
    until: float
    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(sorted(set(_BEHAVIOURS)), 0))
    wrong: list[str] = field(default_factory=list)

    async def client(self, number: int) -> None:
        """One client after the other until the time is over."""
        draw = SplitMix64(number)
        await asyncio.sleep(draw.below(2000) / 1000)
        while time.perf_counter() < self.until:
            behaviour = _BEHAVIOURS[draw.below(len(_BEHAVIOURS))]
            with socket.socket() as link:
                link.setblocking(False)
                try:
                    await self._once(link, behaviour, draw)
                except OSError as error:
                    self.wrong.append(f"{behaviour}: {error}")
            self.done[behaviour] += 1
            await asyncio.sleep(draw.below(300) / 1000)

    async def _once(self, link: socket.socket, behaviour: str, draw: SplitMix64) -> None:
        loop = asyncio.get_running_loop()
        stalls = behaviour in ("stall", "resume")
        if stalls:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        await loop.sock_connect(link, ("127.0.0.1", self.port))
        path = "/big" if stalls else "/timed"
        await loop.sock_sendall(link, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        if behaviour != "finish":
            await asyncio.sleep(draw.below(3000) / 1000)
        if behaviour in ("finish", "resume"):
            await self._read(link, behaviour, self.big if stalls else self.size)
        if behaviour == "reset":
            link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)

    async def _read(self, link: socket.socket, behaviour: str, size: int) -> None:
        """Read one whole answer; note it when it is not the recorded body. Bytes are counted as they come: a copy of
        6 MiB at the end would keep the clients' CPU busy for some ms.
        """
        loop = asyncio.get_running_loop()
        head, _, first = (await loop.sock_recv(link, 1 << 16)).partition(b"\r\n\r\n")
        body, tail = first.count(b"x"), first[-7:]
        while tail != _LAST:
            await asyncio.sleep(0.02)  # read a few chunks at once: the witnesses measure, these only load
            got = await loop.sock_recv(link, 1 << 16)
            if not got:
                break
            body, tail = body + got.count(b"x"), (tail + got)[-7:]
        if not head.startswith(b"HTTP/1.1 200") or body != size or tail != _LAST:
            self.wrong.append(f"{behaviour}: {body} of {size} body bytes, ends with {tail!r}")
