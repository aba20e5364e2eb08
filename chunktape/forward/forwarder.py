"""Forwards requests that no cassette answers to the real server: the player's `on_miss`, made of the recorder's parts.
Rules

- Every byte goes on when it arrives, in both directions, as in the recorder, recorded or not.
- Headers for the player alone (`X-Chunktape...`) are not forwarded; a Location on the upstream leads back to the
  player, with the spec prefix of the request; for a page of another origin the CORS headers are the player's, as in a
  replay.
- A request that was forwarded by this player before, as the header `MARK` shows, is a loop: 508.
- A recording follows the recorder's rules (redaction, mode 0600).
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from starlette.responses import Response

from cassettes.clock import now_ns
from cassettes.errors import BadRequest
from cassettes.headers import MAX_HEADERS, is_legal, is_target, tokens
from cassettes.http.lines import lines_of
from cassettes.messages import say
from cassettes.model import Headers, Request, ResponseHead
from chunktape.forward.clients import Answering, PlainAnswering, WireAnswering
from network.door.head import RequestHead
from network.door.refusal import refused
from player.journal.entry import Entry
from player.replay.asked import Asked
from player.replay.out import Out, SendOut, WireOut
from player.web import access, answers
from recorder.exchange.exchanges import Exchanges
from recorder.exchange.request import Edit, RequestIn
from recorder.headers import head_for_client
from recorder.session import Progress, Session
from recorder.settings import MAX_BODY_LIMIT, Settings, Upstream
from recorder.upstream.dial import Dialer

#: the header that names each player that forwarded a request
MARK: Final = b"X-Chunktape-Via"


class Forwarder:
    """Answers misses from `settings.upstream`. `file`: the name of the cassette that is written, if one is; `tell`
    takes advice about the upstream's URL.
    """

    def __init__(
        self,
        settings: Settings,
        dialer: Dialer,
        session: Session,
        file: str = "",
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.file = file
        self.session = session
        self._id = secrets.token_hex(8).encode()
        settings = replace(settings, marks=((MARK, self._id),))
        self._exchanges = Exchanges(settings, dialer, session, tell=tell)

    async def __call__(self, asked: Asked, out: Out) -> Response | bool:
        """The player's `on_miss`: always answers."""
        head = self._head(asked.request)
        if self._id in head.values(MARK.lower()):
            message = say(
                "This request has been here before: {upstream} leads back to this player. "
                "Start it with another --upstream.",
                upstream=self._exchanges.settings.upstream.url,
            )
            out.entry.refused(508, message)
            return answers.error(508, "loop", message, asked.cors())
        await self._forward(asked, out, head)
        return True

    async def close(self) -> None:
        """End the open exchanges and write the footer."""
        self._exchanges.close()
        await self.session.close()

    def _head(self, request: Request) -> RequestHead:
        """The head for the upstream. Raises BadRequest, TooLarge."""
        kept = tuple(field for field in request.headers if not _for_the_player(field[0].lower()))
        legal = len(kept) <= MAX_HEADERS and all(is_legal(*field) for field in kept)
        if not legal or not is_target(request.target):
            raise BadRequest(
                say(
                    "This request can't go on to the upstream: "
                    "a header or the target has characters that RFC 9110 forbids."
                )
            )
        if self.file and len(request.body) > MAX_BODY_LIMIT:
            raise refused("body-too-large", limit=MAX_BODY_LIMIT, found=len(request.body))
        return RequestHead(request.method, request.target, "1.0" if request.version == "1.0" else "1.1", kept)

    async def _forward(self, asked: Asked, out: Out, head: RequestHead) -> None:
        entry, body = out.entry, asked.request.body
        raw = body
        if tokens(head.headers, b"transfer-encoding"):
            raw = (b"%x\r\n%b\r\n" % (len(raw), raw) if raw else b"") + b"0\r\n\r\n"
        prepared = await self._exchanges.prepared(RequestIn(head, head.target, body, raw))
        answering: WireAnswering | PlainAnswering
        if isinstance(out, WireOut):
            answering = WireAnswering(out.wire, head.method, asked.cors(), head.language)
        else:
            assert isinstance(out, SendOut)
            old = head.version == "1.0"
            answering = PlainAnswering(
                head.method, asked.cors(), out.receive, out.send, language=head.language, old=old
            )
        begun = now_ns()
        exchange = self._exchanges.start(prepared, answering, _edit(asked, head, self._exchanges.settings.upstream))
        out.player.add(answering)
        try:
            await answering.run(exchange)
        finally:
            out.player.active.discard(answering)
            progress = exchange.progress
            recorded = bool(self.file) and progress.number and not self.session.failure
            entry.forwarded((self.file, progress.number) if recorded else None)
            _tell(entry, answering, progress, begun)


def _edit(asked: Asked, head: RequestHead, upstream: Upstream) -> Edit:
    """How the upstream's response head is changed for the client."""
    ours = (head.values(b"host") or [b"127.0.0.1"])[0] + asked.prefix
    from_page = bool(head.values(b"origin"))

    def edit(response: ResponseHead, raw: bytes) -> bytes:
        old = head.version == "1.0"
        raw = head_for_client(response, raw, upstream, ours, close=not head.wants_to_stay, old=old)
        if asked.prefix:
            raw = _LOCATION.sub(rb"\g<1>%b/" % asked.prefix.replace(b"\\", rb"\\"), raw)
        if from_page:
            shown = [name for name, _ in response.headers if not name.lower().startswith(b"access-control-")]
            raw = _without_cors(raw, access.cors(asked.origin, shown) if asked.origin is not None else ())
        return raw

    return edit


def _for_the_player(name: bytes) -> bool:
    return name.startswith(b"x-chunktape") and name != MARK.lower()


#: a Location that is a path
_LOCATION: Final = re.compile(rb"(?im)^(location[ \t]*:[ \t]*(?:\r?\n[ \t]+)*)/(?!/)")


def _without_cors(raw: bytes, ours: Headers) -> bytes:
    """A head's bytes with our CORS headers instead of the upstream's."""
    first, *lines, empty = lines_of(raw)
    kept = [line for line in lines if not line.lower().startswith(b"access-control-")]
    return b"".join([first, *kept, *(b"%b: %b\r\n" % field for field in ours), empty])


def _tell(entry: Entry, answering: Answering, progress: Progress, begun: int) -> None:
    """Put the result of the request into its journal entry."""
    shown = entry.progress
    entry.status = progress.status or (502 if answering.error else 0)
    entry.ending, entry.note = progress.state, str(answering.error or progress.note)
    shown.bytes, shown.chunks = progress.size, progress.chunks
    shown.elapsed = now_ns() - begun
    shown.outcome = answering.outcome
