"""No folder has more than twelve unlike files; a folder of one kind may be long (docs/design.md)."""

import subprocess
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
MOST = 12
#: the folders that have many files of one kind, and how those are called
ONE_KIND = {
    "cassettes/library": "*.cassette",
    "cassettes/messages/zh": "*.py",  # an area of the tool per file
    "cassettes/providers/shapes": "*.py",  # a provider per file
    "player/faults": "*.py",  # a fault per file
    "player/rewrites": "*.py",  # a rewrite per file
    "chunktape/check/life/scenes": "*.py",  # a scene per file
    "chunktape/cli": "*.py",  # a command per file
    "docs": "*.md",  # a page per file
    "docs/img/splits": "*.svg",
    "player/splits/profiles": "*.py",  # a family per file
    "tests/support": "*.py",  # what tests of several rooms share, a subject per file
    "tests": "test_*.py",  # here and below: a test per module, or per piece of other people's software
    "tests/chunktape/check/life/clients": "*.*",  # a client per file
    "tests/chunktape/check/styles/right": "*.mjs",  # a decoder per file
    "tests/data/vcr": "*.*[ln]",
    "tests/interop/museum/exhibits": "*.*",  # a package per file
    "tests/js/decoders": "[dr][0-9][0-9]_*.mjs",
}


def kind_of(folder: Path) -> str:
    for place in (folder, *folder.parents):
        if str(place) in ONE_KIND and (place == folder or str(place) == "tests"):
            return ONE_KIND[str(place)]
    return ""


def unlike() -> dict[str, list[str]]:
    """The files of each folder that git knows or would add, without those of its one kind."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("needs the git repository")
    folders = defaultdict(list)
    for name in done.stdout.decode().split("\0"):
        file = Path(name)
        if name and (HOME / file).is_file() and not fnmatch(file.name, kind_of(file.parent)):
            folders[str(file.parent)].append(file.name)
    return folders


def test_no_folder_has_more_than_twelve_unlike_files() -> None:
    folders = unlike()
    assert len(folders) > 50
    assert {folder: names for folder, names in folders.items() if len(names) > MOST} == {}


PACKAGES = ("cassettes", "network", "recorder", "player", "chunktape")


def test_the_folders_of_tests_are_rooms_of_the_house() -> None:
    """A folder of tests has the name and the place of the room that it tests; styles of clients are no room."""
    tests = HOME / "tests"
    rooms = {file.parent.relative_to(tests) for package in PACKAGES for file in (tests / package).rglob("test_*.py")}
    assert len(rooms) > 40
    assert {room.as_posix() for room in rooms if not (HOME / room).is_dir()} == {"chunktape/check/styles"}
