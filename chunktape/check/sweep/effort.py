"""How many plans a check tries. Pure."""

import re
from dataclasses import dataclass, replace
from typing import Final

from cassettes.durations import duration_ns
from cassettes.errors import SpecError
from cassettes.messages import say

#: seeds of `adversarial`
SEEDS: Final = 3
_RUNS: Final = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Effort:
    """`level`: every plan up to it is tried on every tape; empty for the default sweep. `seeds`: how many of
    `adversarial`. `runs`, `seconds`: the budget, 0 for none; with a budget the check goes on to further levels, then to
    further seeds, until it is spent.
    """

    level: str = ""
    seeds: int = SEEDS
    runs: int = 0
    seconds: float = 0.0

    @property
    def bounded(self) -> bool:
        """Whether a budget ends it."""
        return bool(self.runs or self.seconds)

    def spent(self, runs: int, seconds: float) -> bool:
        """Whether the budget is spent after so many runs in so many seconds."""
        return bool((self.runs and runs >= self.runs) or (self.seconds and seconds >= self.seconds))

    def planned(self, runs: int, seconds: float) -> int:
        """An estimate of all runs within the budget, after so many runs in so many seconds; 0 without a budget."""
        if self.seconds and seconds:
            return min(int(runs * self.seconds / seconds), self.runs or runs * 10**6)
        return self.runs

    def with_budget(self, text: str) -> "Effort":
        """The effort that ends after `text`: `5000` runs, or a time such as `30s`. Raises SpecError."""
        if _RUNS.fullmatch(text.strip()):
            return replace(self, runs=int(text))
        try:
            seconds = duration_ns(text) / 1e9
        except SpecError:
            seconds = 0.0
        if not seconds:
            raise SpecError(
                say("--budget {text!r}: expected a number of runs, such as 5000, or a time, such as 30s.", text=text)
            )
        return replace(self, seconds=seconds)
