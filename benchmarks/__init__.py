"""Measures chunktape beside the machine's limits and other tools. Rules

- `python -m benchmarks` measures everything in one run and writes `docs/performance.md` and `.json`.
- Nothing here is part of the product; it needs Linux, gcc and, for the peers, npm, PyPI and Debian packages.
- Each measurement has a room with its command in `__main__.py`: `performance`, `soak`, `splits` (the cost of plans),
  `session` (bytes and times behind other software), `boundaries` (pieces that clients see), `check` (its speed),
  `decoders` (which split finds which bug), `symptoms` (what clients show of faults), `museum` (bugs of popular
  packages), `journeys` (times of docs/journeys.md), `mutants`. Below them: `harness` (shared parts), `subjects` (the
  programs under test), `programs` (C, Node).
- All load stays on loopback, on ports that were free; every process that was started is ended by its group.
"""
