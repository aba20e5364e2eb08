"""The sentences that all forms of a report share, in the person's language. Pure. Rules

- Sentences contain text of the client and of the recording unescaped: each form escapes what it prints.
"""

from typing import Final

from cassettes.messages import say, sentence
from cassettes.printable import safe
from chunktape.check.findings import Counts, Finding, Report
from chunktape.check.life.registry import title_of
from chunktape.check.oracles import CONTENT, ORACLES, judge
from chunktape.check.reading import expression
from chunktape.check.values import Judgement

#: other tapes that are named
_ALSO: Final = 3
_TAPES: Final = 4
#: oracle -> what it demands, in the order of a table
_DEMANDS: Final = {
    CONTENT: sentence("reads what the body says, one event per piece"),
    **{name: title for name, (title, _) in ORACLES.items()},
}
#: verdict -> its words
VERDICTS: Final = {
    "pass": sentence("PASS"),
    "fail": sentence("FAIL"),
    "interrupted": sentence("INTERRUPTED"),
    "not judged": sentence("NOT JUDGED"),
}
#: judgement -> the title of its row of classes, in the order of a table
JUDGEMENTS: Final = {
    Judgement.FAIL: sentence("fail"),
    Judgement.PASS: sentence("pass"),
    Judgement.CONVENTION: sentence("convention"),
    Judgement.NOT_JUDGED: sentence("not judged"),
    Judgement.NOT_APPLICABLE: sentence("n/a"),
}


def verdict(report: Report) -> str:
    """`pass`, `fail`, `interrupted` or `not judged`: for programs."""
    if report.refused:
        return "not judged"
    return "interrupted" if not report.complete else "fail" if report.failed else "pass"


def summary(report: Report) -> str:
    """The verdict and the number of runs behind it, in a sentence."""
    if report.refused:
        return report.refused
    if not (report.complete or report.swept):
        return say("{verdict}. No plan was judged yet.", verdict=say(VERDICTS["interrupted"]))
    return say("{verdict}. {counts}", verdict=say(VERDICTS[verdict(report)]), counts=counted(report))


def counted(report: Report) -> str:
    """The number of runs behind a verdict."""
    return say(
        "Plans {plans}, tapes {tapes}, profiles {profiles}; runs {runs} in {seconds} s.",
        plans=report.judged,
        tapes=len({one.tape.name for one in report.swept}),
        profiles=", ".join(report.profiles),
        runs=report.runs,
        seconds=f"{report.seconds:.1f}",
    )


def driven(report: Report) -> str:
    """The entry that was driven and how; empty where there was none."""
    if report.reading is None or report.entry is None:
        return ""
    return say(
        "{client}: drove `{name}` as {way}, fed with {feed}, and took {source} for its {target}, because that is what "
        "the stream says.",
        client=report.client,
        name=report.entry.name,
        way=report.entry.way,
        feed=report.feed,
        source=expression(report.reading),
        target=report.reading.target or "answer",
    )


def against(report: Report) -> str:
    """The tapes that the client met, and under which profiles; empty where it met none."""
    names = list(dict.fromkeys(one.tape.name for one in report.swept))
    if not names:
        return ""
    more = len(names) - _TAPES
    return say(
        "Against {tapes}, under {profiles}.",
        tapes=say("{tapes} and {count} more", tapes="; ".join(names[:_TAPES]), count=more)
        if more > 0
        else "; ".join(names),
        profiles=", ".join(report.profiles),
    )


def blind(report: Report) -> list[str]:
    """The tapes and profiles on which nothing could be judged."""
    return [f"{one.tape.name} ({one.profile})" for one in report.swept if one.baseline is Judgement.NOT_JUDGED]


def told(report: Report) -> list[str]:
    """Further sentences: what was not judged, and how the check was made."""
    found, unread = [], blind(report)
    if unread:
        found.append(
            say("Blind on {tapes}: the client shows nothing of them, so they are not judged.", tapes=", ".join(unread))
        )
    if unjudged := sum(one.unjudged for one in report.swept):
        found.append(
            say("Runs not judged, because the client did not ask or did not read on: {count}.", count=unjudged)
        )
    if report.spent:
        found.append(say("The budget is spent: what was not tried is not judged."))
    return [*found, *report.notes]


