"""`python -m benchmarks.museum`: checks both versions of each exhibit, and writes the table into docs/museum.md."""

import sys
import time
from collections.abc import Iterable, Sequence

from benchmarks.harness import machine, tables
from benchmarks.harness.places import ROOT
from tests.interop.museum.catalogue import CURRENT, EXHIBITS, Current
from tests.interop.museum.visit import Visit, changed, news, visit

_HEAD = (
    "package",
    "broken",
    "fixed",
    "bug",
    "what check says",
    "smallest plan",
    "public report",
    "remains in the fixed",
)

_NOW = ("package", "version", "what check says", "smallest plan")


def _row(one: Visit) -> list[str]:
    exhibit = one.exhibit
    split = one.split.rpartition(",body=")[0] or one.split
    remains = "; ".join(dict.fromkeys(exhibit.remains.values()))
    return [
        exhibit.package,
        exhibit.broken,
        exhibit.fixed,
        exhibit.bug,
        f"{exhibit.oracle}: {exhibit.class_id}",
        f"`{split}`" if split else "–",
        exhibit.report,
        remains or "–",
    ]


def _current(one: Current, found: dict[tuple[str, str], str]) -> list[str]:
    words = [f"{oracle}: {shows}, {one.wrong.get(shows, '?')}" for oracle, shows in found]
    splits = [f"`{split.rpartition(',body=')[0]}`" for split in found.values() if split]
    return [one.package, one.version, "; ".join(words) or "passes", ", ".join(splits) or "–"]


def part(visits: Sequence[Visit]) -> str:
    """The text between the markers of docs/museum.md."""
    heading = f"{time.strftime('%Y-%m-%d')} · {machine.describe()}  \n`python -m benchmarks.museum`\n\n"
    return heading + _table(_HEAD, map(_row, visits))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [list(head), [":--"] * len(head), *map(list, rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main() -> int:
    visits = visit(EXHIBITS)
    newest = news(CURRENT)
    complaints = [words for one in visits for words in one.complaints()]
    complaints += [words for one, found in newest for words in changed(one, found)]
    for words in complaints:
        print(words, file=sys.stderr)
    tables.put(
        ROOT / "docs" / "museum.md",
        {"museum": part(visits), "current": _table(_NOW, (_current(*one) for one in newest))},
    )
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
