"""One request, as it was read: what it asks, who asks, and where. Rules

- `read` is the one reader of a request, for either kind of server; the fast lane keeps its result.
- A body is read whole; a spec that stands in path, header or query is taken off and put over the session's settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from weakref import ref

from starlette.types import Receive, Scope

from cassettes.errors import BadRequest, SpecError
from cassettes.headers import values
from cassettes.messages import say, together
from cassettes.model import Headers, Request, ResponseHead
from network.door.our_names import unknown_name
from network.work import Cost
from player.grammar.spec_text import NoSpec
from player.journal.entry import Entry
from player.library.recordings import Recording
from player.matching.index import Match
from player.matching.subject import Subject
from player.plans.performances import Ready
from player.player import Player
from player.schedule.writes import Writes
from player.spec.scenario import Scenario
from player.spec.settle import Settled, is_settled
from player.web import access, target
from player.web import scope as asking
from player.web.heads import BaseUrl
from player.wire.wire import EXTENSION, Wire

#: heads kept with one request, one per recording of its group as a rule, and bytes of them together
HEADS: Final = 16
HEAD_BYTES: Final = 8 << 10
_UNREAD: Final = Subject("", b"", {})


def wire_of(scope: Scope) -> Wire | None:
    """The wire that our own server lends, else None."""
    found: Wire | None = scope.get("extensions", {}).get(EXTENSION)
    return found


@dataclass(slots=True, eq=False)
class Asked:
    """A request. `request`: without the parts that were meant for the player; `target` and `shown`: as it came, and as
    the journal shows it; `spec` and `prefix`: the text of its spec, and the path segment that held one; `choice`: its
    settings, which stay as they are where nothing is settled per request; `base`: ns of its last byte; `client`:
    X-Chunktape-Session, or ""; `here`: the player's own scheme and authority; `origin`: of a page that may read.
    """

    request: Request
    target: bytes
    shown: str
    spec: str
    prefix: bytes
    choice: Settled
    #: its headers, with names in lower case
    fields: Mapping[bytes, bytes] = field(default_factory=dict)
    base: int = 0
    client: str = ""
    here: bytes = b""
    origin: bytes | None = None
    keep_alive: bool = True
    #: the settings that its spec was put over, and the text of what was set of them while the player runs
    under: Scenario | None = None
    setting: str = ""
    #: a sentence about a part of it that was not understood as it was sent
    remark: str = ""
    #: (its comparable form, the match that was found); neither refers to the library, which may be replaced
    subject: Subject = _UNREAD
    generation: int = 0
    match: Match | None = None
    #: among how many recordings
    among: int = 0
    #: heads that were made for it, and whether its connection ends behind the response, by recording
    heads: dict[tuple[int, bytes], tuple[bytes, bool]] = field(default_factory=dict)
    #: the performances that answered it, by the content of the recording, for as long as `player.plans` keeps them
    sent: dict[bytes, "ref[Ready[Writes]]"] = field(default_factory=dict)

    @property
    def last_id(self) -> str:
        """The last event that an EventSource has seen of the stream to which it returns, else "" (WHATWG HTML 9.2.3).

        It asks by GET; what is posted again begins at the beginning.
        """
        if self.request.method != "GET":
            return ""
        return self.fields.get(b"last-event-id", b"").decode("utf-8", "replace")

    def base_url(self, recording: Recording) -> BaseUrl:
        """The address at which the client reached us, for the head of `recording`."""
        return BaseUrl(self.here, self.prefix, recording.origins)

    def cors(self, head: ResponseHead | None = None) -> Headers:
        """The headers with which a page of `origin` may read an answer of ours, or the response with `head`."""
        exposed = [name for name, _ in head.headers] if head is not None else ()
        return () if self.origin is None else access.cors(self.origin, exposed)

    def keep(self, key: tuple[int, bytes], head: bytes, *, close: bool) -> None:
        """Keep `head`, if there is room."""
        if len(self.heads) < HEADS and sum(len(one) for one, _ in self.heads.values()) + len(head) <= HEAD_BYTES:
            self.heads[key] = (head, close)

    def performance(self, recording: Recording) -> Ready[Writes] | None:
        """The performance of `recording` that was sent, if it is kept."""
        found = self.sent.get(recording.content)
        return found() if found is not None else None

    def keep_performance(self, recording: Recording, ready: Ready[Writes]) -> None:
        """Remember the performance of `recording` for as long as something else keeps it."""
        if recording.content in self.sent or len(self.sent) < HEADS:
            self.sent[recording.content] = ref(ready)

    def forget_body(self) -> None:
        """Drop the body and `fields`, which were read: a later request of the same bytes needs neither."""
        self.fields = {}
        if self.request.body:
            self.request = replace(self.request, body=b"")

    @property
    def headers(self) -> Headers:
        """The header lines as the client sent them, in case and order."""
        return self.request.headers

    @property
    def weight(self) -> int:
        """Bytes that it takes, at most, beside the request's own: its target and headers once more, its subject, the
        match, and heads.
        """
        group = 8 * len(self.match.group) if self.match is not None else 0
        headers = sum(len(name) + len(value) + 200 for name, value in self.request.headers)
        return headers + self.subject.weight + group + HEAD_BYTES


async def read(player: Player, entry: Entry, wire: Wire | None, scope: Scope, receive: Receive) -> Asked:
    """The request of `scope`, whole; `wire`: as in `wire_of`. Raises RequestError, SpecError, `scope.Left`."""
    headers: Headers = wire.headers if wire is not None else tuple(scope["headers"])
    fields = {name.lower(): value for name, value in headers}
    came = wire.target if wire is not None else asking.target(scope)
    parts = await asking.body_parts(scope, receive, fields, player.settings)
    body = await player.background.run(lambda: b"".join(parts), Cost(chunks=len(parts)))
    base = max(wire.received, wire.free_at) if wire is not None and wire.received else player.clock()
    where = target.parse(came, values(headers, b"x-chunktape") if b"x-chunktape" in fields else ())
    entry.spec = where.spec or ""
    if (unknown := unknown_name(headers, came)) is not None:
        raise BadRequest(unknown, details={"code": "unknown-name"})
    client = entry.client
    play = under = player.changes.play(client)
    entry.setting = player.changes.setting(client)
    if where.spec is not None:
        try:
            play = await player.plans.specs.scenario(where.spec, play)
        except NoSpec as error:
            more = say(" A path that itself begins with /@ is asked for as /@@...") if where.prefix else ""
            raise SpecError(together(error.args[0], more)) from None
    return Asked(
        Request(scope["method"], where.target, headers, body, scope["http_version"]),
        came, entry.target, entry.spec, where.prefix, _choice(player, play, entry.setting), fields, base,
        asking.session(headers), asking.origin(scope), scope.get("chunktape.origin"),
        wire is None or wire.keep_alive, under, entry.setting, entry.remark,
    )  # fmt: skip


def _choice(player: Player, play: Scenario, setting: str) -> Settled:
    """`play` before it is settled for one request. A changed setting is noted even where it changes only the pace."""
    if not setting or not is_settled(play):
        return Settled(play)
    memory = player.plans.settler.memory
    name = memory.add(str(play))
    return Settled(play, memory[name], id=name)
