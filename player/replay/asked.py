"""A request as far as it was read: what finding, settling and sending need of it, in either lane."""

from dataclasses import dataclass, field
from typing import Final

from cassettes.model import Headers, ResponseHead
from player.library.recordings import Recording
from player.matching.index import Match
from player.matching.subject import Subject
from player.spec.settle import Settled
from player.web import access
from player.web.heads import Place

#: heads kept with one request, one per recording of its group as a rule, and bytes of them together
HEADS: Final = 16
HEAD_BYTES: Final = 8 << 10


@dataclass(slots=True, eq=False)
class Asked:
    """A request as far as it was read. `shown`: its target for the journal; `client`: X-Chunktape-Session, or "";
    `here`: the player's own scheme and authority; `origin`: of a page that may read.
    """

    method: str
    shown: str
    client: str
    prefix: bytes
    spec: str
    choice: Settled
    here: bytes
    origin: bytes | None
    subject: Subject
    generation: int
    version: str = "1.1"
    keep_alive: bool = True
    target: bytes = b""
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    #: the match, and among how many recordings it was found; no library is kept by what is remembered
    match: Match | None = None
    among: int = 0
    #: heads that were made for it, by recording and settings
    heads: dict[tuple[object, ...], bytes] = field(default_factory=dict)

    def place(self, played: Recording) -> Place:
        """Where the client reached us, for the head of `played`."""
        return Place(self.here, self.prefix, played.origins)

    def cors(self, head: ResponseHead) -> Headers:
        """The headers with which a page of `origin` may read the response."""
        return () if self.origin is None else access.cors(self.origin, [name for name, _ in head.headers])

    def keep(self, key: tuple[object, ...], head: bytes) -> None:
        """Keep `head`, if there is room."""
        if len(self.heads) < HEADS and sum(map(len, self.heads.values())) + len(head) <= HEAD_BYTES:
            self.heads[key] = head

    @property
    def weight(self) -> int:
        """Bytes that it takes, at most, beside the request's own: its target and headers once more, its subject, the
        match, and heads.
        """
        group = 8 * len(self.match.group) if self.match is not None else 0
        headers = sum(len(name) + len(value) + 200 for name, value in self.headers)
        return headers + self.subject.weight + group + HEAD_BYTES
