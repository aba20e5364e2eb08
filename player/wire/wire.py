"""A wire, to which a response is written: the player's side of one connection, for one request. Rules

- `player.wire.protocol` makes a `Wire` for each request and puts it into the ASGI scope's extensions. An endpoint that
  answers through it writes the whole response as bytes and says how it ends; others answer through `send`.
- From `begin` on the response needs no ASGI task: the task may end, the protocol keeps what the client sends meanwhile.
- Bytes go to the socket with one system call where none wait before them; those that the system does not take go to the
  transport, which reports when it has room again.
- Only this room touches a transport.
"""

import asyncio
from collections.abc import Callable, MutableMapping
from typing import Any, Final, Protocol

from cassettes.errors import RequestError
from cassettes.model import Headers
from network import sockets
from network.door.admission import Door
from network.door.head import RequestHead
from network.reset import reset_when_closed
from network.sockets import write_now

#: whether `Wire.unacknowledged` knows the acknowledgements
ASSURES: Final = sockets.TELLS

EXTENSION: Final = "chunktape.wire"
#: up to here two pieces are put together where the system can't gather them
_TOGETHER: Final = 65536


class Keeper(Protocol):
    """Decides which requests are let in, and notes refused ones (`player.replay.door`)."""

    def door(self, server: tuple[str, int | None] | None, scheme: str, /) -> Door: ...
    def admit(self, scope: MutableMapping[str, Any], /) -> bytes: ...
    def refused(self, error: RequestError, client: str, head: RequestHead | None, /) -> None: ...


class Flow(Protocol):
    """Whether the transport's buffer is full."""

    write_paused: bool


class Line(Protocol):
    """One connection as a `Wire` needs it: `player.wire.protocol` has it.

    `descriptor`: of the socket, where writing to it past the transport is possible, else -1; `over`: it is lost;
    `pending`: bytes wait behind the request that is answered.
    """

    descriptor: int
    over: bool

    @property
    def transport(self) -> Any: ...
    @property
    def client(self) -> tuple[str, int] | None: ...
    @property
    def flow(self) -> Flow: ...
    @property
    def pending(self) -> bool: ...

    def begin(self, wire: "Wire", /) -> None: ...
    def slow_lane(self, data: bytes, received: int, /) -> None: ...
    def answered(self) -> None: ...
    def let_go(self, wire: "Wire", /) -> None: ...


