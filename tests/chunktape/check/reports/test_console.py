"""What a check found, as lines for a terminal."""

import shlex

import pytest

from cassettes.messages.columns import columns
from chunktape.check.explain import Cause
from chunktape.check.findings import Finding
from chunktape.check.oracles import Verdict
from chunktape.check.reading import Reading
from chunktape.check.reports.console import lines
from chunktape.check.reports.facts import driven, repeat
from chunktape.check.values import Entry, Judgement
from tests.support.reports import HOSTILE, NEVER, report, tape


def test_the_lines_say_where_what_why_and_how_to_see_it_again() -> None:
    text = "\n".join(lines(report()))

    assert "cut at byte 128: 你 cut after 1 of 3 bytes" in text
    assert "74 65 6e 74 22 3a 22 e4 | bd a0 e5 a5 bd 22 7d 2c" in text
    assert '"content":"⟨e4⟩ | ⟨bd a0⟩好"}' in text
    assert "fails at 40 of 40" in text
    assert "1 fail and 1 pass" in text
    assert "Probable cause" in text
    assert "docs/check.md#characters" in text
    assert "The first wrong text was handed out at stream.js:12\n    onText(plain);" in text
    assert "Also on a, b, c and 1 more" in text
    assert "Blind on" in text


def test_the_place_of_the_answer_is_an_expression() -> None:
    one = report()
    one.entry = Entry("useChat().send", "composable")
    one.reading = Reading("state 1", (-1, "content"), "whole", "text")
    assert "and took state 1.at(-1).content for its text" in driven(one)
    one.reading = Reading("return", ("frames", "[]", "a-b", "[lines]"), "pieces", "text")
    assert 'and took return.frames[]["a-b"][lines] for its text' in driven(one)


def test_a_table_has_the_classes_by_judgement_and_those_of_no_tape_only_when_asked() -> None:
    text, every = ("\n".join(lines(report(), every=flag)) for flag in (False, True))

    assert "  fail          2  utf8-3b/1 (40 of 40), key (1 of 12)" in text
    assert "  pass          1  utf8-3b/2" in text
    assert "  convention    1  no-final-newline" in text
    assert "  not judged    1  line:CR|LF" in text
    assert "size:1M" not in text
    assert "size:1M" in every


def test_what_is_judged_stands_by_judgement_before_the_classes() -> None:
    one = report()
    one.oracles = {"content", "terminates", "error", "replacement", "duplicates", "text", "progress"}
    text, every = ("\n".join(lines(one, every=flag)) for flag in (False, True))

    judged = text[text.index("What is judged") : text.index("Boundary classes")]
    assert "  fail          2  same text; shown in time" in judged  # the plan of the one failure is late as well
    assert "  pass          5  reads what the body says, one event per piece; comes back;" in judged
    assert "  n/a           3" in judged
    assert "same events; end seen; nothing after its own end" in every
    one.oracles = set()
    assert "What is judged" not in "\n".join(lines(one))


def test_lines_are_as_wide_as_a_terminal_and_break_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    path = "../../examples/miniprogram/pages/chat/stream.js"
    english = list(lines(report(path), every=True))
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")
    chinese = list(lines(report(path), every=True))

    for shown, again in ((english, "Again:"), (chinese, "重现：")):
        wide = [columns(line) for line in shown if again not in line]
        assert 70 < max(wide) <= 80
        assert path in shown[0]
    assert "（要求：文本相同）" in "\n".join(chinese)
    assert "\n  通过" in "\n".join(chinese)


def test_text_of_others_is_no_control_and_no_line_of_its_own() -> None:
    shown = list(lines(report(hostile=HOSTILE), every=True))

    assert not set(NEVER + "\r\n") & set("".join(shown))
    assert len(shown) < 120


def test_the_line_that_repeats_it_is_quoted_for_a_shell() -> None:
    one = report()
    words = shlex.split(repeat(one, one.findings[0]))

    assert words[:3] == ["chunktape", "check", "./my client's.js"]
    assert words[-2:] == ["--split", one.findings[0].spec]


def test_an_interrupted_check_never_says_that_it_passed() -> None:
    one = report()
    one.complete, one.findings = False, []
    text = "\n".join(lines(one))

    assert "INTERRUPTED. Plans 3," in text
    assert "PASS" not in text


@pytest.mark.parametrize("oracle", ["terminates", "progress", "an-oracle-of-tomorrow"])
def test_a_finding_without_cuts_class_or_runs_is_said_in_few_lines(oracle: str) -> None:
    one = report()
    one.findings = [Finding(tape(), "node", Verdict(oracle, Judgement.FAIL, "it is wrong"), cause=Cause())]
    text = "\n".join(lines(one))

    assert "it is wrong" in text
    assert "docs/check.md#what-is-judged" in text
    assert "cut at byte" not in text


def test_a_known_failure_is_called_so() -> None:
    one = report()
    one.findings = [Finding(tape(), "node", Verdict("text", Judgement.FAIL, "x"), known=True)]
    assert "KNOWN: same text: x" in "\n".join(lines(one))
    assert "FAIL" not in "\n".join(lines(one))
