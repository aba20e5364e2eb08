"""Measured figures as values, and the file that keeps them. Rules

- A row is one run of one cell of one section by one subject; medians and worst cases are made when read.
- A section knows when, where and by which command it was measured; measuring it again replaces it whole.
"""

import json
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One run: `cell` names the setting (`500`, `at once`, `300 x 100 B`); `values` by name with unit."""

    subject: str
    cell: str
    run: int
    values: dict[str, float]


@dataclass(slots=True)
class Section:
    """The rows of one table. `peers`: versions of the programs measured beside us."""

    date: str
    machine: str
    command: str
    peers: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def all(self, subject: str, cell: str, key: str) -> list[float]:
        """One value per run, in the order of the runs; empty where the cell was not measured."""
        chosen = sorted((r for r in self.rows if (r.subject, r.cell) == (subject, cell)), key=lambda r: r.run)
        return [row.values[key] for row in chosen if key in row.values]

    def median(self, subject: str, cell: str, key: str) -> float | None:
        """The median over the runs."""
        values = self.all(subject, cell, key)
        return statistics.median(values) if values else None

    def ratios(self, subject: str, other: str, cell: str, key: str) -> list[float]:
        """`subject` / `other`, run by run: both were measured beside each other."""
        pairs = zip(self.all(subject, cell, key), self.all(other, cell, key), strict=False)
        return [mine / theirs for mine, theirs in pairs if theirs]

    def subjects(self) -> list[str]:
        """The subjects, in the order in which they were measured."""
        return list(dict.fromkeys(row.subject for row in self.rows))

    def cells(self) -> list[str]:
        return list(dict.fromkeys(row.cell for row in self.rows))


def _plain(section: Section) -> dict[str, Any]:
    rows = [[r.subject, r.cell, r.run, {k: round(v, 5) for k, v in r.values.items()}] for r in section.rows]
    return {
        "date": section.date,
        "machine": section.machine,
        "command": section.command,
        "peers": section.peers,
        "notes": section.notes,
        "rows": rows,
    }


def _lines(sections: dict[str, Section]) -> Iterable[str]:
    """JSON with one row per line: small, and readable in a diff."""
    yield "{"
    for last, (name, section) in enumerate(sections.items(), 1 - len(sections)):
        plain = _plain(section)
        rows = plain.pop("rows")
        yield f" {json.dumps(name)}: {json.dumps(plain, ensure_ascii=False)[:-1]}, "
        yield '  "rows": ['
        yield ",\n".join("   " + json.dumps(row, ensure_ascii=False) for row in rows)
        yield "  ]}" + ("," if last else "")
    yield "}"


def save(path: Path, sections: dict[str, Section]) -> None:
    path.write_text("\n".join(_lines(sections)) + "\n", encoding="utf-8")


def load(path: Path) -> dict[str, Section]:
    """The sections that `save` wrote; empty where there is no file."""
    if not path.exists():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    sections = {}
    for name, plain in found.items():
        rows = [Row(subject, cell, run, values) for subject, cell, run, values in plain.pop("rows")]
        sections[name] = Section(**plain, rows=rows)
    return sections
