"""The headings of a page, and the anchors that code hosts and the generator make of them.

A page and its Chinese version have the same headings in the same order (a test asks for it), so that an anchor of one
is found in the other by its place.
"""

import re
from typing import Final

_FENCE: Final = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_HEADING: Final = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)
_LINKED: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")


def headings(text: str) -> list[tuple[int, str]]:
    """(level, words) of each heading, in order; headings inside code don't count."""
    return [(len(found[1]), found[2]) for found in _HEADING.finditer(_FENCE.sub("", text))]


def anchors(text: str) -> list[str]:
    """The anchor of each heading: its words in small letters, spaces as hyphens, without punctuation."""
    return [
        re.sub(r"[^\w\- ]", "", _LINKED.sub(r"\1", words)).strip().lower().replace(" ", "-")
        for _, words in headings(text)
    ]


def moved(anchor: str, before: str, after: str) -> str:
    """The anchor in `after`, another version of the page `before`, of the heading that `anchor` means there."""
    known = anchors(before)
    return anchors(after)[known.index(anchor)] if anchor in known else anchor
