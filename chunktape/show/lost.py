"""What a cassette has lost, in one sentence, for `show` and `verify`. Imports no terminal library."""

from cassettes.messages import say
from cassettes.model import Cassette


def lost(cassette: Cassette) -> str:
    """What is not in the cassette although it may have been recorded; empty for a sound one."""
    if cassette.damage is not None:
        damage = cassette.damage
        key = "cassettes.lost.damaged" if damage.corrupt else "cassettes.lost.torn"
        return say(key, dropped=f"{damage.dropped:,}", offset=f"{damage.offset:,}", reason=damage.reason)
    return "" if cassette.closed else say("cassettes.lost.unclosed")
