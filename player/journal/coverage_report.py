"""The coverage of a player's recordings, counted per level, as a report for people and for programs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from cassettes.boundaries.coverage import Coverage, Report, Tally, amounts, counted, percent
from cassettes.library import cassette_for
from cassettes.messages import say
from player.splits import Body

_LEVELS: Final = ("planned", "sent", "observed")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one recording is covered: `number` in the cassette `name`, after `edits`."""

    label: str
    name: str
    number: int
    requests: int
    report: Report
    edits: str = ""


@dataclass(eq=False)
class Levels:
    """The three tallies of one recording's body. `edits`: the rewrites and faults that made the body; `requests`: how
    many requests have ended; `amounts`: positions per class, once counted.
    """

    label: str
    name: str
    number: int
    edits: str = ""
    requests: int = 0
    reports: int = 0
    tallies: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in _LEVELS})
    amounts: tuple[int, ...] = ()
    encoded: bool = False

    def count(self, source: Body, cuts: Mapping[str, Sequence[int]]) -> None:
        """Add what a request planned and sent, or what its client saw (in a thread)."""
        boundaries = source.boundaries
        if not self.amounts:
            self.amounts, self.encoded = amounts(boundaries), boundaries.encoded
        for level, offsets in cuts.items():
            self.tallies[level].add(boundaries, offsets)

    @property
    def standing(self) -> Standing:
        planned, sent, observed = (self.tallies[level].coverage(self.amounts) for level in _LEVELS)
        report = Report(planned, sent, observed if self.reports else None, encoded=self.encoded)
        return Standing(self.label, self.name, self.number, self.requests, report, self.edits)


def judged(standings: Sequence[Standing]) -> tuple[str, int | None]:
    """The level that `--fail-under` judges (what clients saw, if any reported it, else what was sent), and its percent;
    None where no body has a class.
    """
    observed = [one.report.observed for one in standings if one.report.observed is not None]
    if observed:
        return "observed", percent(observed)
    return "sent", percent(one.report.sent for one in standings if one.report.sent) if standings else 0


def text(standings: Sequence[Standing]) -> Iterator[str]:
    """The report for a person, a part per recording."""
    if not standings:
        yield say("No request with a split has ended yet, so there is no coverage.") + "\n"
    for one in standings:
        yield say("{label}  requests with a split: {requests}", label=one.label, requests=one.requests) + "\n"
        yield "".join(f"{line}\n" for line in one.report.lines(cassette_for))


def final_lines(standings: Sequence[Standing]) -> list[str]:
    """One line per recording, for the end of a session."""
    found = []
    for one in standings:
        levels = "  ".join(counted(name, level) for name, level in _levels(one.report))
        if one.report.encoded:
            levels = say("none, the body is content-encoded")
        found.append(
            say(
                "{label}  requests with a split: {requests}, boundary classes: {levels}",
                label=one.label,
                requests=one.requests,
                levels=levels,
            )
        )
    return found


def told(standings: Sequence[Standing]) -> Iterator[str]:
    """The report for a program as the elements of a JSON list, a part per recording: per class, positions and how many
    were hit at each level; `absent` has the classes without a position, and the library cassette that has them.
    """
    ahead = ""
    for one in standings:
        found = {
            "cassette": one.name,
            "interaction": one.number,
            "edits": one.edits,
            "requests": one.requests,
            "encoded": one.report.encoded,
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
            **{name: None if level is None else level.hits[index] for name, level in _levels(report)},
        }
        for index, row in enumerate(report.planned.rows)
        if row.positions
    ]
