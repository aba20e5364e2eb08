"""One tape under one profile: what is judged, and what each place comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cassettes.boundaries.classify import CATALOGUE
from chunktape.check import sweep
from chunktape.check.findings import Counts
from chunktape.check.reading import Reading
from chunktape.check.sweep.trial import Trial
from chunktape.check.sweep.uncut import differs, judged
from chunktape.check.tapes import given
from chunktape.check.values import Judgement, Run, Said

(TAPE,) = given(["torture-lf"])
BASE = sweep.baseline(TAPE.body).cuts
TEXT = TAPE.want.targets[0][1]
INSIDE = TAPE.body.boundaries.positions("utf8-3b/1")
READING = Reading("onText", (), "pieces", "text")
TAPE_FOLDER = Path()
PIECES = len(BASE) + 1


def said(cuts: tuple[int, ...], text: str = TEXT, **changes: object) -> Run:
    """A run that says `text` with its first piece, and is read to its end."""
    return replace(Run(cuts, (Said(0, "onText", text),), "", True, len(cuts) + 1, True), **changes)  # type: ignore[arg-type]


def trial(runs: dict[tuple[int, ...], Run], baseline: Run | None = None) -> Trial:
    def run(plans: Iterable[tuple[int, ...]]) -> Iterator[Run]:
        return (runs.get(cuts, said(cuts)) for cuts in plans)

    return Trial(TAPE, "node", READING, baseline or said(BASE), run, lambda cuts: said(cuts))


def test_no_plan_is_run_twice_and_a_lost_run_can_end_a_batch() -> None:
    one, two, three = ((*BASE, place) for place in (4031, 4032, 4033))
    seen: list[tuple[int, ...]] = []
    made = trial({two: said(two, lost="hang")})
    inner = made.runs
    made.runs = lambda plans: inner(seen.append(cuts) or cuts for cuts in plans)  # type: ignore[func-returns-value]

    assert [one.judgement for one in made.outcomes_of([one, two, three], all_=False)] == ["pass", "fail"]
    assert len(made.outcomes_of([one, one, two, three])) == 4
    assert seen == [one, two, three]


def test_a_run_that_did_not_ask_or_stopped_reading_is_not_judged_unless_it_fails() -> None:
    silent, short, wrong = ((*BASE, place) for place in (4031, 4032, 4033))
    late = said(BASE, delivered=PIECES)
    shown = replace(late, said=(Said(0, "onText", TEXT[:-1]), Said(PIECES - 2, "onText", TEXT[-1:])))
    full = replace(said(short), said=shown.said)
    made = trial(
        {silent: said(silent, asked=False), short: replace(full, delivered=3), wrong: said(wrong, "x", delivered=3)},
        shown,
    )
    assert made.outcome(silent).judgement is Judgement.NOT_JUDGED
    assert made.outcome(short).judgement is Judgement.NOT_JUDGED
    assert made.outcome(wrong).judgement is Judgement.FAIL


def test_each_place_is_counted_once() -> None:
    torn = tuple(sorted({*BASE, INSIDE[0]}))
    many = tuple(sorted({*BASE, *INSIDE[1:9]}))
    made = trial({torn: said(torn, "�")})
    made.outcomes_of([torn, many])
    classes = {one: Counts() for one in CATALOGUE}
    made.count(classes, [])
    row = classes["utf8-3b/1"]
    assert (row.failed, row.passed, row.unjudged) == (1, 8, len(INSIDE) - 9)
    assert row.judgement is Judgement.FAIL
    assert classes["line:CR|LF"].judgement is Judgement.NOT_APPLICABLE
    assert classes["done:inside"].judgement is Judgement.NOT_JUDGED


def test_the_baseline_is_traced_once_for_all_findings() -> None:
    traced: list[tuple[int, ...]] = []
    made = trial({})
    made.traced = lambda cuts: traced.append(cuts) or said(cuts)  # type: ignore[func-returns-value]
    torn = [tuple(sorted({*BASE, place})) for place in INSIDE[:2]]
    for cuts in (*torn, BASE):
        made.placed(cuts, "text", TAPE_FOLDER)
    assert sorted(traced) == sorted([BASE, *torn])


def test_the_baseline_is_right_wrong_or_blind() -> None:
    def verdict(run: Run) -> tuple[Judgement, str]:
        judgement, finding = judged(one := trial({}, run), TAPE_FOLDER, one.tape)
        return judgement, "" if finding is None else finding.verdict.words

    assert verdict(said(BASE)) == (Judgement.PASS, "")
    assert verdict(said(BASE, TEXT + "!"))[0] is Judgement.FAIL
    assert "from character 2" in verdict(said(BASE, TEXT[:2] + "x"))[1]
    assert verdict(said(BASE, "", asked=False))[0] is Judgement.NOT_JUDGED
    assert verdict(said(BASE, "", asked=False, error="ReferenceError: x")) == (Judgement.FAIL, "ReferenceError: x")
    assert verdict(said(BASE, ""))[0] is Judgement.NOT_JUDGED  # of the user's own tape nothing is shown
    assert verdict(said(BASE, TEXT[:5], delivered=3))[0] is Judgement.NOT_JUDGED
    assert verdict(said(BASE, lost="hang"))[0] is Judgement.FAIL


def test_two_runs_differ_by_their_text_or_their_end() -> None:
    assert differs(READING, said(BASE), said(BASE)) == ""
    assert "from character 0" in differs(READING, said(BASE), said(BASE, "x"))
    assert differs(READING, said(BASE), said(BASE, error="E"))
