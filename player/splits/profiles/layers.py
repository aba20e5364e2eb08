"""The family of layers that cut at a size: transfer chunk readers, segments, TLS records, HTTP/2 frames. Rules

- The writes are the recorded pieces. Pieces recorded at one time came in one read: `mtu` cuts these together, `http2`
  those that came within its wait; the others keep each write apart, as their layer does.
"""

from collections.abc import Iterable, Iterator

from cassettes.clock import MS, SECOND
from player.splits.plan import arriving, joined, limited
from player.splits.profile import Arguments, Body, Choice, Count, Draw, Plan, Profile

Write = tuple[int, int, int]  #: start and end in bytes, time in ns


def _writes(source: Body) -> Iterator[Write]:
    edges = (0, *source.cuts, len(source.data))
    times = source.times or (0,) * len(edges)
    if source.data:
        yield from zip(edges, edges[1:], times, strict=False)


def _within(writes: Iterable[Write], wait: int) -> Iterator[Write]:
    """Writes that came within `wait` ns after the first one, joined, at the time of the last one."""
    pending: Write | None = None
    first = 0
    for start, end, at in writes:
        if pending is not None and at - first <= wait:
            pending = (pending[0], end, at)
            continue
        if pending is not None:
            yield pending
        pending, first = (start, end, at), at
    if pending is not None:
        yield pending


def _cut(source: Body, writes: Iterable[Write], size: int) -> Plan:
    return Plan(joined(len(source.data), *(limited(start, end, size) for start, end, _ in writes)))


def kept(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    return _cut(source, _writes(source), arguments.number("size"))


def mtu(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    return _cut(source, _within(_writes(source), 0), arguments.number("n"))


def _record_size(rule: str, count: int) -> int:
    """The size of the record number `count` since the connection was idle."""
    if rule == "dyn":
        return 1369 if count < 40 else 4229 if count < 80 else 16_384
    if rule == "go":
        return min(1208 * (count + 1), 16_384)
    return int(rule)


def tls(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    rule = arguments.word("size")
    cuts = []
    count = ahead = 0
    for start, end, at in _writes(source):
        count = 0 if at - ahead >= SECOND else count
        ahead = at
        while start < end:
            start = min(end, start + _record_size(rule, count))
            cuts.append(start)
            count += 1
    return Plan(joined(len(source.data), cuts))


def http2(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    size = int(arguments.word("size"))
    pieces: list[tuple[int, int]] = []
    opened = 0
    for start, end, at in _within(_writes(source), MS):
        opened = max(opened, at)
        pieces += [(cut, opened) for cut in limited(start, end, size)]
    return arriving(source, pieces)


PROFILES = (
    Profile(
        "okhttp",
        kept,
        "layers",
        {"size": Count(1, 1 << 20, 8192)},
        about="Recorded pieces kept, cut at `size`: what OkHttp's chunked source gives.",
        finds="Big events.",
        evidence="Read in OkHttp's and Okio's source: 8192.",
        shown="size=50",
    ),
    Profile(
        "harmony",
        kept,
        "layers",
        {"size": Count(1, 1 << 20, 16_384)},
        about="Recorded pieces kept, cut at `size`: HarmonyOS reads through libcurl.",
        finds="Big events.",
        evidence="Measured with libcurl: 16384. That the device behaves like it is a guess.",
        shown="size=60",
    ),
    Profile(
        "mtu",
        mtu,
        "layers",
        {"n": Count(1, 65_535, 1460)},
        about="What was recorded at one time, cut at `n`: segments of 1460, 1448, 1400 or 1360 bytes.",
        finds="Cuts inside events of a backlog.",
        evidence="The sizes are documented; that a client sees one segment per read is a guess.",
        shown="n=70",
    ),
    Profile(
        "tls",
        tls,
        "layers",
        {"size": Choice(("16384", "4096", "dyn", "go"))},
        about=(
            "Each recorded piece cut at TLS record sizes: a fixed `size`, `dyn` (1369 forty times, 4229 "
            "forty times, 16384, from the start again after 1 s) or `go` (growing)."
        ),
        finds="Cuts inside big events.",
        evidence=(
            "16384, 4096 and `dyn` are documented, the 1208 of `go` stands in Go's source; its growth is a guess."
        ),
    ),
    Profile(
        "http2",
        http2,
        "layers",
        {"size": Choice(("16384", "8192", "4096"))},
        about="What came within 1 ms together, cut at the DATA frame size. The wire stays HTTP/1.1.",
        finds="Cuts and merges by frame.",
        evidence="Measured through nginx (8192, 4096); 16384 and the 1 ms wait read in Chromium's source.",
    ),
)
