"""Our own server around the app: uvicorn with the wire protocol. Rules

- Connections are accepted a few at a time, however many wait: streams that are due come between them.
- One signal ends open streams at once, so that the process is gone within a second; a second one ends it at once.
- uvicorn writes nothing to the console; the caller prints what a person must know.
- `serving` runs it inside a running loop (demo, tests); `run` is the process of `chunktape play`.
"""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from functools import partial
from typing import Final, Protocol, cast

import uvicorn
from starlette.types import Receive, Scope, Send

from network.exiting import FLUSH_SECONDS, Unwaited, keep
from network.listen import BACKLOG, KEEP_ALIVE_SECONDS, Bound, bind
from network.loops import loop_factory, switch_often
from network.signals import at_first, taken
from player.player import Player
from player.server import memory
from player.wire.protocol import FastLane, WireProtocol
from player.wire.selfcheck import self_check
from player.wire.wire import Keeper

#: connections that asyncio accepts before it looks at timers again (uvloop accepts one at a time)
_ACCEPTED: Final = 8
#: ticks of uvicorn (5 s) between two searches for vanished clients; connections that are checked at once
_LOOK_TICKS: Final = 50
_AT_ONCE: Final = 50


class App(Protocol):
    """The application that is served (`player.app.PlayerApp`)."""

    @property
    def player(self) -> Player: ...
    @property
    def lane(self) -> FastLane: ...
    @property
    def keeper(self) -> Keeper: ...

    async def __call__(self, scope: Scope, receive: Receive, send: Send, /) -> None: ...


class PlayerServer(uvicorn.Server):
    """uvicorn's server, which ends our streams first. `lacks`: a sentence that says why responses go through plain
    ASGI; else None.
    """

    def __init__(self, config: uvicorn.Config, player: Player, lacks: str | None, *, signals: bool) -> None:
        super().__init__(config)
        self.lacks = lacks
        self._player = player
        self._signals = signals
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for sock in sockets or ():
            sock.listen(BACKLOG)  # the loop has set it to the number that it accepts at once
        self.listening.set()

    async def on_tick(self, counter: int) -> bool:
        """uvicorn calls it ten times a second."""
        if counter % _LOOK_TICKS == 0:
            for number, one in enumerate(tuple(self.server_state.connections), start=1):
                if isinstance(one, WireProtocol):
                    one.look()
                if number % _AT_ONCE == 0:
                    await asyncio.sleep(0)
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._player.stop()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # not uvicorn's own: it knows no SIGHUP, and raises a signal again after a clean end
        with taken(at_first(self._leave)) if self._signals else nullcontext():
            yield

    def _leave(self) -> None:
        self.should_exit = True


def make_server(app: App, *, signals: bool = True) -> PlayerServer:
    """The server of `app`. It falls back to plain ASGI when the wire's self-check fails."""
    quiet = logging.getLogger("uvicorn.error")
    quiet.handlers, quiet.propagate = [logging.NullHandler()], False
    reason = self_check()
    made = partial(WireProtocol, lane=app.lane, keeper=app.keeper, catch_up=app.player.catch_up)
    protocol = cast(type[asyncio.Protocol], made)
    config = uvicorn.Config(
        app,
        http=protocol if reason is None else "h11",  # h11 gives the target as it was sent
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        backlog=_ACCEPTED,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=cast(int, FLUSH_SECONDS),  # asyncio takes any number
    )
    return PlayerServer(config, app.player, reason, signals=signals)


async def _begun(server: PlayerServer, sockets: list[socket.socket]) -> "asyncio.Task[None]":
    """The task of the server, which listens, or has ended."""
    task = asyncio.ensure_future(server.serve(sockets=sockets))
    listening = asyncio.ensure_future(server.listening.wait())
    await asyncio.wait((task, listening), return_when=asyncio.FIRST_COMPLETED)
    listening.cancel()
    return task


@asynccontextmanager
async def serving(app: App, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve `app` in the running loop; gives its URL once it listens."""
    bound = bind(host, port)
    server = make_server(app, signals=False)
    task = await _begun(server, [bound.sock])
    try:
        if not server.listening.is_set():
            await task
        yield bound.url
    finally:
        server.should_exit = True
        await task


def run(app: App, bound: Bound, ready: Callable[[str | None], None], beside: Sequence[socket.socket] = ()) -> None:
    """Serve until a signal comes, also on the sockets `beside`. `ready` is called once it listens, with the sentence of
    `PlayerServer.lacks`. Garbage collection and the switching between threads are tuned, and the loop is left open,
    since the process is ours and ends soon after.
    """

    async def main() -> None:
        asyncio.get_running_loop().set_default_executor(Unwaited())
        server = make_server(app)
        task = await _begun(server, [bound.sock, *beside])
        memory.tune()  # before `ready`: the first request must not wait for a collection
        switch_often()
        if server.listening.is_set():
            ready(server.lacks)
        collecting = asyncio.ensure_future(memory.collect_when_idle(app.player))
        try:
            await task
        finally:
            collecting.cancel()
        left = {one for one in asyncio.all_tasks() if one is not asyncio.current_task()}
        for one in left:
            one.cancel()
        if left:  # a stream is counted when its task ends
            await asyncio.wait(left, timeout=FLUSH_SECONDS)

    runner = asyncio.Runner(loop_factory=loop_factory())
    keep(runner)
    runner.run(main())
