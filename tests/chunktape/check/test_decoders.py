"""Every wrong decoder of `tests/js` is found with the default settings, and every right one passes.

In the normal run a right one that reads the shortest streams of the library, and a bug of each sort on a short tape; a
wrong client with the default settings is that of README.md (`tests/docs/test_readme.py`). All of them, and one decoder
per kind of bug held to its smallest plan, are evidence.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.support.patience import PATIENCE

DECODERS = Path(__file__).parents[2] / "js" / "decoders"
ALL = sorted(DECODERS.glob("[dr][0-9][0-9]_*.mjs"))
#: decoder -> (oracle, what the smallest plan is made of, its class) of its first failure
KINDS = {
    "d01": ("replacement", "add=1", "utf8-3b/1"),
    "d05": ("error", "add=1", "line:CR|LF"),
    "d22": ("replacement", "add=2", "utf8-3b/1"),
    "d27": ("error", "", "size:128K"),
    "d32": ("text", "add=1", 'esc:|"'),
    "d34": ("text", "add=1", "bom/1"),
    "d36": ("replacement", "add=1", "utf8-3b/2"),
    "d42": ("content", "", ""),  # wrong on the first tape of its shape
    "d43": ("content", "", ""),
    "d45": ("content", "", ""),
}
#: those of the normal run: with the default settings, and with a short tape
DEFAULT = ("r05",)
SHORT = KINDS | {"d22": ("replacement", "add=2", "utf8-4b/1")}  # the first character that it has

pytestmark = pytest.mark.wire


def checked(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "chunktape", "check", "--json", str(path), *options]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.returncode, json.loads(done.stdout)


def reports(paths: list[Path], *options: str) -> dict[str, tuple[int, dict[str, Any]]]:
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda path: checked(path, *options), paths)
        return dict(zip([path.name[:3] for path in paths], found, strict=True))


def named(names: tuple[str, ...]) -> list[Path]:
    return [path for path in ALL if path.name[:3] in names]


def made_of(spec: str) -> str:
    """How many cuts a spec adds, or boundaries it drops."""
    pairs = dict(pair.split("=") for part in spec.split("+") for pair in part.split(",")[1:])
    return " ".join(f"{key}={len(pairs[key].split(':'))}" for key in ("add", "drop") if key in pairs)


def held(found: dict[str, tuple[int, dict[str, Any]]], kinds: Mapping[str, tuple[str, str, str]]) -> None:
    """Wrong ones fail, each as its kind does; right ones pass."""
    assert {name: code for name, (code, _) in found.items()} == {name: int(name[0] == "d") for name in found}
    for name in set(kinds).intersection(found):
        (oracle, plan, class_id), first = kinds[name], found[name][1]["findings"][0]
        assert first["oracle"] == oracle, name
        assert made_of(first["split"]).startswith(plan), name
        assert first["class"] == class_id or not class_id, name


def test_a_right_decoder_passes(require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    held(reports(named(DEFAULT)), KINDS)


def test_a_bug_of_each_sort_is_found_and_shrunk(require_tool: Callable[[str], str], torture: str) -> None:
    require_tool("node")
    held(reports(named(("d22", "d32", "d43")), "--tape", torture), SHORT)


@pytest.mark.evidence
def test_every_bug_is_found_and_shrunk_and_every_right_decoder_passes(require_tool: Callable[[str], str]) -> None:
    require_tool("node")
    held(reports(ALL), KINDS)


@pytest.mark.evidence
@pytest.mark.parametrize("name", [path.name for path in ALL if path.name[0] == "r"])
def test_a_right_decoder_passes_twenty_seeds_of_everything(require_tool: Callable[[str], str], name: str) -> None:
    require_tool("node")
    code, report = checked(DECODERS / name, "--seeds", "20", "--level", "structural")
    assert (code, report["findings"]) == (0, [])