class Wire:
    """One request's connection. `received`: ns at which its last byte came (0: not yet); `free_at`: at which no
    other request was before it. `whole`: the request's bytes where they came alone and in one read, else None.
    """

    __slots__ = (
        "_free", "_protocol", "asks", "begun", "closes", "cycle", "free_at", "headers", "keep_alive", "lost",
        "nothing_follows", "received", "refused", "remark", "target", "version", "whole", "writable", "wrote",
    )  # fmt: skip

    def __init__(self, protocol: Line, target: bytes, headers: Headers, received: int = 0) -> None:
        self._protocol = protocol
        #: the socket's descriptor while the connection is open and no byte waits in the transport, else -1
        self._free = -1
        self.target = target
        #: as the client sent them, in case and order
        self.headers = headers
        self.received = received
        self.free_at = 0
        #: the refusal that was sent because the body could not be read to its end
        self.refused: RequestError | None = None
        #: a sentence about a part of the head that was not understood as it was sent, else ""
        self.remark = ""
        self.whole: bytes | None = None
        #: uvicorn's side of the request, until `begin`
        self.cycle: Any = None
        #: the client's HTTP version
        self.version = "1.1"
        #: whether the client wants the connection to go on
        self.keep_alive = True
        #: bytes of the response were written
        self.wrote = False
        #: the response says that the connection ends behind it
        self.closes = False
        #: the response is under way, or over, and ours
        self.begun = False
        #: called once when the client is gone
        self.lost: Callable[[], None] | None = None
        #: called when a full buffer has room again
        self.writable: Callable[[], None] | None = None
        #: called when the client will send nothing more, but reads on
        self.nothing_follows: Callable[[], None] | None = None
        #: called when the client sends bytes behind its request, while the response is under way
        self.asks: Callable[[], None] | None = None

    @property
    def client(self) -> str:
        """The client's address, empty where it has none."""
        peer = self._protocol.client
        return peer[0] if peer else ""

    @property
    def gone(self) -> bool:
        """Whether the client is gone."""
        protocol = self._protocol
        return protocol.over or protocol.transport.is_closing()

    @property
    def blocked(self) -> bool:
        """Whether nothing should be written now: `gone` or `full`."""
        protocol = self._protocol
        return protocol.flow.write_paused or protocol.over or protocol.transport.is_closing()

    @property
    def full(self) -> bool:
        """Whether more than the transport's high-water mark waits for the client: don't write now."""
        return self._protocol.flow.write_paused

    @property
    def pending(self) -> bool:
        """Whether the client has sent bytes behind its request."""
        return self._protocol.pending

    def unacknowledged(self) -> int:
        """Bytes of ours that the next hop has not acknowledged, as far as the system tells (`ASSURES`)."""
        return sockets.unacknowledged(self._protocol.transport)

    def begin(self) -> None:
        """The response is ours from here on; nothing more may go through `send`."""
        self.begun = True
        self._protocol.begin(self)

    def offer(self, data: bytes, head: bytes = b"") -> bool:
        """`write`, unless the wire is `blocked`; returns whether it was written. A player calls this for every
        chunk, so that nothing else is looked at while the system takes all.
        """
        if self._free < 0 or head:
            if self.blocked:
                return False
            self.write(data, head)
        else:
            sent = write_now(self._free, data)
            if sent < len(data):
                self._hand_on(b"", data, sent)
        return True

    def write(self, data: bytes, head: bytes = b"") -> None:
        """Hand `data` to the system now, `head` before it."""
        self.wrote = True
        descriptor = self._protocol.descriptor
        if descriptor < 0 or self._protocol.transport.get_write_buffer_size():
            self._hand_on(head, data, 0)
            return
        # one call instead of the transport's bookkeeping: 2-3 us less a chunk
        sent = write_now(descriptor, data, head)
        if sent < len(head) + len(data):
            self._hand_on(head, data, sent)
        else:
            self._free = descriptor

    def _hand_on(self, head: bytes, data: bytes, sent: int) -> None:
        """The transport gets what the system did not take: all but `sent` bytes."""
        self._free = -1
        transport = self._protocol.transport
        if sent > len(head):
            transport.write(memoryview(data)[sent - len(head) :])
            return
        head = head[sent:]
        if head and len(data) > _TOGETHER:
            transport.write(head)
            head = b""
        transport.write(head + data if head else data)

    def cut_off(self) -> None:
        """The connection is lost."""
        self._free = -1
        if self.lost is not None:
            self.lost()

    def slow_lane(self, data: bytes) -> None:
        """This wire is not used: its request `data` goes through the application."""
        self._protocol.slow_lane(data, self.received)

    def finish(self, *, close: bool) -> None:
        """The response is complete: the connection goes on with its next request, or ends behind the last byte."""
        self._let_go()
        if close or self.closes or not self.keep_alive:
            self._protocol.transport.close()
        self._protocol.answered()

    def close(self) -> None:
        """End the connection behind the bytes that were written: a response cut short."""
        self.finish(close=True)

    def reset(self) -> None:
        """End the connection with a TCP reset where the platform has one."""
        transport: asyncio.Transport = self._protocol.transport
        reset_when_closed(transport.get_extra_info("socket"))
        self._let_go()
        transport.abort()

    def _let_go(self) -> None:
        self._free = -1
        self.lost = self.writable = self.asks = self.nothing_follows = None
        self._protocol.let_go(self)
