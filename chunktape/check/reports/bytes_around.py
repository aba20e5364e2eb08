"""The bytes on both sides of each cut that a smallest plan adds or takes away, as hex and as text. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cassettes.messages import say
from cassettes.printable import preview
from chunktape.check import sweep
from chunktape.check.findings import Finding
from player.splits.describe import torn_character

#: bytes on each side, as hex and as text
HEX: Final = 8
_TEXT: Final = 16


@dataclass(frozen=True, slots=True)
class Edge:
    """A place in a body. `added`: the plan cuts here and the baseline does not, or the reverse; `words`: which
    character is cut, empty for none; `cells`: the hex digits, byte by byte.
    """

    at: int
    added: bool
    hex: tuple[str, str]
    text: tuple[str, str]
    words: str
    cells: tuple[tuple[str, ...], tuple[str, ...]]


def edge_title(edge: Edge) -> str:
    """Where the plan differs, and which character that cuts."""
    place = say("cut at byte {at}", at=edge.at) if edge.added else say("no cut at byte {at}", at=edge.at)
    return say("{place}: {character}", place=place, character=edge.words) if edge.words else place


def edges(finding: Finding) -> list[Edge]:
    """The places at which the finding's plan differs from one event per piece, those that are cut first."""
    if not (finding.cuts or finding.spec):
        return []
    body = finding.tape.body
    base, own = set(sweep.baseline(body).cuts), set(finding.cuts)
    return [
        edge(body.data, at, added=added)
        for places, added in ((own - base, True), (base - own, False))
        for at in sorted(places)
    ]


def edge(body: bytes, at: int, *, added: bool = True) -> Edge:
    """The bytes around offset `at`, of which there are fewer at the ends of the body."""
    left, right = body[max(0, at - HEX) : at], body[at : at + HEX]
    start, end = _whole(body, max(0, at - _TEXT)), _whole(body, min(len(body), at + _TEXT))
    return Edge(
        at,
        added,
        (("… " if at > HEX else "") + left.hex(" "), right.hex(" ") + (" …" if at + HEX < len(body) else "")),
        (("…" if start else "") + preview(body[start:at]), preview(body[at:end]) + ("…" if end < len(body) else "")),
        torn_character(body, at),
        (tuple(_cells(left)), tuple(_cells(right))),
    )


def _whole(body: bytes, at: int) -> int:
    """The start of the character that offset `at` lies in."""
    for back in range(4):
        if at - back <= 0 or at >= len(body) or body[at - back] & 0xC0 != 0x80:
            return at - back
    return at


def _cells(data: bytes) -> Iterator[str]:
    return (f"{byte:02x}" for byte in data)
