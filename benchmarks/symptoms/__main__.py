"""`python -m benchmarks.symptoms [--only SHORT ...]`: measure, and write `docs/faults.md`. Rules

- Every fault and rewrite of the registries is measured with every installed client; two clients at a time.
- With `--only` the table is printed and nothing is written.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from subprocess import SubprocessError

from benchmarks.harness import tables
from benchmarks.harness.places import FAULTS
from benchmarks.harness.servers import BenchmarkError
from benchmarks.symptoms import page
from benchmarks.symptoms.clients import CLIENTS, Client
from benchmarks.symptoms.measure import measured
from benchmarks.symptoms.sample import specs
from benchmarks.symptoms.words import Symptom
from cassettes.errors import ChunktapeError
from chunktape.show.pages import faults

COMMAND = "make evidence-symptoms"


def results(clients: Sequence[Client]) -> dict[str, dict[str, Symptom]]:
    """The symptoms of every spec, for each of `clients` that is installed."""
    here = [client for client in clients if not client.missing]
    with tempfile.TemporaryDirectory() as work, ThreadPoolExecutor(2) as pool:
        seen = list(pool.map(partial(_twice, Path(work)), here))
    return {client.name: one for client, one in zip(here, seen, strict=True)}


def _twice(work: Path, client: Client) -> dict[str, Symptom]:
    """A client's symptoms; a client that fails, such as a browser that does not start, is tried once more."""
    try:
        return measured(client, specs(), work)
    except (BenchmarkError, ChunktapeError, SubprocessError) as error:
        print(f"{client.name} is tried once more: {error}", file=sys.stderr)
        return measured(client, specs(), work)


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.symptoms")
    parser.add_argument("--only", nargs="+", choices=[client.short for client in CLIENTS])
    only = parser.parse_args(words).only
    clients = [client for client in CLIENTS if not only or client.short in only]
    found = results(clients)
    if only:
        for name, seen in found.items():
            for spec, symptom in seen.items():
                print(f"{name:24} {spec:40} {symptom.sign:3} {symptom.words}")
        return 0
    FAULTS.write_text(faults.renewed(FAULTS.read_text("utf-8")), "utf-8", newline="\n")
    tables.put(FAULTS, page.parts(found, clients, COMMAND))
    return 0


if __name__ == "__main__":
    sys.exit(main())
