"""What chunktape can do, measured beside what the machine can do and what other tools do. Rules

- `python -m benchmarks` measures everything in one run and writes `docs/performance.md` and `.json`.
- Nothing here is part of the product; it needs Linux, gcc and, for the peers, npm, PyPI and Debian packages.
- Each thing that is measured has a room with its command in `__main__.py`: `performance`, `soak`, `splits` (what plans
  cost), `session` (what is kept behind other software), `boundaries` (what clients see), `decoders` (which split finds
  which bug), `mutants`. Below them: `harness` (what they share), `subjects` (what is measured), `programs` (C, Node).
- All load stays on loopback, on ports that were free; every process that was started is ended by its group.
"""
