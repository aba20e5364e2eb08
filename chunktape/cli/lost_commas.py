"""A spec that the shell took apart: PowerShell hands `utf8,seed=7` on as two words unless it is quoted. Pure."""

import re
from collections.abc import Sequence
from typing import Final

from cassettes.messages import say

#: options that take a spec
_SPECS: Final = frozenset({"--split", "--fault", "--rewrite"})
#: `seed=7`, or the end of `7+reset at=event:5`
_PARAMETER: Final = re.compile(r"[a-z][a-z0-9_]*=\S*")


def lost_commas(words: Sequence[str]) -> str:
    """The sentence for a command line, its words without the program, in which a spec lost its commas; else empty."""
    for at, option in enumerate(words[:-2]):
        if option not in _SPECS or words[at + 1].startswith("-"):
            continue
        end = at + 2
        while end < len(words) and _PARAMETER.fullmatch(words[end]):
            end += 1
        if end > at + 2:
            meant = ",".join(words[at + 1 : end])
            return say(
                "{option} got {count} words: PowerShell splits a value at its commas. Quote it: {option} '{meant}'",
                option=option,
                count=end - at - 1,
                meant=meant,
            )
    return ""
