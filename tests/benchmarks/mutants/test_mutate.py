"""`benchmarks.mutants`: what it tries is there, what it counts is counted right, and its table has a place."""

import re

from benchmarks.harness.places import BEHAVIOUR, ROOT
from benchmarks.harness.tables import fill
from benchmarks.mutants.__main__ import COMMAND, part
from benchmarks.mutants.modules import MODULES, Module
from benchmarks.mutants.mutate import ALIKE, Change, Outcome, change, known_alike, sampled

ONE = Module(("a/b.py", "a/c.py"), ("tests/a",))
LOST = (("a.b.x_f__mutmut_1 (0)", Change("x = 1", "x = 2")),)


def test_what_is_changed_and_its_tests_are_there() -> None:
    for module in MODULES:
        assert all((ROOT / place).exists() for place in (*module.code, *module.tests)), module
        assert module.name.startswith(module.code[0].partition("/")[0])
    assert ONE.name == "a.b"


def test_a_score_leaves_out_what_changes_nothing_and_counts_what_no_test_runs() -> None:
    outcome = Outcome(ONE, 90, 17, 1, 2, LOST * 3)
    assert (outcome.tried, outcome.share) == (20, 85.0)
    table = part([outcome, Outcome(ONE, 5, 0, 0, 5, ())], 12.4)
    assert "| `a/b.py`, `a/c.py` | 90 | 20 | 17 | 1 | 2 | 85.0 % |" in table
    assert "· 12 minutes" in table
    assert f"`{COMMAND}`" in table


def test_a_sample_is_the_same_every_time_and_does_not_depend_on_the_rest() -> None:
    names = [f"m.x_f__mutmut_{number}" for number in range(100)]
    found = sampled(names, 10)
    assert len(found) == 10
    assert sampled(reversed(names), 10) == found
    assert set(sampled(names[:50], 10)) >= set(found) & set(names[:50])
    assert sorted(sampled(names, None)) == sorted(names)


def test_a_change_is_the_lines_before_and_behind_it() -> None:
    diff = "--- a.py\n+++ a.py\n@@ -1,3 +1,3 @@\n def f():\n-    return (\n-        1)\n+    return 2\n"
    assert change(diff) == Change("return ( 1)", "return 2")


def test_every_mutant_that_is_left_out_is_one_of_a_line_that_is_there() -> None:
    text = ALIKE.read_text("utf-8")
    places = [ROOT / place for module in MODULES for place in module.code]
    files = [file for place in places for file in ([place] if place.suffix else sorted(place.rglob("*.py")))]
    lines = {line.strip() for file in files for line in file.read_text("utf-8").splitlines()}
    for one in known_alike(text):
        assert one.was in lines or re.sub(r"\s+", " ", one.was) in lines, one.was
        assert one.became != one.was
    assert text.count("why = ") == text.count("[[alike]]")


def test_the_document_has_a_place_for_the_table() -> None:
    assert "figures" in fill(BEHAVIOUR.read_text("utf-8"), {"mutants": "figures"})
