"""The pages that are made from registries, in both languages, and what they have in common. `catalogue` makes
docs/splits.md, whose pictures show the stream of `example`; `faults` makes docs/faults.md, `options` docs/options.md;
`measured` copies tables into the Chinese pages, with the words of `table_words`.
"""

from collections.abc import Callable
from pathlib import Path

from cassettes.messages import say
from chunktape.show.facts import facts
from player.faults.fault import Fault
from player.rewrites.rewrite import Rewrite
from player.splits import Profile


def code(text: str) -> str:
    """`text` as code in Markdown."""
    return f"`{text}`"


def facts_of(entry: Profile | Fault | Rewrite) -> list[str]:
    """The facts of a profile, fault or rewrite as items of a list."""
    return [say("- **{label}:** {text}", label=label, text=text) for label, text in facts(entry, code)]


def renewed(document: str, begin: str, end: str, made: str) -> str:
    """`document` with its markers, and everything between them, replaced by `made`. Raises ValueError without them."""
    before, found, rest = document.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the page has lost its markers: {begin}")
    return before + made + after


def rewrite(page: Path, english: Callable[[str], str], chinese: Callable[[str, str], str]) -> None:
    """Make a page again, and its Chinese version, if there is one, from both texts."""
    made, other = english(page.read_text("utf-8")), page.with_suffix(".zh-CN.md")
    page.write_text(made, "utf-8", newline="\n")
    if other.exists():
        other.write_text(chinese(other.read_text("utf-8"), made), "utf-8", newline="\n")
