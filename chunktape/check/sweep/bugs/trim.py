"""Finds the fewest events of a tape with which a finding still shows. Rules

- The events that the smallest plan touches are tried alone, then with a neighbour, then with all before them.
- They count only if the client reads them as it reads any tape: it gives their answer at one event per piece.
- The same oracle must fail.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace

from chunktape.check import sweep
from chunktape.check.findings import Finding
from chunktape.check.oracles import Case, failure
from chunktape.check.reading import right_reading
from chunktape.check.shrink import Cuts
from chunktape.check.tapes import Tape
from chunktape.check.tapes.span import Span
from chunktape.check.values import Run


def trimmed(finding: Finding, run: Callable[[Tape, Cuts], Run]) -> Finding:
    """The finding with the fewest events that `run` shows it at, where these are fewer than the tape has."""
    tape = finding.tape
    if not finding.spec or tape.template is not None or tape.span is not None:
        return finding
    for span in _spans(finding):
        least = replace(tape, span=span)
        start, end = span.edges(tape.body)
        cuts = tuple(cut - start for cut in finding.cuts if start < cut < end)
        base = run(least, sweep.baseline(least.body).cuts)
        reading = right_reading(base, least.want)
        if reading is None or base.lost:
            continue
        found = failure(Case(run(least, cuts), base, least.want, reading, len(least.body.data)))
        if found is not None and found.oracle == finding.verdict.oracle:
            spec = f"{sweep.difference(least.body, cuts)}+{least.rewrite}"
            return replace(finding, events=(span.last - span.first + 1, len(tape.body.events) + 1), least=spec)
    return finding


def _spans(finding: Finding) -> Iterator[Span]:
    """Events that are worth trying, the fewest first."""
    events = finding.tape.body.events
    touched = sorted(set(finding.cuts) ^ set(events))
    count = len(events) + 1
    if not touched:
        return
    first = bisect_left(events, touched[0]) + 1
    last = bisect_left(events, touched[-1]) + 1 + (touched[-1] in events)
    wanted = [(first, last), (first, last + 1), (first - 1, last), (first - 1, last + 1), (1, last), (1, last + 1)]
    for one in dict.fromkeys(wanted):
        if one[0] >= 1 and one[1] <= count and one[1] - one[0] + 1 < count:
            yield Span(*one)
