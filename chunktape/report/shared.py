"""A cassette that may be shared: it is redacted once more, whatever rules it was recorded with. Pure. Rules

- The registry's rules and the cassette's own are applied, and those of `_MORE`: the client's address, and the answers
  of a login. Lengths stay, so offsets, cuts and times do, too.
- The result is one session, without the time of day and the file's name; damage of the file is reported elsewhere.
- A compressed body can't be searched: `Shared.unseen` counts those.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from cassettes.errors import SpecError
from cassettes.interchange.build import clean
from cassettes.model import Cassette, Header, Interaction, Origin
from cassettes.redaction.redact import Redaction, Redactor
from cassettes.redaction.registry import parse_rule
from cassettes.store import dumps

_MORE: Final = (
    *(f"header:{name}" for name in ("host", "origin", "referer", "forwarded", "x-forwarded-for", "x-real-ip")),
    *(f"body:{name}" for name in ("access_token", "refresh_token", "id_token", "api_key", "apikey", "password")),
)


@dataclass(frozen=True, slots=True)
class Shared:
    """A cassette that may be pasted, and the bytes of its file. `unseen`: bodies that could not be searched."""

    header: Header
    interactions: tuple[Interaction, ...]
    data: bytes
    unseen: int

    @property
    def digest(self) -> str:
        """The first 8 hex digits of the file's SHA-256."""
        return sha256(self.data).hexdigest()[:8]


def shared(cassette: Cassette) -> Shared:
    """The cassette without secrets."""
    redaction = Redaction.default((*_own_rules(cassette.headers), *_MORE))
    interactions, unseen = [], 0
    for number, one in enumerate(cassette.interactions, 1):
        redactor = Redactor(redaction)
        interactions.append(replace(clean(one, redactor), number=number))
        unseen += redactor.unseen
    first = cassette.headers[0] if cassette.headers else Header("", 0, Origin())
    origin = first.origin
    if not origin.source.startswith(("http://", "https://")):
        origin = replace(origin, source="")
    origin = replace(origin, source=redaction.target(origin.source.encode()).decode("utf-8", "replace"))
    header = Header(first.tool, 0, origin, redaction.rules)
    return Shared(header, tuple(interactions), dumps(header, interactions), unseen)


def _own_rules(headers: Sequence[Header]) -> list[str]:
    """The rules with which the sessions were recorded; those of a newer version are left out."""
    found = []
    for rule in (rule for header in headers for rule in header.redaction):
        try:
            parse_rule(rule)
        except SpecError:
            continue
        found.append(rule)
    return found
