"""`python -m benchmarks.decoders`: finds, and writes the tables into docs/splits.md and docs/check.md."""

import sys

from benchmarks.decoders import check
from benchmarks.decoders.find import measure
from benchmarks.decoders.table import part
from benchmarks.harness import tables
from benchmarks.harness.places import CHECK, SPLITS


def main() -> int:
    findings = measure()
    tables.put(SPLITS, {"decoders": part(findings, "python -m benchmarks.decoders")})
    runs = check.runs_until_found(findings.split)
    tables.put(CHECK, {"decoders": check.part(findings.split, runs, findings.requests)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
