"""Judges the figures of a soak: pure functions. Rules

- A stream is late when one of its writes left more than `WORST_MS` after its time, though its client was reading. Where
  the machine's own pauses were measured, lateness is the machine's if the stream was under way in a pause of more than
  half that time, and if it is no longer than the longest of them plus 5 ms for writes that came due meanwhile.
- After the load memory, descriptors, tasks and active streams must be back where they were after warming up.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

#: more than this above the level after warming up is a leak, in MiB
GROWTH_MIB: Final = 8.0
#: what a witness's p99 may be, in ms
LATE_MS: Final = 5.0
#: a write that leaves later than this makes its stream late, in ms: the pause after which a phone shows a new piece
WORST_MS: Final = 20.0
#: the player's own counts: of its tasks, and of late streams
TASKS: Final = "chunktape_tasks"
LATE: Final = "chunktape_streams_late_total"
WORST: Final = "chunktape_lateness_max_seconds"
PAUSE: Final = "the machine's longest pause, ms"
OURS: Final = "of these, without such a pause of the machine"
#: the longest that a stream of ours takes: 3 s until its client reads on, and what is left of 3 s then
LONGEST_S: Final = 10.0


def unexplained(late: Sequence[tuple[float, float]], pauses: Sequence[tuple[float, float]], least_ms: float) -> float:
    """How many streams were late that were not under way in a pause of `least_ms` or more.

    `late`: (s, how many by then), in order; a stream counts when it is over. `pauses`: (s, ms).
    """
    found = 0.0
    for (before, some), (now, more) in pairwise(late):
        if more > some and not any(end <= now and before <= end + LONGEST_S and ms >= least_ms for end, ms in pauses):
            found += more - some
    return found


def faults_of(figures: Mapping[str, float], wrong: Sequence[str], late_ms: float) -> list[str]:
    """In sentences; none for a sound run. `late_ms`: what a witness's p99 may be."""
    faults = [f"wrong answer, {text}" for text in wrong[:5]]
    # writes that came due in a pause leave after it, one after the other: some ms more
    excused = figures.get(PAUSE, 0.0) and figures[PAUSE] + LATE_MS
    if figures["witness streams complete"] < figures["witness streams"]:
        faults.append("a witness stream did not complete")
    if figures["lateness p99 ms, worst round"] > max(late_ms, excused):
        faults.append(f"late: p99 {figures['lateness p99 ms, worst round']:.2f} ms, at most {late_ms:g} ms expected")
    worst = figures.get(f"the player says: {WORST}", 0.0) * 1000
    if figures.get(f"the player says: {LATE}", 0.0) and worst > excused:
        faults.append(f"a late write of {worst:.1f} ms; the machine's pauses allow {excused:.1f} ms at most")
    if ours := figures[OURS]:
        faults.append(f"{ours:.0f} streams had a late write and were under way in no pause of the machine")
    if figures["earliest ms"] < 0:
        faults.append(f"early: {figures['earliest ms']:.3f} ms")
    if (grown := figures["memory MiB, after"] - figures["memory MiB, before"]) > GROWTH_MIB:
        faults.append(f"memory grew by {grown:.1f} MiB, at most {GROWTH_MIB:g} MiB expected")
    if (left := figures["descriptors, after"] - figures["descriptors, before"]) > 0:
        faults.append(f"{left:.0f} descriptors were not closed")
    if figures.get(f"the player says: {TASKS}", 0) > (before := figures.get(f"the player said: {TASKS}", 0)):
        faults.append(f"{figures[f'the player says: {TASKS}']:.0f} tasks are left, {before:.0f} expected")
    # the witnesses see what a client sees; the player counts every write to everyone, those that misbehave too
    if (p99 := figures.get('the player says: chunktape_lateness_seconds{quantile="0.99"}', 0) * 1000) > late_ms:
        faults.append(f"the player says that it was late: p99 {p99:.2f} ms, at most {late_ms:g} ms expected")
    faults += [f"{name[17:]} is {value:g}, 0 expected" for name, value in figures.items()
               if re.fullmatch(r"the player says: (active|.*_active(\{.*\})?)", name) and value]  # fmt: skip
    return faults