def stale(report: Report) -> list[str]:
    """A sentence for each known failure that is none any more: it fails the check."""
    words = sentence(
        "'{line}' stands in the known failures and fails no more. Take the line out: --update-known does it."
    )
    return [say(words, line=line) for line in report.stale]


def counted_classes(report: Report) -> str:
    """How many boundary classes fail and pass, behind findings that have pushed the table away; empty without any."""
    found = tally(report)
    failed, passed = len(found[Judgement.FAIL]), len(found[Judgement.PASS])
    if not report.findings or not failed + passed:
        return ""
    return say(
        "Boundary classes that fail: {failed}, that pass: {passed}; see the table above.", failed=failed, passed=passed
    )


def oracle_of(finding: Finding) -> str:
    """What the oracle of a finding demands."""
    oracle = finding.verdict.oracle
    if finding.scene:
        return say(title_of(oracle))
    return say(_DEMANDS.get(oracle, oracle))


def title(finding: Finding) -> str:
    """A finding in one line."""
    words = sentence("KNOWN: {oracle}: {words}") if finding.known else sentence("FAIL: {oracle}: {words}")
    return say(words, oracle=oracle_of(finding), words=finding.verdict.words)


def where(finding: Finding) -> str:
    """The tape and the profile of a finding."""
    return say("Tape {tape}, profile {profile}", tape=finding.tape.name, profile=finding.profile)


def also(finding: Finding) -> str:
    """The other tapes on which the same fails; empty for none."""
    more = len(finding.also) - _ALSO
    named = ", ".join(finding.also[:_ALSO])
    if more > 0:
        return say("Also on {tapes} and {count} more", tapes=named, count=more)
    return say("Also on {tapes}", tapes=named) if finding.also else ""


def tally(report: Report) -> dict[Judgement, list[tuple[str, Counts]]]:
    """The boundary classes by judgement, in the order of a table."""
    found: dict[Judgement, list[tuple[str, Counts]]] = {one: [] for one in JUDGEMENTS}
    for class_id, counts in report.classes.items():
        found[counts.judgement].append((class_id, counts))
    return found


def oracles(report: Report) -> dict[str, Judgement]:
    """The judgement of each oracle over all tapes; nothing where no tape was judged. A failure names the surest sign;
    the others by which its plan fails, fail too.
    """
    plain = [one for one in report.findings if not one.scene]
    more = (judged for one in plain if one.case is not None and one.cuts for judged in judge(one.case))
    failed = {one.verdict.oracle for one in plain} | {one.oracle for one in more if one.judgement is Judgement.FAIL}

    def judgement(name: str) -> Judgement:
        passed = Judgement.PASS if name in report.oracles else Judgement.NOT_APPLICABLE
        return Judgement.FAIL if name in failed else passed

    return {name: judgement(name) for name in _DEMANDS} if report.oracles else {}


def demands(report: Report) -> dict[Judgement, list[str]]:
    """What is demanded of a client, by judgement, in the order of a table."""
    found: dict[Judgement, list[str]] = {one: [] for one in JUDGEMENTS}
    for name, judgement in oracles(report).items():
        found[judgement].append(say(_DEMANDS[name]))
    return {judgement: said for judgement, said in found.items() if said}


def repeat(report: Report, finding: Finding) -> str:
    """The command that runs the one failing plan again."""
    if finding.scene:
        words = (report.client, *finding.tape.words, "--scene", finding.scene)
        return "chunktape check " + " ".join(word if word.startswith("--") else _quoted(word) for word in words)
    return _command(report, finding, finding.spec or "+".join(filter(None, ("event", finding.tape.rewrite))))


def shorter(report: Report, finding: Finding) -> tuple[str, str]:
    """How many events of the tape show the same, and the command that does; both empty where all are needed."""
    if not finding.least:
        return "", ""
    count, of = finding.events
    words = sentence("Of {of} events {count} are enough") if count > 1 else sentence("Of {of} events one is enough")
    return say(words, of=of, count=count), _command(report, finding, finding.least)


def _command(report: Report, finding: Finding, spec: str) -> str:
    stubs = (word for one in report.given for word in ("--stub", one))
    words = (report.client, *stubs, *finding.tape.words, "--split", spec)
    return "chunktape check " + " ".join(word if word.startswith("--") else _quoted(word) for word in words)


def _quoted(text: str) -> str:
    plain = text and all(letter.isalnum() or letter in "./_-:" for letter in text)
    return text if plain else "'" + safe(text).replace("'", "'\\''") + "'"
