"""What a check found, as lines and as JSON."""

import json
import shlex

import pytest

from cassettes.messages.columns import columns
from chunktape.check.explain import Cause, Row
from chunktape.check.findings import Finding, Report, Swept
from chunktape.check.oracles import Verdict
from chunktape.check.reading import Reading
from chunktape.check.report import as_json, lines, repeat
from chunktape.check.sweep import baseline, difference
from chunktape.check.tapes import given
from chunktape.check.values import Entry, Judgement

TAPE = given(["torture-lf"])[0]
CUT = TAPE.body.boundaries.positions("utf8-3b/1")[0]
CUTS = tuple(sorted({*baseline(TAPE.body).cuts, CUT}))


def report(client: str = "./my client's.js") -> Report:
    spec = str(difference(TAPE.body, CUTS))
    cause = Cause("utf8-3b/1", (Row("utf8-3b/1", 40, 40), Row("utf8-3b/2", 12, 0), Row("key", 12, 1)))
    finding = Finding(
        TAPE, "node", Verdict("text", Judgement.FAIL, "from \x1b[31m"), CUTS, spec, cause, ["a", "b", "c", "d"]
    )
    made = Report(client, Entry("create", "decoder"), Reading("callback", (), "pieces", "text"))
    made.findings.append(finding)
    made.swept = [
        Swept(TAPE, "node", Judgement.PASS, 3, "text"),
        Swept(TAPE, "device", Judgement.NOT_JUDGED),
    ]
    made.complete = True
    return made


def test_the_lines_say_where_what_why_and_how_to_see_it_again() -> None:
    text = "\n".join(lines(report()))

    assert "cut after 1 of 3 bytes" in text
    assert "fails at 40 of 40" in text
    assert "Probable cause" in text
    assert "Also on a, b, c and 1 more" in text
    assert "blind" in text
    assert "\x1b" not in text
    assert "utf8-3b/2" not in text
    assert "utf8-3b/2" in "\n".join(lines(report(), every=True))


def test_lines_are_as_wide_as_a_terminal_and_break_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "../../examples/miniprogram/pages/chat/stream.js"
    english = list(lines(report(path)))
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    chinese = list(lines(report(path)))

    for shown, again in ((english, "Again:"), (chinese, "重现：")):
        wide = [columns(line) for line in shown if again not in line]
        assert 70 < max(wide) <= 80
        assert path in shown[0]


def test_the_line_that_repeats_it_is_quoted_for_a_shell() -> None:
    one = report()
    words = shlex.split(repeat(one, one.findings[0]))

    assert words[:3] == ["chunktape", "check", "./my client's.js"]
    assert words[-2:] == ["--split", one.findings[0].spec]


def test_an_interrupted_check_never_says_that_it_passed() -> None:
    one = report()
    one.complete, one.findings = False, []

    assert "INTERRUPTED" in "\n".join(lines(one))
    assert json.loads(as_json(one))["verdict"] == "interrupted"


def test_the_json_is_the_same_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    english = as_json(report())
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")

    assert as_json(report()) == english
    found = json.loads(english)
    assert (found["verdict"], found["findings"][0]["class"], found["tapes"][1]["baseline"]) == (
        "fail",
        "utf8-3b/1",
        "not judged",
    )
