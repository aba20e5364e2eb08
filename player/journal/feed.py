"""The journal's events in order, for readers that follow it. Rules

- Before the first reader nothing is kept, since no reader can ask for a place that was never given out. From then on
  noting an event costs one step of a deque: its text is made when it is read. The last `KEPT` events are kept, if the
  journal still has their requests.
- A reader asks for the events behind its place, and learns how many it missed. Readers are woken, never waited for.
- An event's place is a count that never decreases, also when the journal is reset.
"""

import asyncio
from collections import deque
from collections.abc import Mapping
from itertools import islice
from typing import Final

from player.journal.entry import Answer, Entry
from player.stream.progress import Outcome

KEPT: Final = 2000
READERS: Final = 16
#: events between two searches for requests that the journal no longer has; a search after each would cost 1 us a
#: request
SEVERAL: Final = 64

#: place, name, and what it is about
Event = tuple[int, str, Entry | Mapping[str, object]]


def name_of(entry: Entry) -> str:
    """The name of the event with which a request is over."""
    if entry.progress.outcome is Outcome.LEFT:
        return "left"
    return "missed" if entry.answer is Answer.MISS else "ended"


class Feed:
    """The events of one journal."""

    def __init__(self) -> None:
        #: the place of the last event
        self.last = 0
        self.closed = False
        #: whether there is, or was, a reader: then events are kept
        self.followed = False
        self._events: deque[Event] = deque(maxlen=KEPT)
        self._readers: set[asyncio.Event] = set()

    def note(self, name: str, about: Entry | Mapping[str, object]) -> None:
        """Note an event that happens now. The path of a request asks first whether somebody has `followed`."""
        if not self.followed:
            return
        self.last += 1
        self._events.append((self.last, name, about))
        if not self.last % SEVERAL:
            self.forget()
        for one in self._readers:
            one.set()

    def forget(self) -> None:
        """Drop the oldest events of requests that the journal no longer has."""
        while self._events and _forgotten(self._events[0]):
            self._events.popleft()

    def behind(self, place: int, most: int) -> tuple[int, list[Event]]:
        """How many events behind `place` are gone, and the first `most` of those that are kept."""
        first = self._events[0][0] if self._events else self.last + 1
        lost = max(0, first - 1 - place)
        return lost, list(islice(self._events, max(0, place + 1 - first), max(0, place + 1 - first) + most))

    def join(self) -> asyncio.Event | None:
        """The asyncio event that is set when there is news for a new reader; None when there are enough readers."""
        if len(self._readers) >= READERS:
            return None
        news = asyncio.Event()
        self._readers.add(news)
        self.followed = True
        return news

    def leave(self, news: asyncio.Event) -> None:
        """The reader with this `news` reads no more."""
        self._readers.discard(news)

    def open(self) -> None:
        """Readers may come, also again after `close`."""
        self.closed = False

    def close(self) -> None:
        """Nothing more will happen: the readers end."""
        self.closed = True
        for one in self._readers:
            one.set()


def _forgotten(event: Event) -> bool:
    """Whether the journal no longer has its request."""
    return isinstance(event[2], Entry) and event[2].held < 0
