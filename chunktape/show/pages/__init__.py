"""The pages that are made from registries, in both languages, and what they have in common. `catalogue` makes
docs/splits.md, whose pictures show the stream of `example`; `faults` makes docs/faults.md, `options` docs/options.md;
`measured` copies tables into the Chinese pages, with the words of `table_words`.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from cassettes.messages import language, say
from player.grammar.addresses import At
from player.grammar.parameters import Kind


def takes(parameters: Mapping[str, Kind]) -> str:
    """The parameters of an entry in one line, each with its values and its default."""
    return listed(_taken(key, kind) for key, kind in parameters.items())


def _taken(key: str, kind: Kind) -> str:
    what = _what(kind) + _default(kind.show(kind.default))
    return f"`{key}`（{what}）" if language() == "zh" else f"`{key}` ({what})"


def _what(kind: Kind) -> str:
    if isinstance(kind, At):
        units = say(" or ").join(f"`{unit}`" for unit in kind.without)
        return say("an address, but not {units}", units=units) if units else say("an address")
    return kind.allowed.replace(" | ", say(" or "))


def _default(shown: str) -> str:
    return say("; {shown} unless given", shown=shown) if shown else ""


def listed(texts: Iterable[str]) -> str:
    """Texts one after the other, with the person's comma."""
    return ("、" if language() == "zh" else ", ").join(texts)


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
