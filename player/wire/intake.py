"""Reads requests for uvicorn's parser, and refuses those that are not let in. Rules

- A head is read whole, as in the recorder (`network.door.incoming`, `network.door.admission`), before uvicorn's parser
  gets it: without an upgrade, with its target in origin form. So the parser never sees a refused request.
- A connection is between two requests (`_between`, no head `pending`), in a head (with its timer), has one that was let
  in (`_let`, until the parser has it), is in a body (not `_between`), or reads nothing any more (`_refused`; `_last` is
  said once earlier requests are answered).
- Limits: a request head of 64 KiB (431), 10 s from a head's first byte to its last (408). Both close the connection, as
  every refusal does; whole requests before it are answered first.
"""

import asyncio
import sys
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from cassettes.errors import RequestError
from network.door.admission import admit, body_length, door_of
from network.door.head import RequestHead
from network.door.incoming import HEAD_LIMIT, HEAD_SECONDS, IncomingHead
from network.door.refusal import LINGER, answer, broken_body, refused
from player.wire.body import IncomingBody
from player.wire.wire import Keeper, Wire


class Intake(HttpToolsProtocol):
    """The half of a connection that reads requests; `player.wire.protocol` has the half that answers them."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None,
        keeper: Keeper | None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._keeper = keeper
        #: the request whose bytes are read; ns of the read that is under way
        self._arriving: Wire | None = None
        self._read_at = 0
        self._heads = IncomingHead(HEAD_LIMIT)
        #: the head that was let in, until the parser has it
        self._let: RequestHead | None = None
        self._body = IncomingBody(0)
        self._refused = False
        #: the refusal, to be sent behind the answers to earlier requests
        self._last = b""
        #: (whether no body is under way; number of requests that began in this read)
        self._between, self._begun = True, 0
        self._head_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        door = self._keeper.door if self._keeper is not None else door_of
        self._door = door(self.server, self.scheme or "http")

    def _parse(self, data: bytes, *, alone: bool) -> None:
        """Check whole heads, one by one, and give them and their bodies to uvicorn. `alone`: no other request is under
        way.
        """
        self._begun = 0
        rest = data
        while rest and not self._refused:
            rest = self._take_head(rest) if self._between else self._take_body(rest)
        if alone and self._begun == 1 and self._between and self._arriving and not self._in_head:
            self._arriving.whole = data

    def _take_head(self, data: bytes) -> bytes:
        """Bytes of a head, which uvicorn's parser gets as `network` understood it; gives those behind it."""
        head = None
        try:
            head, rest = self._heads.feed(data)
            if head is None:
                if self._in_head:
                    self._unset_keepalive_if_required()
                    self._start_head_timer()
                return b""
            target = admit(head, self._door)
            self._body = IncomingBody(body_length(head, sys.maxsize))
        except RequestError as error:
            self._refuse(error, head)
            return b""
        self._stop_head_timer()
        self._let = head
        super().data_received(head.without_upgrade(target))
        return rest

    def _take_body(self, data: bytes) -> bytes:
        """Bytes of a body; gives those behind it."""
        end = 0
        for part, end in self._body.parts(data):
            super().data_received(part)
            if self._between or self._refused:
                return data[end:]
        if self._body.whole:
            self._refuse(broken_body())
        return data[end:]

    @property
    def _in_head(self) -> bool:
        return self._heads.pending

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._begun += 1

    def on_body(self, body: bytes) -> None:
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if self._refused:
            return
        self._between = True
        if self._arriving is not None:
            self._arriving.received = self._read_at
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        if not self._refused:
            self._refuse(broken_body())

    def _start_head_timer(self) -> None:
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEAD_SECONDS, self._too_slow)

    def _too_slow(self) -> None:
        self._head_timer = None
        self._refuse(refused("head-too-slow", seconds=f"{HEAD_SECONDS:g}"))

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _refuse(self, error: RequestError, head: RequestHead | None = None) -> None:
        """Answer a refused request, and close; whole requests before it are answered first."""
        self._refused = True
        self._stop_head_timer()
        cycle = self.cycle
        if self.transport.is_closing():
            return
        if not self._between and cycle is not None:  # in the middle of a body
            if self.pipeline and self.pipeline[0][0] is cycle:
                self.pipeline.popleft()
            elif cycle.response_started:
                self.transport.close()
                return
            else:
                self._broken(cycle, error)
        elif self._keeper is not None:
            self._keeper.refused(error, self.client[0] if self.client else "", head)
        method = head.method if head is not None else "GET"
        self._last = answer(error, close=True, method=method, language=self._heads.language)
        if cycle is None or cycle.response_complete:
            self._say_last()

    def _broken(self, cycle: RequestResponseCycle, error: RequestError) -> None:
        """The request whose body can't be read on gets no answer but the refusal."""
        if self._arriving is not None:
            self._arriving.refused = error
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()

    def _say_last(self) -> None:
        """Send the refusal, then read and drop the client's bytes for a moment: a reset could destroy the answer (RFC
        9112 section 9.6).
        """
        if not self._last or self.pipeline or self.transport.is_closing():
            return
        self.transport.write(self._last)
        self._last = b""
        if not self.transport.can_write_eof():
            self.transport.close()
            return
        self.transport.write_eof()
        self.flow.resume_reading()
        self.loop.call_later(LINGER, self.transport.abort)
