"""CONTRIBUTING.md: every path of its table is there, and the picture names the rooms that there are."""

import re
from pathlib import Path

import pytest

from chunktape.cli import COMMANDS
from player.faults.registry import FAULTS
from player.rewrites.registry import REWRITES

HOME = Path(__file__).resolve().parents[2]
TEXT = (HOME / "CONTRIBUTING.md").read_text("utf-8")
TABLE = TEXT[TEXT.index("| you want to change") : TEXT.index("## What we do not want")]
PATHS = sorted(set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.(?:py|md))?)`", TABLE)))
PICTURE = TEXT[TEXT.index("```\n chunktape") :].split("```")[1]
PACKAGES = ("cassettes", "network", "recorder", "player")
EVERY = (*PACKAGES, "chunktape")


def test_the_table_names_places() -> None:
    assert len(PATHS) > 20
    assert all(re.search(r"`[a-z_]+/", row) for row in TABLE.splitlines()[2:] if row.strip())


@pytest.mark.parametrize("path", PATHS)
def test_every_path_of_the_table_is_there(path: str) -> None:
    place = HOME / path
    assert place.is_dir() if path.endswith("/") else place.is_file()


@pytest.mark.parametrize("package", EVERY)
def test_every_room_of_a_package_is_in_the_picture_and_in_its_docstring(package: str) -> None:
    rooms = {
        one.stem
        for one in (HOME / package).iterdir()
        if not one.stem.startswith("__") and (one.suffix == ".py" or (one / "__init__.py").is_file())
    }
    assert not rooms - set(re.findall(r"[a-z_]+", PICTURE)), "in no line of the picture"
    said = (HOME / package / "__init__.py").read_text("utf-8").split('"""')[1]
    assert not rooms - set(re.findall(r"[a-z_]+", said)), "not named in the package's docstring"
    assert len(said.splitlines()) <= 14, "ten lines, or few more"


#: what a newcomer looks for -> words of the table's row, a file of that row, and what stands there
LOOKED_FOR = {
    "where a TCP reset is sent": ("a TCP reset", "network/reset.py", "SO_LINGER"),
    "where 你 is cut": ("你", "player/splits/profiles/targeted.py", "utf8"),
    "where a secret's name is listed": ("name of a secret", "cassettes/redaction/registry.py", "authorization"),
    "where --match strict is decided": ("`--match strict`", "player/matching/index.py", "strict"),
    "where a new fault would go": ("a fault: add one", "player/faults/", ""),
    "where the 404 for a miss is worded": ("a 404", "player/replay/miss.py", "say("),
    "where a torn tail is found": ("a torn tail", "cassettes/file/loader.py", "torn"),
    "when a phone's client vanishes": ("vanishes", "player/wire/vanished.py", "gone"),
}


@pytest.mark.parametrize("question", LOOKED_FOR)
def test_a_newcomer_finds_each_of_these_in_one_row(question: str) -> None:
    words, path, there = LOOKED_FOR[question]
    (row,) = [row for row in TABLE.splitlines() if words in row.partition(" | ")[0]]
    assert f"`{path}`" in row
    assert there in ((HOME / path).read_text("utf-8") if there else "")


#: folders of one kind of file: their modules are found by their names
KINDS = ("cassettes/messages/zh", "cassettes/providers/shapes", "chunktape/check/life/scenes")
#: where some of the files are of one kind: their names
VARIANTS: dict[str, set[str]] = {
    "player/faults": set(FAULTS.modules.values()),
    "player/rewrites": set(REWRITES.modules.values()),
    "chunktape/cli": {*COMMANDS, "import_"},
}
FOLDERS = [one.parent for package in (*PACKAGES, "chunktape") for one in (HOME / package).rglob("__init__.py")]


@pytest.mark.parametrize("folder", [one.relative_to(HOME).as_posix() for one in FOLDERS])
def test_every_room_says_what_its_modules_are(folder: str) -> None:
    if folder in KINDS:
        return
    said = (HOME / folder / "__init__.py").read_text("utf-8").split('"""')[1]
    modules = {one.stem for one in (HOME / folder).glob("*.py") if not one.stem.startswith("__")}
    assert not modules - VARIANTS.get(folder, set()) - set(re.findall(r"\b[a-z][a-z_]*", said))
