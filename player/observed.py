"""What was planned, what was sent, what clients saw: three levels per recording, never mixed. Rules

- Only requests with a split count. Requests are looked at together when somebody asks, or when many wait, in the
  planner's thread: a request by itself costs nothing.
- A client names its request by number (`X-Chunktape-Request`), or by its plan or the plan's id: then the latest request
  with that plan is meant. The latest requests are remembered, as long as their cuts are at most `KEPT_CUTS` together.
"""

import asyncio
import json
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from cassettes.coverage import Coverage, Report, Tally, observed_cuts, percent
from cassettes.errors import BadRequest
from cassettes.library import cassette_for
from cassettes.messages import say
from player.planning import Planner
from player.sources import Recording
from player.splits import Source

KEPT: Final = 1000
KEPT_CUTS: Final = 2_000_000
#: requests, or cuts of them, that may wait to be looked at
WAITING: Final = 500


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """One request with a split: its number, spec, the id of that, recording, and planned cuts."""

    number: int
    spec: str
    id: str
    recording: Recording
    cuts: "array[int]"

    def named(self, name: str) -> bool:
        """Whether `name` is its spec or the id of it."""
        return name in (self.spec, self.id, f"id={self.id}")


@dataclass(eq=False)
class _Levels:
    """One recording's three tallies and the cuts that are not in them yet. `requests`: how many have ended."""

    source: Source
    recording: Recording
    requests: int = 0
    reports: int = 0
    waiting: "dict[str, list[array[int]]]" = field(default_factory=lambda: {"planned": [], "sent": [], "observed": []})
    tallies: dict[str, Tally] = field(default_factory=dict)

    def look(self) -> Report:
        """Count what waits; gives all three levels (in the planner's thread)."""
        for level, waiting in self.waiting.items():
            tally = self.tallies.setdefault(level, Tally(self.source.boundaries))
            while waiting:
                tally.add(waiting.pop())
        planned, sent, observed = (self.tallies[level].coverage() for level in ("planned", "sent", "observed"))
        return Report(self.source.boundaries, planned, sent, observed if self.reports else None)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one recording is covered."""

    recording: Recording
    requests: int
    report: Report


class Ledger:
    """The coverage of one player."""

    def __init__(self, planner: Planner) -> None:
        self._planner = planner
        self._shown: OrderedDict[int, Shown] = OrderedDict()
        self._held = 0
        #: by recording and body: what else its file got since makes it no other recording
        self._levels: dict[tuple[object, ...], _Levels] = {}

    def begun(self, shown: Shown) -> None:
        """A request with a split is about to be answered."""
        self._shown[shown.number] = shown
        self._held += len(shown.cuts)
        while len(self._shown) > KEPT or (self._held > KEPT_CUTS and len(self._shown) > 1):
            self._held -= len(self._shown.popitem(last=False)[1].cuts)

    async def ended(self, shown: Shown, sent: "array[int]") -> None:
        """It was answered; `sent` are the cuts that were sent apart."""
        levels = await self._of(shown.recording)
        levels.requests += 1
        levels.waiting["planned"].append(shown.cuts)
        levels.waiting["sent"].append(sent)
        if len(levels.waiting["sent"]) >= WAITING or sum(map(len, levels.waiting["planned"])) >= KEPT_CUTS:
            await self._planner.aside(levels.look, levels.source.body)

    async def observed(self, name: str | int | None, lengths: Sequence[int]) -> dict[str, int]:
        """A client saw pieces of these lengths (bytes). Gives the request's number, how many cuts were planned, how
        many of those it saw, and how many others.

        Raises BadRequest for a request that nobody knows, SpecError for lengths that are more than the body.
        """
        shown = self._find(name)
        levels = await self._of(shown.recording)
        size, planned = len(levels.source.body), shown.cuts

        def compare() -> tuple["array[int]", int, int]:
            cuts, wanted = array("q", observed_cuts(lengths, size)), set(planned)
            return cuts, len(wanted), len(wanted.intersection(cuts))

        cuts, wanted, seen = await self._planner.aside(compare, chunks=range(len(lengths) + len(planned)))
        levels.reports += 1
        levels.waiting["observed"].append(cuts)
        return {"request": shown.number, "planned": wanted, "observed": seen, "unplanned": len(cuts) - seen}

    def _find(self, name: str | int | None) -> Shown:
        if isinstance(name, int):
            shown = self._shown.get(name)
        else:
            shown = next((one for one in reversed(self._shown.values()) if name is not None and one.named(name)), None)
        if shown is None:
            raise BadRequest(say("player.observed-unknown", name=str(name)[:100]))
        return shown

    async def standings(self) -> list[Standing]:
        """How far each recording that was asked for with a split is covered."""
        found = []
        for one in tuple(self._levels.values()):
            report = await self._planner.aside(one.look, one.source.body)
            found.append(Standing(one.recording, one.requests, report))
            await asyncio.sleep(0)  # a small body is looked at here
        return found

    def final(self) -> list[Standing]:
        """The same, for a player that serves no more."""
        return [Standing(one.recording, one.requests, one.look()) for one in self._levels.values()]

    def reset(self) -> None:
        """Forget everything."""
        self._shown.clear()
        self._levels.clear()
        self._held = 0

    async def _of(self, recording: Recording) -> _Levels:
        await self._planner.prepare(recording)
        source = self._planner.source(recording)
        return self._levels.setdefault((recording.key, source.digest), _Levels(source, recording))


def judged(standings: Sequence[Standing]) -> tuple[str, int | None]:
    """The level that `--fail-under` judges, what clients saw if any told it, else what was sent; and its percent, None
    where no body has a class.
    """
    observed = [one.report.observed for one in standings if one.report.observed is not None]
    if observed:
        return "observed", percent(observed)
    return "sent", percent(one.report.sent for one in standings if one.report.sent) if standings else 0


def text(standings: Sequence[Standing]) -> Iterator[str]:
    """The report for a person, a part per recording."""
    if not standings:
        yield say("player.coverage-none") + "\n"
    for one in standings:
        yield say("player.coverage", label=one.recording.label, requests=one.requests) + "\n"
        yield "".join(f"{line}\n" for line in one.report.lines(cassette_for))


def final_lines(standings: Sequence[Standing]) -> list[str]:
    """One line per recording, for the end of a session."""
    found = []
    for one in standings:
        levels = "  ".join(
            "{} {}".format(name, "n/a" if level is None else "{}/{}".format(*level.count("cut")))
            for name, level in _levels(one.report)
        )
        if one.report.boundaries.encoded:
            levels = say("player.coverage-encoded")
        found.append(say("player.coverage-line", label=one.recording.label, requests=one.requests, levels=levels))
    return found


def told(standings: Sequence[Standing]) -> Iterator[str]:
    """The report for a program as the elements of a JSON list, a part per recording: per class, positions and how many
    were hit at each level; `absent` has the classes without a position, and the library cassette that has them.
    """
    ahead = ""
    for one in standings:
        found = {
            "cassette": one.recording.name,
            "interaction": one.recording.interaction.number,
            "requests": one.requests,
            "encoded": one.report.boundaries.encoded,
            "percent": {name: None if level is None else percent([level]) for name, level in _levels(one.report)},
            "classes": _classes(one.report),
            "absent": one.report.planned.absent(cassette_for),
        }
        yield ahead + json.dumps(found, ensure_ascii=False)
        ahead = ", "


def _levels(report: Report) -> tuple[tuple[str, Coverage | None], ...]:
    return (("planned", report.planned), ("sent", report.sent), ("observed", report.observed))


def _classes(report: Report) -> list[dict[str, object]]:
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "positions": row.positions,
            **{name: None if level is None else level.rows[index].hits for name, level in _levels(report)},
        }
        for index, row in enumerate(report.planned.rows)
        if row.positions
    ]
