"""What a check found, as JSON."""

import json

import pytest

from chunktape.check.reports.values import as_json
from tests.support.reports import HOSTILE, NEVER, report


def test_the_keys_that_the_page_names() -> None:
    found = json.loads(as_json(report()))

    assert (found["verdict"], found["findings"][0]["class"], found["tapes"][1]["baseline"]) == (
        "fail",
        "utf8-3b/1",
        "not judged",
    )
    assert found["findings"][0]["line"] == {
        "file": "stream.js",
        "line": 12,
        "text": "onText(plain);",
        "why": "shown",
        "what": "",
    }
    assert found["findings"][0]["more"] == "docs/check.md#characters"
    assert found["classes"]["key"] == {"judgement": "fail", "pass": 11, "fail": 1, "convention": 0, "not judged": 2}
    assert "size:1M" not in found["classes"]


def test_the_json_is_the_same_in_every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    english = as_json(report())
    monkeypatch.setenv("CHUNKTAPE_LANG", "zh")

    assert as_json(report()) == english


def test_text_of_others_comes_back_as_it_was_and_controls_nothing() -> None:
    text = as_json(report(hostile=HOSTILE))

    assert text.encode()
    assert text.isprintable()
    assert not set(NEVER) & set(text)
    found = json.loads(text)
    assert found["client"] == "./my client's.js" + HOSTILE
    assert found["findings"][0]["words"] == f"from {HOSTILE}"


def test_an_interrupted_check_and_one_that_judged_nothing_are_told_apart() -> None:
    one = report()
    one.complete = False
    assert json.loads(as_json(one))["verdict"] == "interrupted"
    one.refused = "nothing to see"
    assert json.loads(as_json(one))["verdict"] == "not judged"
