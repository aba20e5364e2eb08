"""A user's own `player.py` stands in the way: one sentence with both paths, and processes of ours don't see it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chunktape.__main__ import main
from tests.support.patience import PATIENCE

HOME = Path(__file__).resolve().parents[2]


def run(folder: Path, *words: str, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **env},
        timeout=PATIENCE,
    )


@pytest.mark.parametrize("name", ["player", "recorder", "network", "cassettes"])
def test_another_package_of_the_same_name_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    theirs = tmp_path / f"{name}.py"
    theirs.write_text("raise SystemExit('the user\\'s own module ran')\n")

    result = run(tmp_path, "-m", "chunktape", "--version", PYTHONPATH=str(tmp_path))

    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert str(theirs) in result.stderr
    assert str(HOME / name) in result.stderr


def test_one_that_is_imported_already_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "player.py").write_text("")
    code = "import player, chunktape\ntry:\n    chunktape.load\nexcept ImportError as e:\n    print(e)"

    result = run(tmp_path, "-c", code)

    assert str(tmp_path / "player.py") in result.stdout


def test_with_p_it_is_not_seen(tmp_path: Path) -> None:
    (tmp_path / "player.py").write_text("raise SystemExit(7)\n")

    result = run(tmp_path, "-P", "-m", "chunktape", "--version")

    assert result.returncode == 0
    assert result.stdout.startswith("chunktape, version ")


def test_importing_chunktape_imports_none_of_its_parts() -> None:
    code = (
        "import sys, chunktape\n"
        "print([n for n in ('cassettes', 'network', 'recorder', 'player', 'asyncio', 'msgpack') if n in sys.modules])"
    )

    assert run(HOME, "-c", code).stdout.strip() == "[]"


def test_every_public_name_can_be_imported() -> None:
    import chunktape

    assert all(getattr(chunktape, name) is not None for name in chunktape.__all__)
    with pytest.raises(AttributeError, match="nothing_of_ours"):
        chunktape.nothing_of_ours  # noqa: B018


def test_ctrl_c_before_there_is_a_command_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("chunktape.check_parts", interrupted)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Imports for type checkers alone, and those inside functions, count as well."""
    import grimp

    graph = grimp.build_graph("cassettes", "network", "recorder", "player", "chunktape")
    leaves = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    while ends := {module for module, below in leaves.items() if not below}:
        leaves = {module: below - ends for module, below in leaves.items() if module not in ends}
    assert leaves == {}, "these are in a cycle, or import one that is"
