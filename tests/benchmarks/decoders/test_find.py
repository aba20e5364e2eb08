"""The table of decoders: how requests are counted, and how they are printed."""

import pytest

from benchmarks.decoders import find, table
from benchmarks.decoders.find import STARTS, Bug, Findings
from benchmarks.decoders.streams import Stream
from player.splits import Body

_STREAM = Stream("torture-lf", 1, Body(b"data: a\n\n", b"text/event-stream"))
_BUG = Bug("d01_fresh", "a | b", _STREAM, "utf8,all=1")


@pytest.mark.parametrize(
    ("signs", "requests"),
    [
        (".", None),
        ("x", 1),
        ("." * (2 * STARTS - 1), None),
        ("x" * (2 * STARTS - 1), 1),
        (("x." * STARTS)[:-1], 1),
        ((".xx" * STARTS)[: 2 * STARTS - 1], 1),
        (("...x" * STARTS)[: 2 * STARTS - 1], 3),
        ("x" + "." * (2 * STARTS - 2), None),
    ],
)
def test_requests_until_the_first_failure(signs: str, requests: float | None) -> None:
    assert find.until_failure(signs) == requests


def test_a_profile_without_chance_has_one_request() -> None:
    assert find.specs("whole") == ["whole"]
    assert len(find.specs("utf8")) == 2 * STARTS - 1


def test_the_part_has_each_bug_and_subject_and_says_what_was_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "node_version", lambda: "v0")
    requests: dict[str, dict[str, float | None]] = {
        "smoke": {"d01_fresh": 3},
        "random sizes": {"d01_fresh": 1234.5},
        "three-way": {"d01_fresh": None},
        "fast-check": {"d01_fresh": None},
    }
    part = table.part(Findings([_BUG], [_BUG], {"r01_right": 10}, requests), "the command")

    assert "| `d01_fresh` | a \\| b | torture-lf #1 | `utf8,all=1` | 3 | 1,234 | > 500,000 | > 5,000 |" in part
    assert "random sizes     1   2k" in part
    assert "three-way        0    ·" in part
    assert "`the command` · Node v0" in part
    assert "`r01_right` 10" in part


def test_a_bug_that_nothing_finds_and_a_right_decoder_that_fails_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def outputs(kind: str, signs: str) -> None:
        output = {"decoders": [{"name": "d", "kind": kind, "bug": "b"}], "results": {"d": signs}}
        monkeypatch.setattr(find, "run", lambda plans, among: {_STREAM.name: output})

    outputs("split", "." * 10)
    with pytest.raises(AssertionError, match=r"split bugs that nothing finds: \['d'\]"):
        find.bugs([_STREAM])
    outputs("right", "x" + "." * 9)
    with pytest.raises(AssertionError, match="fails on torture-lf #1"):
        find.bugs([_STREAM])
    outputs("split", ".x" + "." * 8)
    assert find.bugs([_STREAM])[0] == [Bug("d", "b", _STREAM, "utf8,all=1")]
