"""`python -m benchmarks.session`: a session with curl, from httpbin through recorder and player. Rules

- What a person would do: curl through `chunktape record` from httpbin under gunicorn, then `chunktape play` of the
  file, read over a plain socket. Every run records anew, with processes of its own.
- An error is the replayed offset of a recorded chunk's last byte less the recorded one, each counted from the request.
- It writes the marked tables of docs/behaviour.md, those behind nginx too; with --quick it prints them.
"""

import argparse
import os
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import behind_nginx, machine, report
from benchmarks.outside import httpbin
from benchmarks.results import Section
from benchmarks.servers import BenchmarkError
from cassettes import store
from cassettes.clock import MS
from cassettes.model import Headers, Interaction
from chunktape.client.process import running
from chunktape.samples.reader import read_response

DOCUMENT: Final = Path(__file__).resolve().parent.parent / "docs" / "behaviour.md"
TARGETS: Final = ("/stream/50", "/stream-bytes/20000?seed=7&chunk_size=700", "/drip?numbytes=20&duration=2&delay=0")
#: issue 2: offsets within 3 ms on an idle machine
WITHIN_MS: Final = 3.0
#: headers that the player leaves out or makes itself
OWNED: Final = (b"connection", b"keep-alive", b"access-control-", b"vary")


def kept(headers: Headers) -> Headers:
    """The headers that a replay gives back as they were recorded."""
    return tuple((name, value) for name, value in headers if not name.lower().startswith(OWNED))


def once(curl: str) -> list[tuple[Interaction, Interaction]]:
    """One run: (recorded, replayed) of each target."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "session.cassette")
        with httpbin() as upstream:
            read_response(upstream + "/status/200")  # it is up: its start is no part of a recorded time
            with running("chunktape", "record", upstream, "--port", "0", "--output", str(file)) as recorder:
                for target in TARGETS:
                    words = [
                        curl,
                        "-sS",
                        "-N",
                        "--noproxy",
                        "*",
                        "-o",
                        str(Path(folder, "body")),
                        recorder.url + target,
                    ]
                    subprocess.run(words, check=True, timeout=60)
        recorded = store.load(file).interactions
        with running("chunktape", "play", str(file), "--port", "0") as player:
            return [(one, read_response(player.url + target)) for one, target in zip(recorded, TARGETS, strict=True)]


def table(runs: list[list[tuple[Interaction, Interaction]]]) -> str:
    """One row per target over all runs; the last column says whether issue 2's bound was kept in all of them."""
    rows = []
    for number, target in enumerate(TARGETS):
        pairs = [run[number] for run in runs]
        errors = [[abs(error) / MS for error in behind_nginx.errors(*pair)] for pair in pairs]
        worst = [max(one) for one in errors]
        rows.append([
            f"`{target}`",
            pairs[0][0].framing,
            str(len(errors[0])),
            _all(a.body == b.body for a, b in pairs),
            _all(a.transfer_chunks() == b.transfer_chunks() for a, b in pairs),
            _all(a.head and b.head and kept(a.head.headers) == kept(b.head.headers) for a, b in pairs),
            report.short(statistics.median(statistics.median(one) for one in errors)),
            " ".join(map(report.short, worst)),
            "kept" if max(worst) <= WITHIN_MS else f"**missed** ({report.short(max(worst))})",
        ])  # fmt: skip
    head = ("target", "framing", "chunks", "bytes", "transfer chunks", "headers, case and order",
            "offset error ms, median", "worst, each run", f"within {WITHIN_MS:g} ms")  # fmt: skip
    return report.table(head, rows)


def _all(same: Iterable[object]) -> str:
    return "equal" if all(same) else "**not equal**"


def _nginx_version(nginx: str) -> str:
    said = subprocess.run([nginx, "-v"], capture_output=True, text=True, timeout=10, check=True).stderr
    return said.rpartition("/")[2].strip()


def measure(runs: int, how: str) -> dict[str, str]:
    """The text of every marked part; `how` says how it was scheduled. Raises BenchmarkError without curl and nginx."""
    tools = {name: shutil.which(name) for name in ("curl", "nginx")}
    if missing := [name for name, path in tools.items() if path is None]:
        raise BenchmarkError(f"expected {' and '.join(missing)} on this machine; install it and start again")
    curl, nginx = str(tools["curl"]), str(tools["nginx"])
    sections: Mapping[str, tuple[dict[str, str], Callable[[], str]]] = {
        "session": (
            {name: version(name) for name in ("httpbin", "gunicorn")},
            lambda: table([once(curl) for _ in range(runs)]),
        ),
        "nginx recorded": ({"nginx": _nginx_version(nginx)}, lambda: behind_nginx.recorded(runs)),
        "nginx replayed": ({"nginx": _nginx_version(nginx)}, lambda: behind_nginx.replayed(runs)),
    }
    made = {}
    for name, (peers, make) in sections.items():
        print(name, file=sys.stderr, flush=True)
        now, command = datetime.now().astimezone(), shlex.join(["python", "-m", "benchmarks.session", *sys.argv[1:]])
        section = Section(f"{now:%Y-%m-%d %H:%M %Z}", f"{machine.describe()}; {how}, {runs} runs", command, peers)
        made[name] = report.heading(section) + make()
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
        DOCUMENT.write_text(report.fill(DOCUMENT.read_text(encoding="utf-8"), made), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
