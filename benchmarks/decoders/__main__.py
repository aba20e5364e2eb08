"""`python -m benchmarks.decoders`: finds, and writes the tables into docs/splits.md."""

import sys

from benchmarks.decoders.find import measure
from benchmarks.decoders.table import part
from benchmarks.harness import tables
from benchmarks.harness.places import SPLITS


def main() -> int:
    tables.put(SPLITS, {"decoders": part(measure(), "python -m benchmarks.decoders")})
    return 0


if __name__ == "__main__":
    sys.exit(main())
