"""How many small changes of a module its tests notice: mutmut over that module. Rules

- A module is tried only with the tests that belong to it: a promise that only a test of the whole tool checks stands in
  an unexpected place. Tests with sockets and tests of `make evidence` take no part.
- A mutant that ends a test by its time limit or by memory is noticed. One that no test runs is not.
- A mutant without a visible effect can't be noticed. Such mutants stand in alike.toml, each with its reason, as the
  line before and after the change; entries for lines that are gone have no effect.
"""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.harness.places import ROOT
from benchmarks.mutants.modules import Module

WORK: Final = ROOT / "build" / "mutants"
ALIKE: Final = ROOT / "benchmarks" / "mutants" / "alike.toml"
#: bytes that a mutant may use: some loop for ever and fill the memory
MEMORY: Final = 3 << 30


#: mutmut's exit codes where a test failed, and where time was over or it died; 0: none failed, 33: none ran
_FAILED: Final = frozenset((1, 3))
_KILLED: Final = frozenset((24, 36, 152, 255, -24, -14, -11, -9, -6))
_SETTINGS: Final = """
[tool.mutmut]
source_paths = ["cassettes", "network", "recorder", "player", "chunktape"]
only_mutate = {only}
also_copy = ["tests", "docs", "examples", "benchmarks"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-m", "not evidence and not wire", "--hypothesis-profile", "mutants"]
pytest_add_cli_args_test_selection = {tests}
timeout_constant = 1.0
timeout_multiplier = 12.0
use_git_change_detection = false
track_dependencies = false
"""
#: makes the mutants, and runs none
_MAKE: Final = """
from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants, setup_source_paths
import os
os.makedirs("mutants", exist_ok=True)
copy_src_dir(), copy_also_copy_files(), setup_source_paths(), create_mutants(1)
"""
#: the differences of the mutants that standard input lists as (file, name)
_SHOW: Final = """
import json, sys
from mutmut.mutation.diff_apply import get_diff_for_mutant
print(json.dumps([get_diff_for_mutant(name, path=path) for path, name in json.load(sys.stdin)]))
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One line before and behind a mutation, without the blanks around them."""

    was: str
    became: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The results for the mutants of one module."""

    module: Module
    #: how many there are, tried or not
    all: int
    #: (mutants for which a test failed or did not end, those for which it did not end)
    noticed: int
    killed: int
    #: those of alike.toml
    alike: int
    missed: tuple[tuple[str, Change], ...]

    @property
    def tried(self) -> int:
        """The mutants that were tried and can be noticed."""
        return self.noticed + len(self.missed)

    @property
    def share(self) -> float:
        """The noticed ones in percent of those that can be noticed."""
        return 100 * self.noticed / max(1, self.tried)


def known_alike(text: str) -> frozenset[Change]:
    """The mutants of alike.toml; each reason may hold for several."""
    rows = tomllib.loads(text)["alike"]
    return frozenset(Change(row["was"], became) for row in rows for became in row["became"])


def _place(module: Module) -> Path:
    """A copy of what git knows of the repository as it lies there, with mutmut's settings for this module."""
    place = WORK / module.name
    shutil.rmtree(place, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in listed.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    only = [code if code.endswith(".py") else f"{code}/*.py" for code in module.code]
    with open(place / "pyproject.toml", "a", encoding="utf-8") as settings:
        settings.write(_SETTINGS.format(only=json.dumps(only), tests=json.dumps(list(module.tests))))
    return place


def _environment() -> dict[str, str]:
    # the same examples every time, and the tests import the changed copy: nothing of the repository is in the way
    return {**os.environ, "CI": "true", "PYTHONHASHSEED": "0", "CHUNKTAPE_LANG": "en", "COLUMNS": "100"}


def _run(place: Path, *command: str, given: str = "") -> str:
    """The standard output of a Python program in `place`, which gives way to everything else on this machine.

    Raises CalledProcessError.
    """

    def limited() -> None:
        os.nice(10)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    with open(place / "mutmut.log", "a", encoding="utf-8") as log:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=place,
            env=_environment(),
            input=given,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            check=False,
            preexec_fn=limited,
        )
        log.write(done.stdout)
    done.check_returncode()
    return done.stdout


def _exits(place: Path) -> Iterator[tuple[str, str, int | None]]:
    """(file, mutant, exit code) of every mutant."""
    mutants = place / "mutants"
    for file in sorted(mutants.rglob("*.py.meta")):
        for name, code in json.loads(file.read_text("utf-8"))["exit_code_by_key"].items():
            yield str(file.relative_to(mutants)).removesuffix(".meta"), name, code


def change(diff: str) -> Change:
    """The changed lines of a unified diff."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    was = " ".join(line[1:].strip() for line in lines if line.startswith("-"))
    became = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
    return Change(was, became)


def sampled(names: Iterable[str], most: int | None) -> list[str]:
    """`most` of the names, or all: the same ones every time, whatever stands around them."""
    ranked = sorted(names, key=lambda name: hashlib.sha256(name.encode()).digest())
    return ranked[:most]


def tried(module: Module, alike: frozenset[Change], most: int | None) -> Outcome:
    """Run mutmut over one module."""
    place = _place(module)
    _run(place, "-c", _MAKE)
    names = sampled((name for _, name, _ in _exits(place)), most)
    _run(place, "-m", "mutmut", "run", "--max-children", str(os.cpu_count() or 2), *names)
    codes = {name: (file, code) for file, name, code in _exits(place)}
    killed = sum(codes[name][1] in _KILLED for name in names)
    left = [(codes[name][0], name) for name in names if codes[name][1] not in _FAILED | _KILLED]
    diffs = json.loads(_run(place, "-c", _SHOW, given=json.dumps(left)).splitlines()[-1])
    shown = {name: change(diff) for (_, name), diff in zip(left, diffs, strict=True)}
    missed = tuple((f"{name} ({codes[name][1]})", made) for name, made in shown.items() if made not in alike)
    return Outcome(module, len(codes), len(names) - len(left), killed, len(left) - len(missed), missed)
