"""What is in the wheel: hatchling honours .gitignore, so package data could be lost without anybody seeing it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cassettes.library import index
from tests.support.patience import PATIENCE
from tests.whole.test_parts import HOME

PACKAGES = ("cassettes", "chunktape", "network", "player", "recorder")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=HOME, check=True, capture_output=True, timeout=PATIENCE)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return wheel.namelist()


def test_our_packages_and_nothing_else(names: list[str]) -> None:
    tops = {name.partition("/")[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    assert all(f"{package}/py.typed" in names for package in PACKAGES)
    assert not [name for name in names if "__pycache__" in name or "/test" in name]


def test_every_module_and_every_page_is_in_it(names: list[str]) -> None:
    for package in PACKAGES:
        for path in Path(HOME, package).rglob("*"):
            if path.suffix in (".py", ".html", ".js", ".mjs", ".toml", ".svg") and "__pycache__" not in path.parts:
                assert path.relative_to(HOME).as_posix() in names


def test_the_library_is_in_it(names: list[str]) -> None:
    assert {f"cassettes/library/{name}.cassette" for name in index()} <= set(names)


def test_the_licence_is_in_it(names: list[str]) -> None:
    assert [name for name in names if name.endswith("licenses/LICENSE")]
