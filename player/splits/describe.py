"""A cut in words: the bytes around it, and what was cut. Rules

- Body bytes never act as markup or control: unprintable characters are shown as escapes.
- Bytes that are not text (another media type, or encoded) are shown as hex alone, even if some look like UTF-8.
- `around` is for people; the classes of a cut are for programs.
"""

from cassettes.messages import say
from cassettes.printable import safe
from player.grammar.addresses import CHARACTER

_NEAR = 2  #: bytes shown as hex on each side
_TEXT = 8  #: bytes shown as text on each side


def around(body: bytes, cut: int, *, text: bool = True, hexadecimal: bool = True) -> str:
    """`… e4 bd | a0 e5 …  你 cut after 2 of 3 bytes`, or the text on both sides where no character is cut; without
    `text` the hex alone, without `hexadecimal` the words alone.
    """
    if text and not hexadecimal:
        return _cut_in_words(body, cut)
    left, right = body[max(0, cut - _NEAR) : cut], body[cut : cut + _NEAR]
    ahead = "… " if cut > _NEAR else ""
    behind = " …" if cut + _NEAR < len(body) else ""
    shown = f"{ahead}{left.hex(' ')} | {right.hex(' ')}{behind}"
    return f"{shown}  {_cut_in_words(body, cut)}" if text else shown


def torn_character(body: bytes, cut: int) -> str:
    """`你 cut after 2 of 3 bytes`; empty where no character is cut."""
    for start in range(max(0, cut - 3), cut):
        character = CHARACTER.match(body, start)
        if character and character.end() > cut:
            shown = safe(character[0].decode("utf-8", "replace"))
            return say(
                "{character} cut after {after} of {of} bytes",
                character=shown,
                after=cut - start,
                of=character.end() - start,
            )
    return ""


def _cut_in_words(body: bytes, cut: int) -> str:
    if torn := torn_character(body, cut):
        return torn
    before = body[max(0, cut - _TEXT) : cut].decode("utf-8", "ignore")
    after = body[cut : cut + _TEXT].decode("utf-8", "ignore")
    return f"{safe(before)} | {safe(after)}"
