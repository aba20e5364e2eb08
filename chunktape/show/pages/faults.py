"""The entries of `docs/faults.md`, made from the registries: `python -m chunktape.show.pages.faults docs`.

Rules
- English, and a Chinese version, whatever the language of the person who runs it: documents are committed.
- The part between the markers is generated; a test compares it. The measured part of an entry, between markers of its
  own, is kept: `benchmarks/symptoms` writes it.
"""

import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Final

from cassettes.messages import say, sentence, speaking
from chunktape.show import pages
from chunktape.show.pages import measured
from player.faults.fault import Fault, Phase
from player.faults.registry import FAULTS
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Rewrite, Stage

BEGIN: Final = "<!-- made by python -m chunktape.show.pages.faults docs; don't edit by hand -->"
END: Final = "<!-- end of what is made -->"

_MEMBER: Final = re.compile(r"^ +([A-Z]+) = \d+  #: (.+)$", re.MULTILINE)


def _entry(part: Fault | Rewrite, seen: Callable[[str], str]) -> list[str]:
    return [f"#### `{part.name}`", "", say(part.about), "", *pages.facts_of(part), "", seen(part.name), ""]


def words(order: type[IntEnum]) -> dict[str, str]:
    """Name of a phase or stage -> the comment beside it, so that the words are written once."""
    return dict(_MEMBER.findall(inspect.getsource(order)))


def _entries(seen: Callable[[str], str]) -> Iterator[str]:
    yield from (BEGIN, "", say("## The faults"), "")
    for phase in Phase:
        yield from _group(
            sentence("### Phase {number}, {name}: {about}"),
            phase,
            [one for one in FAULTS.values() if one.phase is phase],
            seen,
        )
    yield from (say("## The rewrites"), "")
    for stage in Stage:
        yield from _group(
            sentence("### Stage {number}, {name}: {about}"),
            stage,
            [one for one in REWRITES.values() if one.stage is stage],
            seen,
        )
    yield END


def _group(heading: str, place: IntEnum, parts: Sequence[Fault | Rewrite], seen: Callable[[str], str]) -> Iterator[str]:
    if parts:
        about = say(words(type(place))[place.name])
        yield from (say(heading, number=place.value, name=place.name.lower(), about=about), "")
    for part in parts:
        yield from _entry(part, seen)


def renewed(document: str) -> str:
    """`document` with its entries made again, what was measured kept. Raises ValueError where markers are missing."""
    kept = measured.blocks(document)
    with speaking("en"):
        return pages.renewed(document, BEGIN, END, "\n".join(_entries(lambda name: kept.get(name, _unmeasured(name)))))


def renewed_chinese(document: str, english: str) -> str:
    """The Chinese page with its entries made again, and the measurements of the English page."""
    with speaking("zh"):
        made = pages.renewed(document, BEGIN, END, "\n".join(_entries(_unmeasured)))
    return measured.renewed(made, english)


def _unmeasured(name: str) -> str:
    return f"<!-- measured: {name} -->\nWhat clients show was not measured yet.\n<!-- end: {name} -->"


def main(docs: Path) -> None:
    """Write the page below `docs`, and its Chinese version where there is one."""
    pages.rewrite(docs / "faults.md", renewed, renewed_chinese)


if __name__ == "__main__":
    os.environ["CHUNKTAPE_LANG"] = "en"
    main(Path(sys.argv[1]))
