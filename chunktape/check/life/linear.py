"""Whether a client's time grows with the stream, or faster: fed byte by byte. Rules

- Streams of 64, 128 and 256 KiB; shorter ones where a run would take long. More than three times the time per doubling
  is more than linear.
- The time is that of the feeding alone, inside the client's process, as processor time, so that a busy machine has
  little effect; of several runs the shortest one counts. Nothing fails before it was measured again, and what only
  the last doubling calls more than linear is measured again, too: the first stream met cold code. So is a first stream
  whose time would make the others shorter; where it was cold for longer, longer streams follow once it no longer is.
- A client that takes at most `BLINK` in any case passes, whatever its times are.
- With many events, as in every long answer, more than linear is a failure. With one long event it is a convention: most
  correct clients scan the unfinished event with each piece, which matters only where an event is an image.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from cassettes.messages import say, sentence
from chunktape.check.life.scene import Outcome, Setting
from chunktape.check.life.streams import Stretched
from chunktape.check.places import Pointer
from chunktape.check.values import Client, Judgement

#: KiB
SIZES: Final = (64, 128, 256)
#: KiB; the size by which the others are chosen
_PROBE: Final = 16
#: times the time for twice the bytes, above which it is more than linear
FACTOR: Final = 3.0
#: times the time that each single doubling must cost for that
_EACH: Final = 2.2
#: times the time per doubling, above which the times are measured again
_SUSPECT: Final = 2.5
#: ms; a shorter time is lost in noise and does no harm, and counts as this one
BLINK: Final = 40.0
_TICK: Final = 2.0
#: ms; a run that would take longer is not begun
_LONGEST: Final = 1000.0
_GROWTH: Final = 4.5  # growth of a client that scans everything again, with a margin
#: how often a time that seems more than linear is measured again before it is a failure
_AGAIN: Final = 2

#: name -> (what a correct client does, its streams, the judgement where a client does not)
TIMES: Final[dict[str, tuple[str, Callable[[Stretched, int], bytes], Judgement]]] = {
    "linear": (sentence("its time grows with the stream"), Stretched.many, Judgement.FAIL),
    "long-event": (sentence("its time grows with an event"), Stretched.one, Judgement.CONVENTION),
}


def timed(setting: Setting, client: Client, name: str) -> Outcome:
    """Measure the client with the streams of that name."""
    _, make, slow = TIMES[name]
    stretched = Stretched(setting)
    if not make(stretched, 1):
        return Outcome(Judgement.NOT_APPLICABLE, say("no event of the tape can be made longer"))

    def measure(size: int) -> float | None:
        return _ms(setting, client, make(stretched, size * 1024))

    found: dict[int, float] = {}
    is_cold = True
    while is_cold:
        judged = _figures(measure, found)
        if len(judged) < len(SIZES):
            return Outcome(Judgement.NOT_JUDGED, say("fed byte by byte it fails, or takes too long to be measured"))
        top, before = judged[-1]
        for _ in range(_AGAIN):
            times = [spent for _, spent in judged]
            if not (_is_unclear(times) or (slow is Judgement.FAIL and grows(times, _SUSPECT))):
                break
            again = [measure(size) for size, _ in judged]
            judged = [(size, min(spent, less or spent)) for (size, spent), less in zip(judged, again, strict=True)]
        found.update(judged)
        is_cold = top < SIZES[-1] and before > _most(top) >= found[top]
    if not grows([spent for _, spent in judged], FACTOR):
        return Outcome(Judgement.PASS)
    if _is_deaf(setting, client):
        return Outcome(Judgement.NOT_JUDGED, say("fed byte by byte it shows hardly anything, and keeps all of it"))
    words = ", ".join(f"{size} KiB {spent:.0f} ms" for size, spent in judged)
    return Outcome(slow, words, _slowest(setting, client, make(stretched, judged[-1][0] * 1024)))


def _most(size: int) -> float:
    """The time for a stream of that size, above which no longer one is tried."""
    return _LONGEST / (_GROWTH**2 if size == _PROBE else _GROWTH)


def _figures(measure: Callable[[int], float | None], found: dict[int, float]) -> list[tuple[int, float]]:
    """Sizes and times of the three longest streams that take not too long, each twice as long as the one before; fewer
    where they can't be measured. `found` has the times that are known, and gets the others.
    """
    for size in (_PROBE, *SIZES):
        if size not in found:
            spent = measure(size)
            if spent is not None and size == _PROBE and spent > _most(size):
                spent = min(spent, measure(size) or spent)  # a scene that is played alone has warmed nothing up
            if spent is None:
                break
            found[size] = spent
        if found[size] > _most(size):
            break
    top = max(found, default=_PROBE // 2)
    for size in (top, top // 2, top // 4):
        if size not in found and (spent := measure(size)) is not None:
            found[size] = spent
    return sorted((size, spent) for size, spent in found.items() if size >= top // 4)


def grows(times: Sequence[float], factor: float) -> bool:
    """Whether times of streams that are each twice as long grow faster than by `factor` per doubling."""
    steps = [two / max(one, _TICK) for one, two in pairwise(times)]
    return times[-1] >= BLINK and min(steps) > _EACH and times[-1] > factor ** len(steps) * max(times[0], _TICK)


def _is_unclear(times: Sequence[float]) -> bool:
    """Whether only the last doubling is more than linear."""
    return times[-1] >= BLINK and times[-1] > FACTOR * times[-2] and not grows(times, FACTOR)


def _slowest(setting: Setting, client: Client, body: bytes) -> Pointer | None:
    """The client's own line at which most of the time goes by."""
    (found,) = client.perform("time", client.body(body), setting.drive._replace(trace=True), [{}])
    return Pointer(found["slow"], "slow") if found.get("slow") else None


def _is_deaf(setting: Setting, client: Client) -> bool:
    """Whether the client shows less than half of the tape's answer, fed byte by byte: it sees no event end, so its
    buffer grows with the stream, which is the same bug as the text that is missing.
    """
    run = next(client.runs(client.body(setting.tape.body.data), [tuple(range(1, setting.size))], setting.drive))
    return not run.lost and len(setting.reading.shown(run).text) * 2 < len(setting.due.text)


def _ms(setting: Setting, client: Client, body: bytes) -> float | None:
    """How long the client takes for a body, byte by byte; None where it fails, or takes too long."""
    (found,) = client.perform("time", client.body(body), setting.drive, [{}])
    if found.get("lost") or found.get("error") or found.get("fed") != len(body):
        return None
    return float(found["ms"])
