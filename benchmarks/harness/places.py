"""The paths of the repository and of the files that measuring writes there."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PROGRAMS: Final = ROOT / "benchmarks" / "programs"
#: programs, peers and made cassettes; never committed
WORK: Final = ROOT / "build" / "bench"
PERFORMANCE: Final = ROOT / "docs" / "performance.md"
BEHAVIOUR: Final = ROOT / "docs" / "behaviour.md"
CHECK: Final = ROOT / "docs" / "check.md"
SPLITS: Final = ROOT / "docs" / "splits.md"
FAULTS: Final = ROOT / "docs" / "faults.md"
JOURNEYS: Final = ROOT / "docs" / "journeys.md"
