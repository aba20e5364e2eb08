import gc
import subprocess
import sys

import pytest

from chunktape.process.loading import uncollected


def test_nothing_is_collected_meanwhile_and_what_was_loaded_is_frozen() -> None:
    frozen = gc.get_freeze_count()
    try:
        with uncollected():
            assert not gc.isenabled()
            loaded = [list[int]() for _ in range(5000)]
        assert gc.isenabled()
        assert gc.get_freeze_count() - frozen >= len(loaded)
    finally:
        gc.unfreeze()


def test_an_error_leaves_the_collector_as_it_was() -> None:
    frozen = gc.get_freeze_count()
    with pytest.raises(ValueError, match="bad option"), uncollected():
        raise ValueError("bad option")
    assert gc.isenabled()
    assert gc.get_freeze_count() == frozen


def test_a_player_collects_again() -> None:
    """`play` loads inside, also where it fails."""
    code = """
import gc
from chunktape.cli.play import command
try:
    command.main(["nowhere.cassette"], standalone_mode=False)
finally:
    print(gc.isenabled())
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert ended.stdout.strip() == "True", ended.stderr
    assert "nowhere.cassette" in ended.stderr
