"""Runs `chunktape check` on an exhibit, and compares what it says with the catalogue."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from tests.interop.museum.catalogue import LONG, Current, Exhibit

HERE: Final = Path(__file__).parent
#: where `make` puts the packages of PyPI, each version in a folder of its own
PACKAGES: Final = Path(sys.prefix) / "museum"
#: the share of the classes that fail where any cut does
_NEARLY_ALL: Final = 0.7
NO_OPTIONS: Final[Mapping[str, Sequence[str]]] = MappingProxyType({})


@dataclass(frozen=True)
class Visit:
    """What check said of both versions of an exhibit: (oracle, class or tape) of each finding, and its plan."""

    exhibit: Exhibit
    broken: dict[tuple[str, str], str]
    fixed: dict[tuple[str, str], str]
    runs: int

    @property
    def split(self) -> str:
        """The smallest plan that shows the bug; empty for a content failure."""
        return self.broken.get((self.exhibit.oracle, self.exhibit.class_id), "")

    def complaints(self) -> list[str]:
        """What is not as the catalogue says."""
        one = self.exhibit
        wanted = (one.oracle, one.class_id)
        found = [] if wanted in self.broken else [f"{one.name}: {wanted} expected, {sorted(self.broken)} found"]
        left = {shows for _, shows in self.fixed}
        found += [f"{one.package} {one.fixed}: blamed for {shows}" for shows in sorted(left - set(one.remains))]
        return found + [f"{one.package} {one.fixed}: {shows} no longer found" for shows in set(one.remains) - left]


def findings(report: dict[str, Any]) -> dict[tuple[str, str], str]:
    """(oracle, the class of the cut or the tape of a content failure) -> the smallest plan."""
    return {(one["oracle"], _shows(one)): one["split"] for one in report["findings"]}


def found_by(exhibit: Exhibit, report: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The findings; for an exhibit that is slow also the convention that says so."""
    slow = {(one["scene"], one["judgement"]): "" for one in report["life"] if (one["scene"], one["judgement"]) == LONG}
    return findings(report) | (slow if exhibit.oracle == LONG[0] else {})


def _shows(finding: dict[str, Any]) -> str:
    if not finding["class"]:
        return str(finding["tape"])
    rows = finding["classes"]
    failing = [row["class"] for row in rows if row["failed"]]
    is_any = len(failing) > _NEARLY_ALL * len(rows) and not all(name.startswith("utf8") for name in failing)
    return "any cut" if is_any else str(finding["class"])


def report(exhibit: Exhibit | Current, version: str, alias: str, options: Sequence[str] = ()) -> dict[str, Any]:
    """The JSON of one check, with the default settings but for `options`. `alias`: broken, fixed or current."""
    environment = {**os.environ, "CHUNKTAPE_EXHIBIT": alias, "CHUNKTAPE_CACHE": ""}  # no last failures first
    client = f"exhibits/{exhibit.file}"
    if exhibit.is_python:
        places = [str(PACKAGES / f"{exhibit.package}=={version}"), str(HERE / "exhibits"), str(HERE.parents[2])]
        environment["PYTHONPATH"] = os.pathsep.join(places)
        client = f"py:{exhibit.file.removesuffix('.py')}:client"
    command = [sys.executable, "-m", "chunktape", "check", "--json", client, *options]
    done = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, check=False)
    assert done.returncode in (0, 1), f"{exhibit.package} {version}: {done.stderr.decode()}"
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def visit(
    exhibits: Iterable[Exhibit], workers: int = 2, options: Mapping[str, Sequence[str]] = NO_OPTIONS
) -> list[Visit]:
    """Both versions of each exhibit, checked. `options`: by the file of an exhibit."""
    chosen = list(exhibits)
    asked = [
        (one, version, alias, options.get(one.file, ()))
        for one in chosen
        for version, alias in ((one.broken, "broken"), (one.fixed, "fixed"))
    ]
    with ThreadPoolExecutor(workers) as pool:
        said = list(pool.map(lambda each: report(*each), asked))
    return [
        Visit(one, found_by(one, broken), found_by(one, fixed), broken["runs"])
        for one, broken, fixed in zip(chosen, said[0::2], said[1::2], strict=True)
    ]


def news(current: Iterable[Current], workers: int = 2) -> list[tuple[Current, dict[tuple[str, str], str]]]:
    """What check finds in the current version of each package."""
    chosen = list(current)
    with ThreadPoolExecutor(workers) as pool:
        said = list(pool.map(lambda one: findings(report(one, one.version, "current")), chosen))
    return list(zip(chosen, said, strict=True))


def changed(one: Current, found: dict[tuple[str, str], str]) -> list[str]:
    """What is not as the catalogue says of a current version."""
    shown = {shows for _, shows in found}
    words = [f"{one.package} {one.version}: blamed for {shows}" for shows in sorted(shown - set(one.wrong))]
    return words + [f"{one.package} {one.version}: {shows} no longer found" for shows in set(one.wrong) - shown]
