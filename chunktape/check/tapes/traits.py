"""What the rewrites and other texts beside a tape bring into it, and other tapes have as well. Pure."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from cassettes.messages import sentence
from chunktape.check.tapes.tape import Tape

_LARGE: Final = 100_000  # bytes


class Trait(NamedTuple):
    """One trait, which makes some clients wrong without any cut. `words`: a sentence; `is_in` tells whether a tape has
    it.
    """

    words: str
    is_in: Callable[[Tape], bool]


def _seen(pattern: bytes) -> Callable[[Tape], bool]:
    """Whether the body has `pattern`."""
    compiled = re.compile(pattern)
    return lambda tape: compiled.search(tape.body.data) is not None


def _at_a_line(pattern: bytes) -> Callable[[Tape], bool]:
    """Whether a line of the body begins with `pattern`."""
    return _seen(rb"(?:\A\xef\xbb\xbf|\A|(?<=[\r\n]))" + pattern)


#: rewrite or other text -> the trait that it brings, the likeliest causes first
TRAITS: Final = {
    "bom": Trait(sentence("This tape begins with a byte order mark."), _seen(rb"\A\xef\xbb\xbf")),
    "crlf": Trait(sentence("Lines of this tape end in CRLF."), _seen(rb"\r\n")),
    "pretty": Trait(
        sentence("Events of this tape have several data lines, which are joined by a line feed."),
        lambda tape: tape.is_folded,
    ),
    "pretty+crlf": Trait(
        sentence(
            "Events of this tape have several data lines, whose lines end in CRLF: a CRLF is one line end, not two."
        ),
        lambda tape: tape.is_folded and b"\r\n" in tape.body.data,
    ),
    "commented": Trait(sentence("This tape has comments: lines that begin with a colon."), _at_a_line(rb":")),
    "blank-lines": Trait(
        sentence("More than one blank line stands between events of this tape."), _seen(rb"(?:\r\n|\n|\r(?!\n)){3}")
    ),
    "nospace": Trait(sentence("This tape has no space behind `data:`."), _at_a_line(rb"data:[^ \r\n]")),
    "data-first": Trait(
        sentence("In this tape `data` stands before `event` and `id`."),
        _at_a_line(rb"data:[^\r\n]*(?:\r\n|\n|\r)(?:event|id):"),
    ),
    "escaped": Trait(sentence("Characters of this tape are written as \\uXXXX."), _seen(rb"\\u[0-9a-fA-F]{4}")),
    "emoji": Trait(sentence("This tape has characters of 4 bytes, such as emoji."), _seen(rb"[\xf0-\xf4]")),
    "large": Trait(
        sentence("An event of this tape has more than 100 KB."),
        lambda tape: any(len(event.encode(errors="surrogatepass")) > _LARGE for event in tape.want.events),
    ),
}


def traits_of(tape: Tape) -> frozenset[str]:
    """The names of the traits that a tape has."""
    return frozenset(name for name, trait in TRAITS.items() if trait.is_in(tape))
