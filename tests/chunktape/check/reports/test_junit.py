"""What a check found, as JUnit XML: read by junitparser, which is not ours."""

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from chunktape.check.findings import Finding, Report
from chunktape.check.oracles import Verdict
from chunktape.check.reports.junit import as_junit
from chunktape.check.values import Judgement
from tests.support.reports import HOSTILE, NEVER, report, tape


def read(one: Report) -> tuple[TestSuite, dict[str, list[object]]]:
    """The one suite, and the results of each of its cases by name."""
    suite, found = read_all(one)
    assert len(found) == suite.tests
    return suite, found


def read_all(one: Report) -> tuple[TestSuite, dict[str, list[object]]]:
    """The same of a suite in which two cases may have one name."""
    (suite,) = JUnitXml.fromstring(as_junit(one).encode())
    return suite, {str(case.name): list(case.result) for case in suite if isinstance(case, TestCase)}


def test_a_failure_stands_at_its_tape_and_a_blind_tape_is_skipped() -> None:
    suite, cases = read(report())

    assert (suite.tests, suite.failures, suite.errors, suite.skipped, suite.time) == (3, 1, 0, 1, 2.5)
    assert cases["torture-lf #1 (node), one event per piece"] == []
    (failure,) = cases["torture-lf #1 (node), cut elsewhere"]
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == ("text", "FAIL: same text: from plain")
    assert "Again: chunktape check" in str(failure.text)
    (skipped,) = cases["other #1 (device), one event per piece"]
    assert isinstance(skipped, Skipped)


def test_text_of_others_is_legal_xml_and_text() -> None:
    made = as_junit(report(hostile=HOSTILE))
    suite, cases = read(report(hostile=HOSTILE))

    assert made.encode()
    assert not set(NEVER) & set(made)
    assert suite.failures == 1
    (failure,) = next(results for name, results in cases.items() if name.endswith("cut elsewhere"))
    assert "</script>" in failure.message  # type: ignore[attr-defined]


def test_findings_of_other_kinds_known_and_stale_ones() -> None:
    one = report()
    one.findings = [
        Finding(tape(), "node", Verdict("life-cycle", Judgement.FAIL, "a chunk after abort")),
        Finding(tape(), "device", Verdict("text", Judgement.FAIL, "x"), (1,), "event,add=1", known=True),
    ]
    one.stale = ("no such failure",)
    suite, cases = read(one)

    assert (suite.failures, suite.skipped) == (3, 2)  # torture-lf is said to fail where no finding is its own
    assert isinstance(cases["torture-lf #1 (node): life-cycle"][0], Failure)
    assert isinstance(cases["torture-lf #1 (device): same text"][0], Skipped)
    assert isinstance(cases["no such failure"][0], Failure)


@pytest.mark.parametrize("refused", ["", "Nothing can be judged."])
def test_what_did_not_end_is_an_error(refused: str) -> None:
    one = report()
    one.complete, one.refused, one.findings, one.swept = False, refused, [], []
    suite, cases = read(one)

    assert (suite.tests, suite.errors) == (1, 1)
    assert isinstance(cases["check"][0], Error)


def test_a_tape_fails_in_no_case_where_the_client_does_not() -> None:
    one = report()
    one.findings = []
    _, cases = read(one)
    assert isinstance(cases["torture-lf #1 (node), cut elsewhere"][0], Skipped)  # no finding is new: it passes


@pytest.mark.parametrize("known", [True, False])
def test_a_case_that_fails_as_on_another_tape_is_as_known_as_that_one(known: bool) -> None:
    one = report()
    verdict = Verdict("text", Judgement.FAIL, "x")
    new = Finding(tape(), "device", verdict, (1,), "event,add=1")
    told = Finding(tape(), "device", verdict, (1,), "event,add=1", also=["torture-lf #1 (node)"], known=known)
    one.findings = [new, told]
    _, cases = read_all(one)
    assert isinstance(cases["torture-lf #1 (node), cut elsewhere"][0], Skipped if known else Failure)
