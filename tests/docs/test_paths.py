"""Every file and module that a page or a docstring names is there, under the name that it has now."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
PACKAGES = "cassettes|network|recorder|player|chunktape|benchmarks"
PATH = re.compile(rf"`((?:{PACKAGES}|tests|examples|docs)/[\w./-]+)`")
DOTTED = re.compile(rf"`((?:{PACKAGES})(?:\.\w+)+)`")
#: what a person has, and what a template stands for
OTHERS = re.compile(r"(player\.py|\w+\.cassette)|cassettes/[A-Z-]+\.cassette")


def texts() -> Iterator[tuple[str, str]]:
    """Name and text of each page and module; the changelog names what was."""
    done = subprocess.run(["git", "ls-files", "*.py", "*.mjs", "*.md"], cwd=HOME, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("needs the git repository")
    for name in done.stdout.decode().split():
        if name != "CHANGELOG.md" and (HOME / name).is_file():
            yield name, (HOME / name).read_text("utf-8")


def is_there(dotted: str) -> bool:
    """Whether it is a package or a module, or a word of one."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        place = HOME.joinpath(*parts[:length])
        module = place.with_suffix(".py") if place.with_suffix(".py").is_file() else place / "__init__.py"
        if module.is_file():
            rest = parts[length:]
            return not rest or re.search(rf"\b{rest[0]}\b", module.read_text("utf-8")) is not None
    return False


def test_what_is_named_is_there() -> None:
    seen, lost = 0, []
    for name, text in texts():
        for found, there in (
            *((found, (HOME / found).exists()) for found in PATH.findall(text)),
            *((found, is_there(found)) for found in DOTTED.findall(text)),
        ):
            seen += 1
            if not there and not OTHERS.fullmatch(found):
                lost.append(f"{name}: {found}")
    assert seen > 200
    assert lost == []
