"""The lists of `chunktape plan --profiles`, `--faults`, `--rewrites`, in the order in which they are applied."""

from collections.abc import Iterator
from dataclasses import dataclass

from cassettes.messages.columns import indented
from chunktape.show import entries
from player.faults.fault import Fault
from player.faults.registry import FAULTS
from player.rewrites.registry import REWRITES
from player.rewrites.rewrite import Rewrite
from player.splits import PROFILES
from player.splits.registry import FIRST


@dataclass(frozen=True, slots=True)
class Lists:
    """Which lists are asked for; `every`: all profiles, not only the first ones to try."""

    profiles: bool = False
    every: bool = False
    faults: bool = False
    rewrites: bool = False

    def lines(self, width: int = 0) -> Iterator[str]:
        """The lists for a person, in lines of `width` columns, each with its own indentation; 0: as they are."""
        for line in self._lines():
            text = line.lstrip()
            yield from indented(text, width, line[: len(line) - len(text)]) if width else (line,)

    def values(self) -> entries.Json:
        """The lists as plain values, in English."""
        shown = [PROFILES[name] for name in (PROFILES if self.every else FIRST)] if self.profiles else []
        lists: entries.Json = {
            "profiles": [entries.profile_json(one) for one in shown],
            "faults": [entries.fault_json(one) for one in self._phased()],
            "rewrites": [entries.rewrite_json(one) for one in self._staged()],
        }
        return {key: found for key, found in lists.items() if found}

    def _lines(self) -> Iterator[str]:
        if self.profiles:
            yield from entries.profiles(self.every)
        for fault in self._phased():
            yield from entries.fault(fault)
        for rewrite in self._staged():
            yield from entries.rewrite(rewrite)
        if self.faults:
            yield from entries.fault_notes()
        if self.rewrites:
            yield from entries.rewrite_notes()

    def _phased(self) -> list[Fault]:
        return sorted(FAULTS.values(), key=lambda one: one.phase) if self.faults else []

    def _staged(self) -> list[Rewrite]:
        return sorted(REWRITES.values(), key=lambda one: one.stage) if self.rewrites else []
