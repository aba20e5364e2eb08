"""Right clients in thirty styles (of decoding, of showing what was decoded, of asking) pass, and clients with one known
bug each, a change of one of the right ones, are found: `mutants.json` has the bug that was put in, and what check says
of it.

`base`: the client that is checked; `in`: the shared module that is changed, if it is not the client itself. `plan`: how
many cuts and joins the smallest plan has; `scene` or `note` where the bug is none of the pieces. `sign`: the boundary
class, the section of docs/check.md, the trait, the oracle, the scene, or words of the note.

In the normal run there is a sample, on a short tape; all of them, with the default settings, are evidence.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.support.patience import PATIENCE

HERE = Path(__file__).parent
RIGHT = {path.stem: path for path in sorted((HERE / "right").glob("*.mjs"))}
MUTANTS: dict[str, dict[str, Any]] = json.loads((HERE / "mutants.json").read_text("utf-8"))
#: those of the normal run
STYLES = ("typewriter",)
SAMPLE = ("rest_dropped_behind_event", "carry_overwritten", "debounce_lost_at_end", "latin1", "late_by_one")

pytestmark = [pytest.mark.wire, pytest.mark.usefixtures("has_node")]


@pytest.fixture
def has_node(require_tool: Callable[[str], str]) -> None:
    require_tool("node")


def checked(path: Path, options: Iterable[str] = ()) -> dict[str, Any]:
    command = [sys.executable, "-m", "chunktape", "check", "--json", str(path), *options]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def reports(clients: dict[str, Path], *options: str) -> dict[str, dict[str, Any]]:
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(partial(checked, options=options), clients.values())
        return dict(zip(clients, found, strict=True))


def mutants(folder: Path, names: Iterable[str]) -> dict[str, Path]:
    """The wrong decoders, each in a copy of the right ones, because they import each other."""
    made = {}
    for name in names:
        mutant = MUTANTS[name]
        copy = shutil.copytree(HERE / "right", folder / name)
        changed = copy / mutant.get("in", mutant["base"])
        text = changed.read_text("utf-8")
        for old, new in mutant["changes"]:
            assert old in text, name
            text = text.replace(old, new)
        changed.write_text(text, "utf-8")
        made[name] = copy / mutant["base"]
    return made


def made_of(spec: str) -> str:
    """How many cuts a spec adds, and boundaries it drops."""
    pairs = dict(pair.split("=") for part in spec.split("+") for pair in part.split(",")[1:])
    return " ".join(f"{key}={len(pairs[key].split(':'))}" for key in ("add", "drop") if key in pairs)


def is_found(report: dict[str, Any], plan: str, sign: str) -> bool:
    """Whether a report has the bug that was decided, with its cause."""
    if plan == "note":
        return report["verdict"] == "pass" and any(sign in note for note in report["notes"])
    if plan == "scene":
        return any(one["scene"].partition(",")[0] == sign for one in report["findings"])
    return any(
        made_of(one["split"]) == plan
        and sign in (one["class"], one["trait"], one["oracle"], one["more"].partition("#")[2], "")
        for one in report["findings"]
        if not one["scene"]
    )


def held(found: dict[str, dict[str, Any]]) -> None:
    missed = {
        name: [(one["oracle"], one["class"], one["trait"], one["split"], one["scene"]) for one in report["findings"]]
        for name, report in found.items()
        if not is_found(report, MUTANTS[name]["plan"], MUTANTS[name]["sign"])
    }
    assert missed == {}


def blamed(found: dict[str, dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: report["findings"] for name, report in found.items() if report["findings"]}


def test_right_decoders_of_other_styles_pass(torture: str) -> None:
    assert blamed(reports({name: RIGHT[name] for name in STYLES}, "--tape", torture)) == {}


def test_a_bug_that_was_decided_is_found_with_its_cause(torture: str, tmp_path: Path) -> None:
    held(reports(mutants(tmp_path, SAMPLE), "--tape", torture))


@pytest.mark.evidence
def test_every_right_decoder_passes() -> None:
    assert len(RIGHT) == 30
    assert blamed(reports(RIGHT)) == {}


@pytest.mark.evidence
def test_every_bug_that_was_decided_is_found_with_its_cause(tmp_path: Path) -> None:
    assert len(MUTANTS) > 60
    held(reports(mutants(tmp_path, MUTANTS)))
