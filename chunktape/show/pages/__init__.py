"""What the pages that are made from registries have in common: `docs/splits.md`, `docs/faults.md`."""

from collections.abc import Mapping

from player.grammar.addresses import At
from player.grammar.parameters import Kind


def takes(parameters: Mapping[str, Kind]) -> str:
    """The parameters of an entry in one line: each with what it takes, and its default."""
    return ", ".join(f"`{key}` ({_what(kind)}{_default(kind.show(kind.default))})" for key, kind in parameters.items())


def _what(kind: Kind) -> str:
    if isinstance(kind, At):
        return "an address" + (f", but not {' or '.join(f'`{unit}`' for unit in kind.without)}" if kind.without else "")
    return kind.allowed.replace("|", "or")


def _default(shown: str) -> str:
    return f"; {shown} unless given" if shown else ""


def renewed(document: str, begin: str, end: str, made: str) -> str:
    """`document` with what stands between its markers, and they, replaced by `made`. Raises ValueError without them."""
    before, found, rest = document.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"the page has lost its markers: {begin}")
    return before + made + after
