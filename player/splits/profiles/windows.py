"""The family of clients that gather the bytes of a time window, or hold the first bytes. Rules

- The units are events at the recorded time of their last byte; one callback brings all units of its window.
- A callback comes when its window closes, never before its bytes.
"""

from collections.abc import Iterator

from cassettes.clock import MS
from player.splits.plan import arriving, limited
from player.splits.profile import Arguments, Body, Count, Draw, Plan, Profile


def cronet(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """Windows of 1 to `window` ms; with `stall` in 100 a callback of 30 to 100 ms keeps everything queued."""
    numbers, window, stall, size = draw.sequence("pace"), *map(arguments.number, ("window", "stall", "read"))
    queue = source.units()
    pieces: list[tuple[int, int]] = []
    index = start = 0
    while index < len(queue):
        busy = numbers.below(100) < stall
        opened = max(queue[index][1], pieces[-1][1] if pieces else 0)
        closes = opened + (30 + numbers.below(71) if busy else 1 + numbers.below(window)) * MS
        while index < len(queue) and queue[index][1] <= closes:
            index += 1
        end = queue[index - 1][0]
        pieces += [(cut, closes) for cut in limited(start, end, size)]
        start = end
    return arriving(source, pieces)


def xhr50(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """A progress event at most every 50 ms; of `text/plain` the first needs 1024 bytes."""
    least = 1024 if source.content_type.lower().startswith(b"text/plain") else 0
    return arriving(source, _progress(source.units(), 50 * MS, least))


def _progress(queue: list[tuple[int, int]], every: int, least: int) -> Iterator[tuple[int, int]]:
    index, fires = 0, 0
    while index < len(queue):
        if not fires:
            while queue[index][0] < least and index < len(queue) - 1:
                index += 1
        fires = max(fires, queue[index][1])
        while index < len(queue) and queue[index][1] <= fires:
            index += 1
        yield queue[index - 1][0], fires
        fires += every


def ios_legacy(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """The first callback waits for 512 bytes unless the type is `application/json`; then one per event."""
    queue = source.units()
    if not source.content_type.lower().startswith(b"application/json"):
        queue = [unit for unit in queue if unit[0] >= 512] or queue[-1:]
    return arriving(source, queue)


PROFILES = (
    Profile(
        "wechat-cronet",
        cronet,
        "windows",
        {"window": Count(1, 1000, 20), "stall": Count(0, 100, 5), "read": Count(1, 1 << 20, 32_768)},
        seeded=True,
        aliases=("wechat-android", "wechat-ios"),
        about=(
            "Model, not measured on a phone: events within a drawn window of 1 to `window` ms come together, "
            "in `stall` of 100 callbacks those of 30 to 100 ms; reads of at most `read` bytes."
        ),
        finds="Merges, mainly.",
        evidence="Documented: WeChat uses Cronet over HTTP/1. Read in source: 32768. Windows and shares are guesses.",
        shown="window=90",
    ),
    Profile(
        "wechat-ios-legacy",
        ios_legacy,
        "windows",
        about="The first callback waits for 512 bytes unless the type is `application/json`, then one per event.",
        finds="Logic that hangs on the first chunk.",
        evidence="Reported for NSURLSession, so for WeChat on iOS before 8.0.3 only; not measured.",
    ),
    Profile(
        "xhr50",
        xhr50,
        "windows",
        about="Progress events at most every 50 ms; of `text/plain` the first needs 1024 bytes.",
        finds="Merges.",
        evidence="Measured with Chromium's XMLHttpRequest.",
    ),
)
