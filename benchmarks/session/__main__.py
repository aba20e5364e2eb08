"""`python -m benchmarks.session`: how a session keeps bytes and times, with curl and behind nginx. Rules

- It writes the marked tables of docs/behaviour.md; with --quick it prints them.
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version

from benchmarks.harness import machine, tables
from benchmarks.harness.places import BEHAVIOUR
from benchmarks.harness.results import Section
from benchmarks.harness.servers import BenchmarkError
from benchmarks.session import behind_nginx, curl


def _nginx_version(nginx: str) -> str:
    said = subprocess.run([nginx, "-v"], capture_output=True, text=True, timeout=10, check=True).stderr
    return said.rpartition("/")[2].strip()


def measure(runs: int, how: str) -> dict[str, str]:
    """The text of every marked part; `how` says how it was scheduled. Raises BenchmarkError without curl and nginx."""
    tools = {name: shutil.which(name) for name in ("curl", "nginx")}
    if missing := [name for name, path in tools.items() if path is None]:
        raise BenchmarkError(f"expected {' and '.join(missing)} on this machine; install it and start again")
    program, nginx = str(tools["curl"]), str(tools["nginx"])
    sections: Mapping[str, tuple[dict[str, str], Callable[[], str]]] = {
        "session": (
            {name: version(name) for name in ("httpbin", "gunicorn")},
            lambda: curl.table([curl.once(program) for _ in range(runs)]),
        ),
        "nginx recorded": ({"nginx": _nginx_version(nginx)}, lambda: behind_nginx.recorded(runs)),
        "nginx replayed": ({"nginx": _nginx_version(nginx)}, lambda: behind_nginx.replayed(runs)),
    }
    made = {}
    for name, (peers, make) in sections.items():
        print(name, file=sys.stderr, flush=True)
        now, command = datetime.now().astimezone(), shlex.join(["python", "-m", "benchmarks.session", *sys.argv[1:]])
        section = Section(f"{now:%Y-%m-%d %H:%M %Z}", f"{machine.describe()}; {how}, {runs} runs", command, peers)
        made[name] = tables.heading(section) + make()
    return made


def main() -> int:
    """Exit code 0 when all was measured, 1 when it could not be."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.session", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5, help="runs per cell (default 5)")
    parser.add_argument("--quick", action="store_true", help="one run: prints the tables, writes no file")
    parser.add_argument("--realtime", action="store_true", help="SCHED_FIFO for all processes (root)")
    options = parser.parse_args()
    try:
        if options.realtime:  # every process started from here inherits it
            os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(10))
        how = "all processes under SCHED_FIFO" if options.realtime else "ordinary scheduling"
        made = measure(1 if options.quick else options.runs, how)
    except BenchmarkError as error:
        print(error, file=sys.stderr)
        return 1
    if options.quick:
        print("\n\n".join(made.values()))
    else:
        tables.put(BEHAVIOUR, made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
