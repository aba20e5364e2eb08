"""What a cassette has lost, in one sentence, for `show` and `verify`. Imports no terminal library."""

from typing import Final

from cassettes.messages import say, sentence
from cassettes.model import Cassette

#: what a file's state is called
STATES: Final = {
    "sound": sentence("sound"),
    "interrupted": sentence("INTERRUPTED"),
    "damaged": sentence("DAMAGED"),
}


def lost(cassette: Cassette) -> str:
    """What is not in the cassette although it may have been recorded; empty for a sound one."""
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
        else say("There is no footer: the recorder was killed, or is still recording. Every record is whole.")
    )
