"""Which recording answers a request: pure functions. The rule

1. Candidates have the request's method and path. Without one, nothing answers (404).
2. Those that differ from the request in the fewest places (query names, JSON leaves) are the best; a longer chat
   history has more leaves, so turn two of a conversation finds turn two.
3. Equally good ones are one group, in recorded order: a client gets them one after the other, then from the start again
   (identical requests, and requests that differ from all recordings alike). Other groups have other counters.
4. Recordings with nothing to give back (no head, and no reset or close of the upstream) come last. `strict`: only
   candidates that differ nowhere. `any`: all recordings are one group, whatever the request.
"""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from network.work import MATCHING, Cost
from player.matching.difference import Difference, differences, differing
from player.matching.subject import Subject

#: differences that are kept and shown at most
TOLD: Final = 8
#: requests whose match is remembered, and bytes of all of them together (`Subject.weight`)
REMEMBERED: Final = 1000
KEPT: Final = 32 << 20
#: bytes from which a request is not remembered: finding it again would take as long as comparing recordings
MOST: Final = 1 << 20
#: recordings that are compared in full for a miss
COMPARED: Final = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """One recording as matching sees it: its place in the library's order, and its subject."""

    index: int
    subject: Subject
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """A recording that does not answer, and why: the first `TOLD` differences of `differing`."""

    index: int
    method: bool
    path: bool
    differences: tuple[Difference, ...]
    differing: int


@dataclass(frozen=True, slots=True)
class Match:
    """The group of equally good recordings, in recorded order; the first `TOLD` of `differing` places that differ from
    its first, each value as it is shown: the journal keeps it, and a body may be 32 MiB.
    """

    group: tuple[int, ...]
    differences: tuple[Difference, ...] = ()
    differing: int = 0


class Index:
    """The candidates of a library, found by method and path, and by fingerprint where nothing differs."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        #: bytes of the requests that are remembered
        self.held = 0
        self._all: list[Candidate] = []
        self._found: dict[tuple[object, ...], tuple[Match | None]] = {}
        #: under `any`: for HEAD, and for the rest
        self._any: dict[bool, Match | None] = {}
        self._by_path: dict[tuple[str, bytes], list[Candidate]] = defaultdict(list)
        self._exact: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            self.add(candidate)

    def add(self, candidate: Candidate) -> None:
        """Add one candidate at the end."""
        self._all.append(candidate)
        self._by_path[candidate.subject.method, candidate.subject.path].append(candidate)
        self._exact[candidate.subject.fingerprint].append(candidate)
        self._forget()

    def find(self, asked: Subject, mode: str) -> Match | None:
        """The best recordings for `asked`, or None."""
        found, known = self.look(asked, mode)
        if not known:
            self.remember(asked, mode, found)
        return found

    def __len__(self) -> int:
        return len(self._all)

    @property
    def candidates(self) -> Sequence[Candidate]:
        """All candidates, in order."""
        return self._all

    def cheap(self, asked: Subject, mode: str) -> bool:
        """Whether `find` compares little: a short request, and only a few recordings."""
        if mode == "any":
            return True
        if asked.size > MATCHING.bytes:
            return False
        if mode == "strict" or (mode, asked.fingerprint) in self._found or asked.fingerprint in self._exact:
            return True
        return not self.cost(asked).above(MATCHING)

    def cost(self, asked: Subject) -> Cost:
        """The cost of `find` where no recording is equal, at most."""
        candidates = self._by_path.get((asked.method, asked.path), ())
        return Cost(bytes=asked.size, places=len(candidates) * len(asked.values))

    def look(self, asked: Subject, mode: str) -> tuple[Match | None, bool]:
        """The result of `find`, and whether it may be remembered. Another thread may call this while recordings are
        added.
        """
        if mode == "any":
            return self._whatever(head=asked.method == "HEAD"), True
        known = self._found.get((mode, asked.fingerprint))
        return (known[0], True) if known is not None else (self._find(asked, mode), False)

    def remember(self, asked: Subject, mode: str, found: Match | None) -> None:
        """Remember that `found` answers `asked`, until a recording is added. A request of more than `MOST` bytes is not
        remembered.
        """
        cost = asked.weight + (8 * len(found.group) if found is not None else 0)
        if asked.size > MOST or cost > KEPT // 4:
            return
        key = (mode, asked.fingerprint)
        if len(self._found) >= REMEMBERED or self.held + cost > KEPT:
            self._forget()
        self._found[key] = (found,)
        self.held += cost

    def _forget(self) -> None:
        self._found.clear()
        self._any.clear()
        self.held = 0

    def _find(self, asked: Subject, mode: str) -> Match | None:
        exact = self._exact.get(asked.fingerprint, [])
        if mode == "strict" or any(not one.empty for one in exact):
            return _match(exact)
        candidates = self._by_path.get((asked.method, asked.path), [])
        ranked = [((one.empty, differing(one.subject, asked)), one) for one in candidates]
        if not ranked:
            return None
        best = min(score for score, _ in ranked)
        group = [one for score, one in ranked if score == best]
        return _match(group, differences(group[0].subject, asked, TOLD), best[1])

    def _whatever(self, *, head: bool) -> Match | None:
        """All recordings for HEAD, or all others: an answer to HEAD has no body, so neither fits the other."""
        if head not in self._any:
            self._any[head] = _match([one for one in self._all if (one.subject.method == "HEAD") == head])
        return self._any[head]

    def nearest(self, asked: Subject, limit: int = 3) -> tuple[Near, ...]:
        """The recordings most like `asked`, for the person who has to mend the request."""

        likeness = {
            path: 1.0 if path == asked.path else _likeness(path, asked.path)
            for path in {one.subject.path for one in self._all}
        }

        def roughly(one: Candidate) -> tuple[float, bool, int]:
            return (-likeness[one.subject.path], one.subject.method != asked.method, one.index)

        def closely(one: Candidate) -> tuple[float, bool, int, int]:
            path, method, index = roughly(one)
            return (path, method, differing(one.subject, asked), index)

        found = sorted(heapq.nsmallest(COMPARED, self._all, key=roughly), key=closely)[:limit]
        return tuple(
            Near(
                one.index,
                one.subject.method == asked.method,
                one.subject.path == asked.path,
                differences(one.subject, asked, TOLD),
                differing(one.subject, asked),
            )
            for one in found
        )


def _match(candidates: list[Candidate], found: tuple[Difference, ...] = (), count: int = 0) -> Match | None:
    useful = [one for one in candidates if not one.empty] or candidates
    return Match(tuple(one.index for one in useful), tuple(one.kept for one in found), count) if useful else None


def _likeness(one: bytes, other: bytes) -> float:
    # a missing or doubled prefix is the usual mistake: the same end is worth more than the same letters
    if one.endswith(other) or other.endswith(one):
        return 0.99
    from difflib import SequenceMatcher  # only where nothing answers

    return SequenceMatcher(None, one[:200].decode("latin-1"), other[:200].decode("latin-1")).quick_ratio()
