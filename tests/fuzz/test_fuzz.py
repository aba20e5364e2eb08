"""Files that are nearly right, of every format that we read: a cassette that plays or one sentence, within seconds.

20,000 files of each format in `make evidence`, 250 in `make test`; the same files each time.
"""

import os
import subprocess
from pathlib import Path

import pytest

from cassettes.clock import SECOND
from tests.fuzz.formats import MAKERS
from tests.fuzz.outcome import fuzz
from tests.support.patience import PATIENCE, SECONDS

SAMPLE = 250
ALL = 20_000
ROOT = Path(__file__).parents[2]

numbered = pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(range(SAMPLE), id="sample"),
        pytest.param(range(SAMPLE, ALL), id="all", marks=[pytest.mark.evidence, pytest.mark.timeout(12 * PATIENCE)]),
    ],
)


@numbered
@pytest.mark.parametrize("form", MAKERS)
def test_every_file_plays_or_is_refused_with_a_sentence(form: str, numbers: range, tmp_path: Path) -> None:
    check(form, numbers, *fuzz(form, numbers, tmp_path))


@pytest.mark.wire
@numbered
def test_every_flow_file_plays_or_is_refused(numbers: range, mitm_python: Path, tmp_path: Path) -> None:
    """In mitmproxy's own environment, by its own reader."""
    words = [str(mitm_python), "-m", "tests.fuzz.flows", str(numbers.start), str(numbers.stop), str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, timeout=12 * PATIENCE)
    assert done.returncode == 0, done.stderr.decode()
    taken, refused, slowest = map(int, done.stdout.split())
    check("mitm", numbers, taken, refused, slowest)


def check(form: str, numbers: range, taken: int, refused: int, slowest: int) -> None:
    print(f"{form}: {taken} taken, {refused} refused, slowest {slowest / SECOND:.2f} s")
    assert taken + refused == len(numbers)
    assert min(taken, refused) > len(numbers) // 50, "mutations that all end alike try nothing"
    assert slowest < SECONDS
