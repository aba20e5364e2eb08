"""The entries of `docs/faults.md`, made from the registries: `python -m chunktape.show.pages.faults docs`.

Rules
- English, whatever the language of the person who runs it: documents are committed.
- What stands between the markers is generated; a test compares it. The measured part of an entry, between markers of
  its own, is kept: `benchmarks/symptoms` writes it.
"""

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Final

from chunktape.show import pages
from player.faults.fault import Fault, Phase
from player.faults.registry import FAULTS
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Rewrite, Stage

BEGIN: Final = "<!-- made by python -m chunktape.show.pages.faults docs; don't edit by hand -->"
END: Final = "<!-- end of what is made -->"

_MEMBER: Final = re.compile(r"^ +([A-Z]+) = \d+  #: (.+)$", re.MULTILINE)
_MEASURED: Final = re.compile(r"<!-- measured: ([a-z0-9-]+) -->\n.*?<!-- end: \1 -->", re.DOTALL)


def examples(part: Fault | Rewrite) -> list[str]:
    """The texts that ask for a fault or rewrite as it is shown."""
    seed = "seed=0" if part.seeded else ""
    return [",".join(word for word in (part.name, shown, seed) if word) for shown in part.shown]


def asked(part: Fault | Rewrite) -> list[str]:
    """The options of `chunktape play` that ask for a fault or rewrite as it is shown."""
    option = "--fault" if isinstance(part, Fault) else "--rewrite"
    return [" ".join(f"{option} '{one}'" for one in text.split("+")) for text in examples(part)]


def _entry(part: Fault | Rewrite, measured: Callable[[str], str]) -> list[str]:
    lines = [f"#### `{part.name}`", "", part.about, ""]
    lines.append(f"- **Meets:** {part.meets}" if isinstance(part, Fault) else f"- **Finds:** {part.finds}")
    if part.parameters:
        lines.append("- **Takes:** " + pages.takes(part.parameters))
    if part.dialects:
        lines.append(f"- **Of bodies:** {', '.join(part.dialects)}")
    if isinstance(part, Fault) and part.invents:
        lines.append("- **Invents bytes:** the body may have some that were not recorded there.")
    if part.seeded:
        lines.append("- **Seeded:** `seed=` says which; without one each request takes the next.")
    texts = ", or ".join(f"`{text}`" for text in asked(part))
    return [*lines, f"- **Ask:** {texts}", "", measured(part.name), ""]


def words(order: type[IntEnum]) -> dict[str, str]:
    """What each phase or stage is about, by name: the comments beside them, so that it is written once."""
    return dict(_MEMBER.findall(inspect.getsource(order)))


def _entries(measured: Callable[[str], str]) -> Iterator[str]:
    yield from (BEGIN, "", "## The faults", "")
    for phase in Phase:
        yield from _group("Phase", phase, [one for one in FAULTS.values() if one.phase is phase], measured)
    yield from ("## The rewrites", "")
    for stage in Stage:
        yield from _group("Stage", stage, [one for one in REWRITES.values() if one.stage is stage], measured)
    yield END


def _group(
    word: str, place: IntEnum, parts: Sequence[Fault | Rewrite], measured: Callable[[str], str]
) -> Iterator[str]:
    if parts:
        yield from (f"### {word} {place.value}, {place.name.lower()}: {words(type(place))[place.name]}", "")
    for part in parts:
        yield from _entry(part, measured)


def renewed(document: str) -> str:
    """`document` with its entries made again, what was measured kept. Raises ValueError where markers are missing."""
    kept = {found[1]: found[0] for found in _MEASURED.finditer(document)}

    def measured(name: str) -> str:
        empty = f"<!-- measured: {name} -->\nWhat clients show was not measured yet.\n<!-- end: {name} -->"
        return kept.get(name, empty)

    return pages.renewed(document, BEGIN, END, "\n".join(_entries(measured)))


def main(docs: Path) -> None:
    """Write the page below `docs`."""
    page = docs / "faults.md"
    page.write_text(renewed(page.read_text("utf-8")), "utf-8", newline="\n")


if __name__ == "__main__":
    os.environ["CHUNKTAPE_LANG"] = "en"
    main(Path(sys.argv[1]))
