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


def test_the_table_names_places() -> None:
    assert len(PATHS) > 20
    assert all(re.search(r"`[a-z_]+/", row) for row in TABLE.splitlines()[2:] if row.strip())


@pytest.mark.parametrize("path", PATHS)
def test_every_path_of_the_table_is_there(path: str) -> None:
    place = HOME / path
    assert place.is_dir() if path.endswith("/") else place.is_file()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_room_of_a_package_is_in_the_picture_and_in_its_docstring(package: str) -> None:
    rooms = {
        one.stem
        for one in (HOME / package).iterdir()
        if one.stem != "__init__" and (one.suffix == ".py" or (one / "__init__.py").is_file())
    }
    assert not rooms - set(re.findall(r"[a-z_]+", PICTURE)), "in no line of the picture"
    if package != "player":
        said = (HOME / package / "__init__.py").read_text("utf-8")
        assert not rooms - set(re.findall(r"[a-z_]+", said)), "not named in the package's docstring"


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
