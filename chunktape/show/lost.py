"""Sentences about the lost and the masked parts of a cassette. Imports no terminal library."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from cassettes.messages import say, sentence
from cassettes.model import Cassette, EndKind, Interaction
from cassettes.printable import safe

#: a file's state -> its words
STATES: Final = {
    "sound": sentence("sound"),
    "interrupted": sentence("INTERRUPTED"),
    "damaged": sentence("DAMAGED"),
}
#: numbers and names that are listed, at most
_TOLD: Final = 8
_IN_TARGET: Final = re.compile(rb"[?&;]([^=&;#]+)=\*\*\*")


def lost(cassette: Cassette) -> str:
    """A sentence about parts that may have been recorded and are not in the cassette; empty for a sound one."""
    if cassette.damage is not None:
        damage = cassette.damage
        words = (
            sentence("{dropped} bytes from offset {offset} on were left out: {reason}. All before them is whole.")
            if damage.corrupt
            else sentence(
                "The last {dropped} bytes, from offset {offset}, are half a record and were left out ({reason})."
            )
        )
        return say(words, dropped=f"{damage.dropped:,}", offset=f"{damage.offset:,}", reason=damage.reason)
    return (
        ""
        if cassette.closed
        else say(
            "There is no footer: the recorder was killed or could write no more, or is still recording. "
            "Every record is whole."
        )
    )


def cut_off(cassette: Cassette) -> str:
    """A sentence about interactions that ended because the recorder ended: it was stopped, or it was killed and more
    was added to its file since. For a file that is not sound see `lost`.
    """
    if cassette.state != "sound":
        return ""
    numbers = [f"#{one.number}" for one in cassette.interactions if one.ending.kind is EndKind.INTERRUPTED]
    if not numbers:
        return ""
    named = ", ".join(numbers[:_TOLD]) + (", …" if len(numbers) > _TOLD else "")
    return say("Cut off when the recorder was stopped (Ctrl-C) or killed, so it ends early: {numbers}.", numbers=named)


def masked(interactions: Iterable[Interaction]) -> str:
    """A sentence with the names of headers and query fields whose value was masked; masks in bodies have no name."""
    names = list(islice(dict.fromkeys(name for one in interactions for name in _masked(one)), _TOLD + 1))
    if not names:
        return say("secrets are masked: none in headers and queries, those in bodies are not counted")
    return say("secrets masked: {names}", names=", ".join(names[:_TOLD]) + (", …" if len(names) > _TOLD else ""))


def _masked(one: Interaction) -> Iterator[str]:
    heads = (one.request.headers, one.head.headers if one.head is not None else (), one.ending.trailers)
    names = [name for fields in heads for name, value in fields if b"***" in value]
    for name in (*names, *_IN_TARGET.findall(one.request.target)):
        yield safe(name.decode("ascii", "backslashreplace")).lower()
