"""Faults and rewrites of a session that fit none of its recordings: said at the start, since they do nothing. Rules

- For each part recordings are tried until one fits. Of more than `LOOKED` none is: a start must not wait for it.
"""

from collections.abc import Iterator
from typing import Final

from cassettes.messages import say
from cassettes.printable import safe
from player.library.library import Library
from player.spec.perform import alone, refusal
from player.spec.scenario import Scenario

LOOKED: Final = 200


def misfits(library: Library, play: Scenario) -> Iterator[str]:
    """A line for each rewrite and fault of `play` that no recording can have, with what the first one says of it."""
    recordings = library.recordings
    if not recordings or len(recordings) > LOOKED:
        return
    for use in (*play.rewrites, *play.faults):
        tried, first = alone(play, use), ""
        for one in recordings:
            why = refusal(one.interaction, tried)
            if why is None:
                break
            first = first or say("{label}: {why}", label=one.label, why=why or say("it would stay as it is."))
        else:
            yield safe(
                say("`{part}` fits none of these recordings, so it does nothing. {first}", part=str(use), first=first)
            )
