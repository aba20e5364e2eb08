"""The first address of a host that takes a connection (RFC 8305, Happy Eyeballs version 2). Rules

- Addresses of the two families take turns and are otherwise tried in the resolver's order, from its first one on
  (section 4).
- The next address is tried once one has failed, or the latest one was silent for 250 ms (section 5). Those before it
  may still answer.
- The first connected socket wins, and every other one is closed; all are, when the caller is cancelled.
- The race is run on sockets, since only asyncio's `create_connection` can race, uvloop's can't.
"""

import asyncio
import os
import socket
from collections import deque
from collections.abc import Iterable
from itertools import chain, zip_longest
from typing import Any, Final, NamedTuple

from cassettes.messages.reasons import why

#: RFC 8305 section 5, "Connection Attempt Delay"
DELAY_SECONDS: Final = 0.25


class Address(NamedTuple):
    """One result of the resolver; `place` is what `socket.connect` takes."""

    family: int
    place: tuple[Any, ...]

    def __str__(self) -> str:
        return str(self.place[0])


#: address -> what happened at it; empty text while an attempt is under way
Tried = dict[str, str]


async def resolve(host: str, port: int) -> list[Address]:
    """The addresses of `host`, each once. Raises socket.gaierror, UnicodeError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(Address(family, place) for family, _, _, _, place in found))


def interleaved(addresses: Iterable[Address]) -> list[Address]:
    """The addresses with their families in turn, the first one's family first (RFC 8305 section 4)."""
    families: dict[int, list[Address]] = {}
    for address in addresses:
        families.setdefault(address.family, []).append(address)
    turns = chain.from_iterable(zip_longest(*families.values()))
    return [address for address in turns if address is not None]


async def connect(addresses: Iterable[Address], tried: Tried) -> socket.socket:
    """A connected, non-blocking socket. `tried` is kept up to date, also for a caller that cancels. Raises the last
    address' OSError when every address has failed.
    """
    waiting = deque(interleaved(addresses))
    running: set[asyncio.Task[socket.socket]] = set()
    error = OSError("no address")
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.ensure_future(_attempt(waiting.popleft(), tried)))
            timeout = DELAY_SECONDS if waiting else None
            done, _ = await asyncio.wait(running, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                running.discard(task)
                failure = task.exception()
                if failure is None:
                    return task.result()
                if not isinstance(failure, OSError):
                    raise failure
                error = failure
        raise error
    finally:
        for task in running:
            task.cancel()
            task.add_done_callback(_close_late)


async def _attempt(address: Address, tried: Tried) -> socket.socket:
    tried[str(address)] = ""
    try:
        sock = socket.socket(address.family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            await asyncio.get_running_loop().sock_connect(sock, address.place)
        except BaseException:
            sock.close()
            raise
    except OSError as error:
        tried[str(address)] = reason_of(error)
        raise
    return sock


def _close_late(task: "asyncio.Task[socket.socket]") -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()


def reason_of(error: OSError) -> str:
    """The system's text for an error, without the address that asyncio adds."""
    if os.name == "posix" and error.errno is not None and error.errno > 0:
        return why(os.strerror(error.errno))
    return why(error) or type(error).__name__
