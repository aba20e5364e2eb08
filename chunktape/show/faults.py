"""The entries of `docs/faults.md`, made from the registries: `python -m chunktape.show.faults docs`.

Rules
- English, whatever the language of the person who runs it: documents are committed.
- What stands between the markers is generated; a test compares it. The measured part of an entry, between markers of
  its own, is kept: `benchmarks/symptoms` writes it.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from chunktape.show import pages
from player.faults.fault import Fault, Phase
from player.faults.registry import FAULTS
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Rewrite, Stage

BEGIN: Final = "<!-- made by python -m chunktape.show.faults docs; don't edit by hand -->"
END: Final = "<!-- end of what is made -->"

#: what each phase is about, in the fixed order
PHASES: Final = {
    Phase.START: "the body begins later",
    Phase.BYTES: "the body is another one; it is cut after that",
    Phase.CUT: "the body ends early",
    Phase.HEAD: "status, headers, or the whole response in place of the recorded one",
    Phase.TIME: "writes leave later",
    Phase.FRAMING: "what stands around the bytes of the body",
    Phase.END: "how, and where, the response ends",
}
STAGES: Final = {
    Stage.EVENTS: "which events there are",
    Stage.ESCAPES: "how the characters of a payload's JSON are written",
    Stage.LAYOUT: "the white space of a payload's JSON",
    Stage.PAYLOAD: "how a payload stands in its event",
    Stage.FIELDS: "which fields an event has, in which order",
    Stage.SPACE: "what stands between a field's name and its value",
    Stage.COMMENTS: "what stands between events",
    Stage.BLANKS: "how many blank lines",
    Stage.LINES: "what ends a line",
    Stage.START: "what the body begins with",
    Stage.HEAD: "the head",
}

_MEASURED: Final = re.compile(r"<!-- measured: ([a-z0-9-]+) -->\n.*?<!-- end: \1 -->", re.DOTALL)


def examples(part: Fault | Rewrite) -> list[str]:
    """The texts that ask for a fault or rewrite as it is shown."""
    seed = "seed=0" if part.seeded else ""
    return [",".join(word for word in (part.name, shown, seed) if word) for shown in part.shown]


def _entry(part: Fault | Rewrite, measured: Callable[[str], str]) -> list[str]:
    lines = [f"#### `{part.name}`", "", part.about, ""]
    lines.append(f"- **Meets:** {part.meets}" if isinstance(part, Fault) else f"- **Finds:** {part.finds}")
    if part.parameters:
        lines.append("- **Takes:** " + pages.takes(part.parameters))
    if isinstance(part, Rewrite) and part.dialects != ("sse",):
        lines.append(f"- **Rewrites:** {', '.join(part.dialects)}")
    if isinstance(part, Fault) and part.invents:
        lines.append("- **Invents bytes:** the body may have some that were not recorded there.")
    if part.seeded:
        lines.append("- **Seeded:** `seed=` says which; without one each request takes the next.")
    option = "--fault" if isinstance(part, Fault) else "--rewrite"
    asked = " or ".join(f"`{option} '{text}'`" for text in examples(part))
    return [*lines, f"- **Ask:** {asked}", "", measured(part.name), ""]


def _entries(measured: Callable[[str], str]) -> Iterator[str]:
    yield from (BEGIN, "", "## The faults", "")
    for phase in Phase:
        faults = [fault for fault in FAULTS.values() if fault.phase is phase]
        if faults:
            yield from (f"### Phase {phase.value}, {phase.name.lower()}: {PHASES[phase]}", "")
        for fault in faults:
            yield from _entry(fault, measured)
    yield from ("## The rewrites", "")
    for stage in Stage:
        rewrites = [rewrite for rewrite in REWRITES.values() if rewrite.stage is stage]
        if rewrites:
            yield from (f"### Stage {stage.value}, {stage.name.lower()}: {STAGES[stage]}", "")
        for rewrite in rewrites:
            yield from _entry(rewrite, measured)
    yield END


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
