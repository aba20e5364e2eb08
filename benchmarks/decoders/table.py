"""The findings about the decoders as text for docs/splits.md."""

import json
import subprocess
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.decoders.find import LIMIT, SEARCHES, TRIPLES, Bug, Findings
from benchmarks.harness import machine, tables
from benchmarks.harness.places import ROOT


def figure(requests: float | None, most: int = 0) -> str:
    """A number of requests; `> most` where the search was given up."""
    if requests is None:
        return f"> {most:,}" if most else "–"
    return tables.short(requests) if requests % 1 else f"{requests:,.0f}"


def most(title: str, bug: Bug) -> int:
    """The requests after which a search was given up."""
    if title == SEARCHES["three-way"]:
        return TRIPLES
    return LIMIT // 4 if bug.stream.is_long else LIMIT


def _subjects(findings: Findings) -> str:
    """One row per subject, one column per bug: a text block, because a table of so many columns can't be read."""
    width = max(map(len, findings.requests))
    numbers = [bug.number for bug in findings.split]
    lines = [" ".join([" " * width, "found", *(f"{number:>4}" for number in numbers)])]
    for subject, requests in findings.requests.items():
        found = sum(requests[bug.name] is not None for bug in findings.split)
        cells = [_small(requests[bug.name]) for bug in findings.split]
        lines.append(" ".join([f"{subject:<{width}}", f"{found:>5}", *(f"{cell:>4}" for cell in cells)]))
    return "```\n" + "\n".join(lines) + "\n```"


def _small(requests: float | None) -> str:
    """A figure in four characters; thousands as k, rounded up."""
    if requests is None:
        return "·"
    return f"{-(-requests // 1000):.0f}k" if requests >= 1000 else f"{requests:.4g}"


def part(findings: Findings, command: str) -> str:
    """The text between the markers of docs/splits.md."""
    rows = [
        [
            f"`{bug.name}`",
            bug.bug,
            bug.stream.name,
            f"`{bug.found_by}`",
            figure(findings.requests["smoke"][bug.name]),
            *(figure(findings.requests[title][bug.name], most(title, bug)) for title in SEARCHES.values()),
        ]
        for bug in findings.split
    ]
    head = ("decoder", "split bug", "stream", "found by", "`smoke`", *SEARCHES.values())
    contents = [[f"`{bug.name}`", bug.bug, bug.stream.name] for bug in findings.content]
    rights = ", ".join(f"`{name}` {count}" for name, count in sorted(findings.right.items()))
    versions = f"Node {node_version()}, fast-check {_fast_check()}"
    return "\n\n".join(
        [
            f"{time.strftime('%Y-%m-%d')} · {machine.describe()}  \n`{command}` · {versions}",
            left(head, rows, texts=4),
            "Requests that each profile needs, by the number of the bug (`·`: does not find it there):",
            _subjects(findings),
            "Content bugs, which fail with one event per piece as well:",
            left(("decoder", "content bug", "stream"), contents, texts=3),
            f"Right decoders, and how many plans of the ten of `smoke` each passed, all it was given: {rights}.",
        ]
    )


def node_version() -> str:
    """The output of `node --version`."""
    return subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()


def left(head: Sequence[str], rows: Sequence[Sequence[str]], texts: int) -> str:
    """A Markdown table whose first columns are text."""
    lines = [list(head), [":--"] * texts + ["--:"] * (len(head) - texts), *map(list, rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _fast_check() -> str:
    package: dict[str, Any] = json.loads((ROOT / "benchmarks" / "package.json").read_text("utf-8"))
    return str(package["dependencies"]["fast-check"])
