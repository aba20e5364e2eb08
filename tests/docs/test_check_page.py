"""What docs/check.md says of chance is what its table says."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.decoders.check import HARD, SHARE

DOCS = Path(__file__).parents[2] / "docs"
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
