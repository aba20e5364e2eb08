"""Reports of `check` as values: a plain one, and one whose every text is hostile."""

from dataclasses import replace

from chunktape.check import sweep
from chunktape.check.explain import Cause, Row
from chunktape.check.findings import Finding, Report, Swept
from chunktape.check.oracles import Case, Verdict
from chunktape.check.places import Place
from chunktape.check.reading import Reading
from chunktape.check.tapes import Tape, given
from chunktape.check.values import Entry, Judgement, Run, Said

#: text on which a terminal, HTML, XML, Markdown, a JSON reader or a bidirectional display acts
HOSTILE = (
    "</script><script>alert(1)</script> <img src=x onerror=alert(1)> &amp; ]]> {{ 7*7 }} {% x %} "
    "\x1b[31m\x9b2J\x07\x00\x7f | a || b \\| ```` ``` ` ~~~ <!-- # @octocat #1 GH-12 www.example.com "
    "http://example.com :tada: $x$ **b** _i_ [l](javascript:alert(1)) \ud800 \udfff\ufffe\u202e\u2066\u200d\u2028 你👍"
)
#: characters that no form may let through unescaped
NEVER = "\x1b\x9b\x07\x00\x7f\ud800\udfff\ufffe\u202e\u2066\u2028"
TEXT = Reading("callback", (), "pieces", "text")


def tape() -> Tape:
    return given(["torture-lf"])[0]


def cuts_of(one: Tape, class_id: str = "utf8-3b/1") -> tuple[int, ...]:
    """The baseline with one cut more, at the first place of a class."""
    return tuple(sorted({*sweep.baseline(one.body).cuts, one.body.boundaries.positions(class_id)[0]}))


def case_of(one: Tape, cuts: tuple[int, ...], due: str, found: str) -> Case:
    """A run that shows `found` where the baseline shows `due`, all of it with the first piece."""
    base = Run(sweep.baseline(one.body).cuts, (Said(0, "callback", due),), "", True, len(cuts), True)
    run = replace(base, cuts=cuts, said=(Said(0, "callback", found),))
    return Case(run, base, one.want, TEXT, len(one.body.data))


def report(client: str = "./my client's.js", hostile: str = "") -> Report:
    """A check with one failure; `hostile` is in every text that comes from the client or from a recording."""
    one, bad = tape(), hostile or "plain"
    cuts = cuts_of(one)
    spec = str(sweep.difference(one.body, cuts))
    cause = Cause("utf8-3b/1", (Row("utf8-3b/1", 40, 40), Row("utf8-3b/2", 12, 0), Row("key", 12, 1)))
    finding = Finding(
        replace(one, file=one.file + hostile),
        "node",
        Verdict("text", Judgement.FAIL, f"from {bad}"),
        cuts,
        spec,
        cause,
        ["a", "b", "c" + hostile, "d"],
        case_of(one, cuts, f"same\n{bad} due" * 9, f"same\n{bad} found"),
        Place(f"stream.js{hostile}", 12, f"onText({bad});"),
    )
    made = Report(client + hostile, Entry("create" + hostile, "decoder"), replace(TEXT, path=(bad,)))
    made.findings.append(finding)
    made.profiles = ("node", "device")
    made.swept = [
        Swept(replace(one, file=one.file + hostile), "node", Judgement.PASS, 3, "text"),
        Swept(replace(one, file="other" + hostile), "device", Judgement.NOT_JUDGED),
    ]
    made.runs, made.seconds, made.complete = 120, 2.5, True
    for class_id, counts in (("utf8-3b/1", (0, 40, 0, 0)), ("key", (11, 1, 0, 2)), ("utf8-3b/2", (12, 0, 0, 0))):
        row = made.classes[class_id]
        row.passed, row.failed, row.convention, row.unjudged = counts
    made.classes["no-final-newline"].convention = 1
    made.classes["line:CR|LF"].unjudged = 3
    return made
