"""Seeds, turns and faults of requests: counted per client, and per body or fault. Rules

- Bodies count, not recordings: an answer that was recorded twice shares its counters.
- Seeds: the n-th request of a client for a body with a profile takes the session's n-th seed, so that a rotation over a
  body is complete, whatever other requests come in between.
- Turns of `smoke`: of those that this body has not met in its present rotation, the one that its client has had least
  often. So ten requests for one body meet all ten, and ten requests for any mix of bodies do, too.
- A fault with a gate is counted by its text: how many requests asked for it, and since when.
- Workers take their own share of the seeds, and begin at different turns.
- The clients seen longest ago are forgotten when there are more than `CLIENTS`, or more than `BODIES` bodies of all.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from cassettes.seeds import SessionSeeds

CLIENTS: Final = 10_000
BODIES: Final = 100_000
#: faults of one client that are counted separately
FAULTS: Final = 100


@dataclass(slots=True)
class _Body:
    """The counters of one client for one body. `seeds`: by profile; `met`: turns of the present rotation."""

    seeds: dict[str, SessionSeeds] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Client:
    """The counters of one client. `had`: how often each turn was taken; `faults`: text -> (requests that asked for it,
    ns of the first).
    """

    had: list[int]
    faults: dict[str, tuple[int, int]] = field(default_factory=dict)
    bodies: dict[str, _Body] = field(default_factory=dict)


class Rotations:
    """The counters of one session. `share`: (number, of) of this worker; `turns`: how many there are of `smoke`."""

    def __init__(self, session_seed: str, turns: int, share: tuple[int, int] = (1, 1)) -> None:
        self._session_seed, self._share = session_seed, share
        first = (share[0] - 1) * turns // share[1]
        self._order = [(first + turn) % turns for turn in range(turns)]
        self._clients: OrderedDict[str, _Client] = OrderedDict()
        self._held = 0

    def seed(self, client: str, body: str, profile: str) -> str:
        """The seed of the next request of `client` for `body` (any text that names it) with `profile`."""
        seeds = self._body(client, body).seeds
        if profile not in seeds:
            seeds[profile] = SessionSeeds(self._session_seed, self._share)
        return seeds[profile].take()

    def turn(self, client: str, body: str) -> int:
        """The turn, from 0, of the next request of `client` for `body`."""
        one = self._body(client, body)
        had = self._clients[client].had
        if len(one.met) == len(had):
            one.met.clear()
        turn = min((turn for turn in self._order if turn not in one.met), key=had.__getitem__)
        one.met.add(turn)
        had[turn] += 1
        return turn

    def count(self, client: str, fault: str, now: int) -> tuple[int, int]:
        """The number of the next request of `client` that asks for `fault` (its text), from 1, and the ns since the
        first; at most `FAULTS` faults are told apart.
        """
        faults = self._client(client).faults
        if fault not in faults and len(faults) >= FAULTS:
            del faults[next(iter(faults))]
        number, first = faults.get(fault, (0, now))
        faults[fault] = (number + 1, first)
        return number + 1, now - first

    def reset(self, client: str | None = None) -> None:
        """Begin anew for one client, or for all."""
        if client is None:
            self._clients.clear()
            self._held = 0
        elif (gone := self._clients.pop(client, None)) is not None:
            self._held -= len(gone.bodies)

    def _body(self, client: str, body: str) -> _Body:
        known = self._client(client)
        one = known.bodies.get(body)
        if one is None:
            one = known.bodies[body] = _Body()
            self._held += 1
            while len(self._clients) > 1 and self._held > BODIES:
                self._held -= len(self._clients.popitem(last=False)[1].bodies)
        return one

    def _client(self, client: str) -> _Client:
        known = self._clients.setdefault(client, _Client([0] * len(self._order)))
        self._clients.move_to_end(client)
        while len(self._clients) > CLIENTS:
            self._held -= len(self._clients.popitem(last=False)[1].bodies)
        return known
