"""What a person reads while the player runs, and at its end: pure functions from values to lines. Rules

- One line per request, when it is over: what was asked, what answered, what differed, how it ended.
- Recorded and received text is never markup and never moves the cursor: control characters are shown as escapes.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from cassettes.clock import MS, SECOND
from cassettes.messages import say, sentence
from cassettes.messages.columns import columns, fit
from cassettes.model import EndKind
from cassettes.printable import safe
from player.journal.entry import Answer, Entry
from player.journal.journal import Journal
from player.journal.metrics import Metrics
from player.schedule.performance import Done
from player.schedule.schedule import FOREVER, ORIGINAL
from player.spec.settle import OTHER_GAP
from player.splits.profiles.smoke import TEN
from player.stream.progress import Outcome

#: wx.request's time limit where the app sets none, in s
WX_LIMIT = 60
#: the words for each kind of answer that has a response
_ANSWERED: Final = {
    Answer.REPLAY: sentence("replayed {name} #{number}"),
    Answer.FORWARDED: sentence("forwarded"),
    Answer.RECORDED: sentence("forwarded, recorded as {name} #{number}"),
}
#: how many differing places a line names at most, and how many characters it may have with them; it always names one
NAMED, WIDTH = 3, 160
#: columns that the live row keeps for what was asked; the figures, which move, come before the rest of it
_ASKED: Final = 12
#: how many of the latest requests are searched for the one that the live row shows
LOOKED: Final = 50
#: ns from which a time that two digits show is not 0.00 s
_SHOWN: Final = 5 * MS
#: ns from which a request's line says how late it was: what a person sees, and a machine that is not busy never is
_LATE: Final = 50 * MS
#: the number of streams from which a session counts as a load, also where no option says so
LOAD: Final = 100


def request_line(entry: Entry) -> str:
    """The line of a request that is over."""
    parts = [entry.method, entry.target if len(entry.target) <= 100 else entry.target[:97] + "..."]
    if entry.status:
        parts.append(str(entry.status))
    answered = entry.answer in _ANSWERED
    if answered:
        name, number = entry.recording or ("", 0)
        parts.append(say(_ANSWERED[entry.answer], name=name, number=number))
    line = " ".join(parts)
    details = []
    if (answered and entry.ending != EndKind.UNREACHABLE) or entry.progress.outcome is Outcome.LEFT:
        details.append(_how(entry))
    details += _splitting(entry)
    if entry.progress.late >= _LATE:
        details.append(say("up to {seconds:.2f} s late", seconds=entry.progress.late / SECOND))
    behind = [text for text in (entry.drawn, entry.remark, entry.note) if text]
    if not entry.differs or entry.made:
        return _joined(line, details + behind)
    for named in range(NAMED, 0, -1):
        whole = _joined(line, [*details, _differs(entry, named), *behind])
        if len(whole) <= WIDTH:
            break
    return whole


def live_row(journal: Journal, now: int, width: int) -> str:
    """What is being played at `now` ns: the latest request that is not over, and how many others; empty for none."""
    recent = islice(reversed(journal.entries), LOOKED)
    entry = next((one for one in recent if one.progress.outcome is None and one.status), None)
    if entry is None:
        return ""
    values = {"bytes": entry.progress.bytes, "chunks": entry.progress.chunks}
    seconds = (now - journal.started - entry.at) / SECOND
    figures = say("chunks: {chunks}, bytes: {bytes}, {seconds:.1f} s", **values, seconds=seconds)
    if journal.active > 1:
        figures += "  " + say("and {count} more streams", count=journal.active - 1)
    asked = fit(safe(f"{entry.method} {entry.target[:60]}"), max(width - 3 - columns(figures), _ASKED))
    return fit(f"{asked}  {figures}", width - 1)


def _joined(line: str, details: Iterable[str]) -> str:
    return safe("  ".join((line, *(f"[{one}]" for one in details))))


def _splitting(entry: Entry) -> Iterator[str]:
    """The plan of a request, what was not possible, and by how much the stream became longer."""
    choice = entry.choice
    if choice.turn:
        yield say("smoke {turn} of {of}: {plan}", turn=choice.turn, of=len(TEN), plan=choice.brief)
    elif choice.spec:
        yield choice.brief
    yield from (_fault(entry, one) for one in entry.faults if one.at >= 0 or not one.changed)
    for one in entry.spared:
        if one.gate:
            yield say("{fault}: not this request ({gate})", fault=one.part.partition(",")[0], gate=one.gate)
    if choice.unassured:
        yield say("assured is not possible here: gap {gap} ms", gap=OTHER_GAP)
    if entry.duration >= FOREVER:
        yield say("times of 146 years and more are 146 years; idle-cap shortens silences")
    if entry.longer >= _SHOWN:
        scaled_time = choice.play.speed != ORIGINAL
        longer = say(
            "{seconds:.2f} s longer than recorded at this speed"
            if scaled_time
            else "{seconds:.2f} s longer than recorded",
            seconds=entry.longer / SECOND,
        )
        gap = choice.play.gap
        yield say("{longer}, gap {gap} ms", longer=longer, gap=gap) if gap.isdigit() and gap != "0" else longer
        over = (entry.recorded + entry.longer) / SECOND - WX_LIMIT
        if over > 0:
            yield say(
                "{seconds:.2f} s over the {limit} s after which wx.request gives up", seconds=over, limit=WX_LIMIT
            )


def _fault(entry: Entry, one: Done) -> str:
    """Where and when a fault happened: the bytes that the client had by then, and the time."""
    name, seconds = one.fault.partition(",")[0], one.at / SECOND
    if not one.changed:
        return say("{fault}: nothing to change here", fault=name)
    if not entry.happened(one):
        return say("{fault}: not reached", fault=name)
    if one.offset < 0:
        return say("{fault} before the head, {seconds:.2f} s", fault=name, seconds=seconds)
    return say("{fault} behind byte {bytes}, {seconds:.2f} s", fault=name, bytes=one.offset, seconds=seconds)


def _how(entry: Entry) -> str:
    progress = entry.progress
    values = {"bytes": progress.bytes, "chunks": progress.chunks, "seconds": progress.elapsed / SECOND}
    if progress.outcome is Outcome.LEFT:
        return say("client left at byte {bytes}, chunk {chunks}, {seconds:.2f} s", **values)
    if progress.outcome is Outcome.STOPPED:
        return say("stopped at byte {bytes}, chunk {chunks}, {seconds:.2f} s", **values)
    if progress.outcome is Outcome.FAILED:
        return say("failed at byte {bytes}, chunk {chunks}: an error of chunktape, please report it", **values)
    how = say("chunks: {chunks}, bytes: {bytes}, {seconds:.2f} s", **values)
    complete = entry.ending in ("", EndKind.COMPLETE.value)
    if complete:
        return how
    words = (
        sentence("{how}; ending as recorded: {ending}")
        if entry.answer is Answer.REPLAY
        else sentence("{how}; not complete: {ending}")
    )
    return say(words, how=how, ending=entry.ending)


def _differs(entry: Entry, named: int) -> str:
    """The places where a request differs from its recording; at most `named` of them are named."""
    places = ", ".join(str(one) for one in entry.differs[:named])
    rest = entry.differing - min(named, len(entry.differs))
    places = places if rest <= 0 else say("{places} and {count} more", places=places, count=rest)
    return say("differs: {places}", places=places)


def summary(journal: Journal) -> str:
    """The last line of a session, with its totals."""
    return say(
        "Requests: {requests}, replayed: {replayed}, without recording: "
        "{missed}, left by clients: {left}, bytes: {bytes}.",
        **journal.totals,
    )


def load_lines(metrics: Metrics, *, asked: bool = True) -> Iterator[str]:
    """The lines behind the summary: the streams and the lateness of their writes, where an option `asked` for load or
    there was one; and, in any case, how many writes were joined.
    """
    counts, lateness = metrics.counts, metrics.lateness.histogram
    told = asked or counts.started >= LOAD
    if told:
        yield say(
            "Streams: {started} started, {active} active, {aborted} aborted, {missed} missed, {limited} answered "
            "with 429.",
            started=counts.started,
            active=counts.active,
            aborted=sum(counts.aborted.values()),
            missed=counts.missed,
            limited=counts.limited,
        )
    if told and lateness.count:
        p50, p99 = lateness.percent(50) / MS, lateness.percent(99) / MS
        yield say(
            "Lateness (writes: {count}): p50 {p50:.2f} ms, p99 {p99:.2f} ms, max {worst:.2f} ms.",
            count=lateness.count,
            p50=p50,
            p99=p99,
            worst=lateness.max / MS,
        )
    if counts.joined:
        yield say(
            "The player was late: {count} writes left in one with the write before them (transfer chunks unchanged; "
            "--writes chunk keeps writes apart, --workers uses more cores).",
            count=counts.joined,
        )
