"""What docs/check.md says of chance is what its table says, and its counts are those of the tests."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.decoders.check import HARD, SHARE
from cassettes.boundaries.classify import CATALOGUE
from chunktape.check.life.scene import Lived
from chunktape.check.reports.values import as_json
from chunktape.check.values import Judgement
from tests.chunktape.check.driving.test_search import DRIVEN
from tests.chunktape.check.test_nothing import NOTHING
from tests.interop.museum.catalogue import CURRENT, EXHIBITS
from tests.support.reports import report

TESTS = Path(__file__).parents[1]
DOCS = TESTS.parent / "docs"
_ROW = re.compile(r"^\| `d\w+` \| ([^:：|]+)[:：][^|]*\|[^|]*\| (\d+) \| (?:> )?([\d,]+) \|", re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("check.md", r"{name} {ours} (?:runs? )?instead of {chance:,}\b"),
        ("check.zh-CN.md", r"{name} {ours} 次对 {chance:,} 次"),
    ],
)
def test_each_class_of_bugs_takes_a_twentieth_of_chance(page: str, words: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    table, said = text.partition("<!-- measured: decoders -->")[2].split("<!-- end: decoders -->")
    ours: defaultdict[str, int] = defaultdict(int)
    chance: defaultdict[str, int] = defaultdict(int)
    for name, check, random in _ROW.findall(table):
        if int(random.replace(",", "")) > HARD:
            ours[name] += int(check)
            chance[name] += int(random.replace(",", ""))
    assert len(ours) > 5
    for name, runs in ours.items():
        assert runs * SHARE <= chance[name]
        assert re.search(words.format(name=name, ours=runs, chance=chance[name]), " ".join(said.split())), name


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "check.md",
            "{driven} of {driven} clients in the shapes|The {wrong} wrong decoders|the {right} right ones pass|"
            "{nothing} clients that judge nothing|{styles} right decoders in other styles pass, and {changes} changes|"
            "{broken} broken versions|{current} current ones are blamed",
        ),
        (
            "check.zh-CN.md",
            "{driven} 个客户端，{driven} 个全部成功|的 {wrong} 个错误解码器|{right} 个正确的全部通过|"
            "{nothing} 个没有可判定|{styles} 个不同写法的正确解码器|{changes} 个变体|"
            "{broken} 个有问题的版本|{current} 个当前版本",
        ),
    ],
)
def test_the_counts_of_the_page_are_those_of_the_tests(page: str, words: str) -> None:
    decoders, styles = TESTS / "js" / "decoders", TESTS / "chunktape" / "check" / "styles"
    counts = {
        "driven": len(DRIVEN),
        "wrong": len([*decoders.glob("d*")]),
        "right": len([*decoders.glob("r*")]),
        "nothing": len(NOTHING),
        "styles": len([*(styles / "right").glob("*.mjs")]),
        "changes": len(json.loads((styles / "mutants.json").read_text("utf-8"))),
        "broken": len(EXHIBITS),
        "current": len(CURRENT),
    }
    text = " ".join((DOCS / page).read_text("utf-8").split())
    assert [one for one in words.format(**counts).split("|") if one not in text] == []


def keys(value: object) -> Iterator[str]:
    """The keys of a report, at any depth; names of boundary classes are none."""
    if isinstance(value, dict):
        for key, inside in value.items():
            if key not in CATALOGUE:
                yield key
            yield from keys(inside)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


@pytest.mark.parametrize("page", ["check.md", "check.zh-CN.md"])
def test_the_keys_of_a_report_are_those_of_the_table(page: str) -> None:
    made = report()
    made.lived = [Lived("end", "node", Judgement.PASS)]
    made.findings = [replace(one, least="event", events=(1, 2)) for one in made.findings]
    table = re.search(r"^\| (?:key|键) \|.*\n(?:\|.*\n)+", (DOCS / page).read_text("utf-8"), re.MULTILINE)
    assert table is not None
    named = set(re.findall(r"`([^`]+)`", table[0]))
    assert {*keys(json.loads(as_json(made)))} - named == set()
