"""The family of links: a lossy mobile network, and a client that stops reading for a while. Rules

- TCP delivers bytes in order: those behind a lost segment wait for its retransmission, then come all at once, as one
  piece.
- A recorded piece is one write, sent in segments of 1460 bytes; a lost one comes again after a round trip and 20 ms,
  or after 200 ms when fewer than three segments follow within a round trip (nothing tells the sender).
"""

from bisect import bisect_right

from cassettes.clock import MS
from player.splits.plan import arriving, limited
from player.splits.profile import Arguments, Body, Count, Draw, Duration, EventNumber, Kind, Plan, Profile

_SEGMENT = 1460


def mobile(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    numbers, (rtt, jitter, loss) = draw.sequence("pace"), map(arguments.number, ("rtt", "jitter", "loss"))
    segments: list[tuple[int, int]] = []
    start = 0
    for end in (*source.cuts, len(source.data)) if source.data else ():
        segments += [(cut, source.time_of(end)) for cut in limited(start, end, _SEGMENT)]
        start = end
    sent = [at for _, at in segments]
    ahead = 0
    times = []
    for index, at in enumerate(sent):
        at += numbers.below(jitter * MS + 1)
        while numbers.below(1000) < loss:
            followers = bisect_right(sent, sent[index] + rtt * MS) - index - 1
            at += (rtt + 20 if followers >= 3 else max(200, rtt + 20)) * MS
        ahead = max(ahead, at)
        times.append(ahead)
    # a segment that had to wait for one ahead of it comes with that one
    behind = [*times[1:], -1]
    merged = [(end, at) for (end, _), at, later in zip(segments, times, behind, strict=False) if at != later]
    return arriving(source, merged)


def stall(source: Body, arguments: Arguments, draw: Draw) -> Plan:
    """At event `at` nothing comes for `for`; then the backlog in reads of `read` bytes, then the recorded pace."""
    queue = source.units()
    if not queue:
        return Plan()
    index = min((arguments.number("at") or (len(queue) + 1) // 2) - 1, len(queue) - 1)
    resumes = queue[index][1] + arguments.number("for")
    last = index
    while last + 1 < len(queue) and queue[last + 1][1] <= resumes:
        last += 1
    start = queue[index - 1][0] if index else 0
    backlog = [(cut, resumes) for cut in limited(start, queue[last][0], arguments.number("read"))]
    return arriving(source, [*queue[:index], *backlog, *queue[last + 1 :]])


def _parameters(loss: int) -> dict[str, Kind]:
    return {"rtt": Count(1, 5000, 70), "jitter": Count(0, 1000, 20), "loss": Count(0, 300, loss)}


PROFILES = (
    Profile(
        "4g",
        mobile,
        "links",
        _parameters(0),
        seeded=True,
        about=("A link with a round trip of `rtt` ms, up to `jitter` ms of delay and `loss` lost segments in 1000."),
        finds=("Merges behind jitter."),
        evidence=(
            "Round trip from published link profiles; "
            "that loss brings bursts was measured on a simulated link; rates are guesses."
        ),
    ),
    Profile(
        "4g-lossy",
        mobile,
        "links",
        _parameters(10),
        seeded=True,
        about=("The same link with loss: what is behind a lost segment waits and comes in one burst."),
        finds=("Merges of many events, after silence."),
        evidence=(
            "Shape of the bursts measured on a simulated link; round trip documented; the loss of 1 % is a guess."
        ),
        shown="loss=150",
    ),
    Profile(
        "stall",
        stall,
        "links",
        {"at": EventNumber(), "for": Duration(3_000 * MS), "read": Count(1, 1 << 20, 32_768)},
        about=(
            "At event `at` (else in the middle) nothing comes for `for`, then the backlog in reads of `read` bytes."
        ),
        finds="Timeouts, and cuts inside events at the size of a read.",
        evidence="Measured: stalled clients read 65536; 32768 read in Cronet's source. How apps stall is a guess.",
        shown="for=200ms,read=150",
    ),
)
