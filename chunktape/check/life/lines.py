"""The lines of a report about a client's life. Pure."""

from collections.abc import Iterator
from typing import Final

from cassettes.messages import say
from cassettes.messages.columns import indented
from cassettes.printable import safe
from chunktape.check.findings import Report
from chunktape.check.life.registry import title_of
from chunktape.check.reports.facts import JUDGEMENTS
from chunktape.check.values import Judgement

_WIDTH: Final = 80


def life(report: Report, *, every: bool = False) -> Iterator[str]:
    """One line for all scenes that pass, one for each convention; with `every` one for all others. A failure is a
    finding as well.
    """
    if not report.lived:
        return
    passed = dict.fromkeys(one.scene for one in report.lived if one.judgement is Judgement.PASS)
    others = [one for one in report.lived if one.judgement is not Judgement.PASS]
    names = [name for name in passed if name not in {one.scene for one in others}]
    yield from indented(say("Life: pass {names}", names=", ".join(names) or "-"), _WIDTH, "", "  ")
    said = set()
    for one in others:
        if (every or one.judgement is Judgement.CONVENTION) and (one.scene, one.words) not in said:
            said.add((one.scene, one.words))
            words = say(
                "{scene}: {judgement}: {title}: {words}",
                scene=one.scene,
                judgement=say(JUDGEMENTS[one.judgement]),
                title=say(title_of(one.scene)),
                words=safe(one.words),
            )
            yield from indented(words, _WIDTH, "  ", "  ")
