"""The family of servers and proxies between the model and the client. Rules

- What such a box does depends on how its upstream frames the body; each profile names the case that it models.
- A block leaves when its last byte was there; what is held until the end leaves when the recorded stream ended.
"""

import itertools
import re

from player.grammar.parameters import Count
from player.splits.plan import Plan, Source, arriving, joined, limited
from player.splits.profile import Arguments, Draw, Profile

_DATA_FIELD = re.compile(rb"(?:\A|(?<=[\r\n]))data:")
_LINE_ENDS = re.compile(rb"[\r\n]+\Z")


def spring(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    """`data:`, the payload, and the line ends are three writes."""
    size = len(source.body)
    cuts = []
    for frame in source.boundaries.frames:
        if source.boundaries.dialect == "sse":
            cuts += [match.end() for match in _DATA_FIELD.finditer(source.body, frame.start, frame.end)]
        ends = _LINE_ENDS.search(source.body, frame.start, frame.end)
        if ends and frame.kind in ("event", "record"):
            cuts.append(ends.start())
    return Plan(joined(size, source.events, cuts))


def nginx(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    """The first block is the buffer less the upstream's head, the next ones are whole buffers, the rest waits."""
    first, size, end = arguments.number("first"), arguments.number("size"), len(source.body)
    blocks = [block for block in range(first, end, size) if block < end]
    held = [(block, 0) for block in blocks]
    return arriving(source, [*held, (end, source.ended)]) if end else Plan()


def nginx_off(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    size = arguments.number("size")
    edges = (0, *source.events, len(source.body))
    pieces = [limited(start, end, size) for start, end in itertools.pairwise(edges)]
    return Plan(joined(len(source.body), *pieces))


def nginx_gzip(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    return arriving(source, [(len(source.body), source.ended)]) if source.body else Plan()


def edge_first(source: Source, arguments: Arguments, draw: Draw) -> Plan:
    """A small first block, then one event per piece."""
    first = arguments.number("n") or 1 + draw.sequence("cut").below(64)
    return Plan(joined(len(source.body), [first], (cut for cut in source.events if cut > first)))


PROFILES = (
    Profile("spring", spring, "proxies", models=True),
    Profile(
        "nginx", nginx, "proxies", {"first": Count(1, 1 << 20, 3968), "size": Count(1, 1 << 20, 4096)}, models=True
    ),
    Profile("nginx-off", nginx_off, "proxies", {"size": Count(1, 1 << 20, 4096)}, models=True),
    Profile("nginx-gzip", nginx_gzip, "proxies", models=True),
    Profile("edge-first", edge_first, "proxies", {"n": Count(0, 64, 0, quiet=True)}, seeded=True, models=True),
)
