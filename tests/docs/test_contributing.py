"""CONTRIBUTING.md: every path of its table is there, and the picture names the rooms that there are."""

import re
from pathlib import Path

import pytest

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
