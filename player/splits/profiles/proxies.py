"""The family of servers and proxies between the model and the client. Rules

- A proxy's behaviour depends on how its upstream frames the body; each profile names the case that it models.
- A block leaves when its last byte has arrived; bytes held until the end leave when the recorded stream ended.
"""

import itertools
import re

from player.splits.plan import arriving, joined, limited
from player.splits.profile import Arguments, Body, Count, Draw, Plan, Profile

_DATA_FIELD = re.compile(rb"(?:\A|(?<=[\r\n]))data:")
_LINE_ENDS = re.compile(rb"[\r\n]+\Z")


def spring(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """`data:`, the payload, and the line ends are three writes."""
    size = len(source.data)
    cuts = []
    for frame in source.boundaries.frames:
        if source.boundaries.dialect == "sse":
            cuts += [match.end() for match in _DATA_FIELD.finditer(source.data, frame.start, frame.end)]
        ends = _LINE_ENDS.search(source.data, frame.start, frame.end)
        if ends and frame.kind in ("event", "record"):
            cuts.append(ends.start())
    return Plan(joined(size, source.events, cuts))


def nginx(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """The first block is the buffer less the upstream's head, the next ones are whole buffers, the rest waits."""
    first, size, end = arguments.number("first"), arguments.number("size"), len(source.data)
    blocks = [block for block in range(first, end, size) if block < end]
    held = [(block, 0) for block in blocks]
    return arriving(source, [*held, (end, source.ended)]) if end else Plan()


def nginx_off(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    size = arguments.number("size")
    edges = (0, *source.events, len(source.data))
    pieces = [limited(start, end, size) for start, end in itertools.pairwise(edges)]
    return Plan(joined(len(source.data), *pieces))


def nginx_gzip(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    return arriving(source, [(len(source.data), source.ended)]) if source.data else Plan()


def edge_first(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """A small first block, then one event per piece."""
    first = arguments.number("n") or 1 + draw.sequence("cut").below(64)
    return Plan(joined(len(source.data), [first], (cut for cut in source.events if cut > first)))


PROFILES = (
    Profile(
        "spring",
        spring,
        "proxies",
        about="`data:`, the payload, and the line ends are three pieces, as Spring MVC before 6.0.12 wrote them.",
        finds="The same as `fields` and `lines`, from a real server.",
        evidence="Reported: spring-framework #32866, a trace in gatling #3013.",
    ),
    Profile(
        "nginx",
        nginx,
        "proxies",
        {"first": Count(1, 1 << 20, 3968), "size": Count(1, 1 << 20, 4096)},
        about=(
            "nginx that buffers an upstream without chunked framing: "
            "`first` bytes, then blocks of `size`, the rest at the end."
        ),
        finds="Cuts anywhere in an event, and long silence.",
        evidence="Measured on nginx 1.22.1: 3968, then 4096. `first` depends on the upstream's head.",
        shown="first=300,size=400",
    ),
    Profile(
        "nginx-off",
        nginx_off,
        "proxies",
        {"size": Count(1, 1 << 20, 4096)},
        about="nginx with `proxy_buffering off`: events unchanged, bigger ones cut at `size`.",
        finds="Big events.",
        evidence="Measured on nginx 1.22.1: 4096.",
        shown="size=60",
    ),
    Profile(
        "nginx-gzip",
        nginx_gzip,
        "proxies",
        about=(
            "nginx with gzip and buffering: everything at the end. The bytes stay as recorded, uncompressed or not."
        ),
        finds="The same as `whole`, and a long wait.",
        evidence="Measured on nginx 1.22.1: 100 events came as one block after 2,047 ms.",
    ),
    Profile(
        "edge-first",
        edge_first,
        "proxies",
        {"n": Count(0, 64, 0, quiet=True)},
        seeded=True,
        about="A first piece of 1 to 64 bytes (`n`, else drawn), then one event per piece.",
        finds="Field syntax and characters at the start.",
        evidence="Reported for Cloudflare workerd, which cut a character; the sizes are a guess.",
    ),
)
