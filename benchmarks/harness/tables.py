"""Tables in Markdown, and the places of the documents where measured ones stand. Rules

- A document's text is written by hand; only the part between `<!-- measured: NAME -->` and `<!-- end: NAME -->` is
  replaced.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.harness.results import Section
from benchmarks.harness.servers import BenchmarkError


def short(value: float | None) -> str:
    """Three significant digits, thousands with commas; a dash for None."""
    if value is None:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3}f}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    names = list(head)
    lines = [names, [":--", *["--:"] * (len(names) - 1)], *map(list, rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def heading(section: Section) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in section.peers.items())
    parts = [f"{section.date} · {section.machine}", f"`{section.command}`" + (f" · {versions}" if versions else "")]
    return "  \n".join(parts) + "\n\n"


def fill(text: str, made: Mapping[str, str]) -> str:
    """`text` with its marked parts replaced. Raises BenchmarkError when a part has no place."""
    for name, part in made.items():
        place = re.compile(rf"(<!-- measured: {name} -->\n).*?(<!-- end: {name} -->)", re.DOTALL)
        text, count = place.subn(lambda found, part=part: f"{found[1]}{part}\n{found[2]}", text)  # type: ignore[misc]
        if count != 1:
            raise BenchmarkError(f"expected one place for {name!r} in the document, found {count}")
    return text


def put(document: Path, made: Mapping[str, str]) -> None:
    """Replace the marked parts of `document`. Raises BenchmarkError when a part has no place."""
    document.write_text(fill(document.read_text("utf-8"), made), "utf-8", newline="\n")
