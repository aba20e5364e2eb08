"""Warnings at the start about faults and rewrites of the session that fit none of its recordings. Rules

- For each part recordings are tried until one fits. With more than `LOOKED` recordings none is tried: the start must
  not wait.
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
    """A line for each rewrite and fault of `play` that no recording can have, with the reason for the first
    recording.
    """
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
