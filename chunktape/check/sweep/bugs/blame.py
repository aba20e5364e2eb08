"""From a failing plan to the bug behind it, and no bug twice. Rules

- The cuts that known bugs explain are taken out of a failing plan. Where the rest passes, the known bug is only noted
  on this tape; where it still fails, there is another bug: the rest is shrunk, and its class is tried. So one check
  shows every bug, except those hidden by another one.
- A second cause is the same bug where its class is, where its sign is and its classes are of the same group, where it
  joins what the first one can't have in two pieces, and where text looks like the field that the first one loses.
- On a tape that the client misreads without any cut, further bugs are looked for only while none is known, or where the
  client reads no tape.
- A run that never returns costs a time limit: it is shrunk in few runs, and not explained. Another failure is explained
  up to the first plan of its places that never returns.
- An interruption leaves the smallest plan so far in the report.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

from cassettes.boundaries.classify import CATALOGUE
from chunktape.check.explain import Cause, classes_of, explain, sampled
from chunktape.check.findings import Finding, Report
from chunktape.check.oracles import Verdict
from chunktape.check.shrink import BUDGET, Cuts, Fails, shrink
from chunktape.check.sweep.bugs.masks import Mask, without
from chunktape.check.sweep.trial import Trial
from chunktape.check.values import Judgement

#: failures that are shrunk and explained; runs of one that hangs; runs of a long body
_MOST: Final = 6
_HANGS: Final = 8
_LONG: Final = 80
#: places of each class at which a plan of several cuts is tried
_PLACES: Final = 3
#: the groups and classes for which text that looks like a field is mistaken
_FIELDS: Final = frozenset({"fields", "sentinel", "lookalike"})
#: groups around a payload: a client that can't take a payload in two pieces can't take its line in two either; CRLF is
#: another matter
_AROUND: Final = frozenset({"fields", "sentinel", "lines", "ndjson"})
_CRLF: Final = frozenset({"line:CR|LF", "event-end:CR|LF", "record:CR|LF", "cr-only"})
_BETWEEN: Final = frozenset({"multi-data", "between-fields"})


class _Stuck(Exception):
    """A plan never came back."""


class Blame:
    """The bugs of one client that are known so far. `root`: the folder of its files."""

    def __init__(self, report: Report, root: Path) -> None:
        self._report, self._root = report, root
        self._known: list[tuple[Finding, Mask]] = []

    def found_in(self, trial: Trial) -> list[Finding]:
        """The bugs that were found in `trial`."""
        place = (trial.tape, trial.profile)
        return [one for one, _ in self._known if (one.tape, one.profile) == place]

    def take(self, trial: Trial, failed: Mapping[Cuts, Verdict]) -> None:
        """Add the bugs behind failing plans to the report, if they are not there yet."""
        masks = [mask for _, mask in self._known]
        rests = {without(masks, trial.tape.body, cuts, trial.base) for cuts in failed} if masks else set()
        trial.outcomes_of(sorted(rests - {trial.base}), all_=False)  # in one batch
        for failing, found in failed.items():
            self._take(trial, failing, found)

    def _take(self, trial: Trial, failing: Cuts, found: Verdict) -> None:
        lost = found.oracle == "terminates"
        rest = without([mask for _, mask in self._known], trial.tape.body, failing, trial.base)
        if rest != failing:
            again = trial.failure(rest) if rest != trial.base and not lost else None
            if again is None:
                self._note(trial, failing)
                return
            found = again
        if len(self._known) >= _MOST or not self._worth(trial):
            return
        smallest, said, cause = rest, found, Cause()
        try:
            smallest = self._shrunk(trial, rest, lost=lost)
            said = trial.failure(smallest) or found
            tried = trial.alone() if lost else _tried(trial, smallest)
            mask = Mask.of(trial.tape.body, smallest, trial.base, tried)
            number = self._same(trial, smallest, said, mask)
            if number is not None:
                one, other = self._known[number]
                one.also_on(trial.tape, trial.profile)
                self._known[number] = (one, other | mask)
                return
            if not lost:
                with suppress(_Stuck):
                    cause = self._own(explain(trial.tape.body, smallest, trial.base, _fails(trial)))
                mask = Mask.of(trial.tape.body, smallest, trial.base, _tried(trial, smallest))
        except KeyboardInterrupt:
            smallest = trial.smallest(smallest)
            self._report.add(trial.finding(smallest, trial.failure(smallest) or said, cause))
            raise
        case, at = None, trial.stuck(smallest, self._root)
        if not lost:
            case, at = trial.placed(smallest, said.oracle, self._root)
        finding = replace(trial.finding(smallest, said, cause), case=case, place=at)
        self._known.append((finding, mask))
        self._report.add(finding)

    def _worth(self, trial: Trial) -> bool:
        """Whether `trial` can show a bug of its own."""
        mine = [one.baseline for one in self._report.swept if (one.tape, one.profile) == (trial.tape, trial.profile)]
        right = any(one.baseline is Judgement.PASS for one in self._report.swept)
        return Judgement.FAIL not in mine or not (self._known and right)

    def _shrunk(self, trial: Trial, failing: Cuts, *, lost: bool) -> Cuts:
        budget = _HANGS if lost else BUDGET if trial.tape.dense else _LONG
        return shrink(failing, trial.fails, trial.base, budget=budget, dear=lost)

    def _same(self, trial: Trial, smallest: Cuts, said: Verdict, mask: Mask) -> int | None:
        """The number of the known bug that this one is."""
        classes = classes_of(trial.tape.body, smallest, trial.base)
        groups = {CATALOGUE[one].group for one in classes}
        for number, (one, other) in enumerate(self._known):
            cause = one.cause.class_id
            group = CATALOGUE[cause].group if cause else ""
            if (
                cause in classes
                or (group in groups and one.verdict.oracle == said.oracle)
                or (
                    other.wide
                    and (mask.joins or mask.wide or bool(groups & _AROUND and not _CRLF.intersection(classes)))
                )
                or (mask.wide and other.joins)
                or ("lookalike" in groups and (group in _FIELDS or cause in _BETWEEN))
            ):
                return number
        return None

    def _own(self, cause: Cause) -> Cause:
        """The cause without the classes that fail for a bug that is known."""
        blamed = {one for _, mask in self._known for one in mask.classes} - {cause.class_id}
        return replace(cause, rows=tuple(row for row in cause.rows if row.class_id not in blamed))

    def _note(self, trial: Trial, failing: Cuts) -> None:
        """Note each known bug that breaks this plan by itself, once for each tape and profile."""
        for one, mask in self._known:
            left = mask.without(trial.tape.body, failing, trial.base)
            if left == failing or one.is_noted(trial.tape, trial.profile):
                continue
            own = tuple(sorted(set(trial.base) ^ set(failing) ^ set(left)))
            if len(self._known) == 1 or trial.failure(own) is not None:
                one.also_on(trial.tape, trial.profile)


def _tried(trial: Trial, smallest: Cuts) -> dict[int, bool]:
    """Places of each class, and whether the smallest plan fails when its cuts are moved there."""
    body, base = trial.tape.body, set(trial.base)
    added = sorted(set(smallest) - base)
    if not added or not base.issubset(smallest):
        return {}
    present = body.boundaries.present()
    wanted = dict.fromkeys(chain.from_iterable(sampled(body.boundaries.positions(one), _PLACES) for one in present))
    size, last = len(body.data), added[-1] - added[0]
    places = [one for one in wanted if one not in base and one + last < size]
    moved = [tuple(sorted(base | {one + cut - added[0] for cut in added})) for one in places]
    with suppress(_Stuck):
        return {**dict(zip(places, _fails(trial)(moved), strict=True)), **(trial.alone() if len(added) == 1 else {})}
    return trial.alone() if len(added) == 1 else {}


def _fails(trial: Trial) -> Fails:
    """Whether plans of a trial fail, all of which come back. Raises _Stuck."""

    def fails(some: Sequence[Cuts]) -> Sequence[bool]:
        outcomes = trial.outcomes_of(some, all_=False)
        if any(one.lost for one in outcomes):
            raise _Stuck
        return [one.verdict is not None for one in outcomes]

    return fails
