"""The load client, `streamclient`, as functions. Rules

- It runs on the clients' CPU; its arrival times are kernel receive timestamps, so its own lag is no error.
- Times are ms; a figure that could not be measured (no chunk arrived) is missing from `values`.
"""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.harness import machine
from benchmarks.harness.servers import BenchmarkError, Running, Subject, pinned

Values = dict[str, float]

#: name here: (group in the client's output, key in it)
_PERCENTILES: Final = {
    "p50_ms": ("err_ms", "p50"),
    "p99_ms": ("err_ms", "abs_p99"),
    "max_ms": ("err_ms", "max"),
    "min_ms": ("err_ms", "min"),
    "drift_ms": ("drift_ms", "p50"),
    "shape_p99_ms": ("shape_ms", "abs_p99"),
    "head_p50_ms": ("head_ms", "p50"),
    "latency_p50_ms": ("latency_ms", "p50"),
    "latency_p99_ms": ("latency_ms", "abs_p99"),
}
_PLAIN: Final = ("streams", "completed", "errors", "chunks", "elapsed_s", "client_share", "streams_per_s", "MB_per_s")


def parse(text: str) -> Values:
    """The output of one run of streamclient, as a flat table. Raises BenchmarkError when it is not its JSON."""
    try:
        found: Mapping[str, Any] = json.loads(text)
    except ValueError:
        raise BenchmarkError(f"expected the client's JSON, found {text[:200]!r}") from None
    values = {key: float(found[key]) for key in _PLAIN if key in found}
    for name, (group, key) in _PERCENTILES.items():
        if found.get(group):
            values[name] = float(found[group][key])
    if "boundaries_kept" in found:
        values["kept"] = float(found["boundaries_kept"])
        values["arrived"] = found["arrived"] / max(1, found["expected"])
    return values


class Client:
    """Runs `binary`; `realtime` puts it under SCHED_FIFO, which hides a busy neighbour."""

    def __init__(self, binary: Path, realtime: bool) -> None:
        self._binary = binary
        self._realtime = realtime

    def _run(self, subject: Subject, *options: str, timeout: float) -> Values:
        command = (str(self._binary), "--url", subject.url, *subject.request, *options)
        done = subprocess.run(
            pinned(command, machine.cpus()[1], self._realtime and subject.realtime),
            capture_output=True,
            text=True,
            timeout=timeout + 60,
            check=False,
        )
        if done.returncode:
            raise BenchmarkError(f"{subject.name}: the client failed: {done.stderr.strip()[-300:]}")
        return parse(done.stdout)

    def _observed(self, running: Running, base: int, *options: str, timeout: float) -> Values:
        """One run with the server's CPU time and memory beside it. `base`: memory before any load, bytes."""
        before = machine.usage(running.pids)
        peak = machine.Peak(running.pids)
        peak.start()
        try:
            values = self._run(running.subject, *options, timeout=timeout)
        finally:
            most = peak.end()
        cpu = machine.usage(running.pids).cpu - before.cpu
        values["cpu_ms_per_1000"] = cpu * 1e6 / max(1.0, values["chunks"])
        values["share"] = cpu / max(values["elapsed_s"], 1e-9)
        values["kib_per_stream"] = (most - base) / 1024 / values["streams"]
        return values

    def warm(self, subject: Subject, seconds: float, connections: int = 2) -> None:
        """Ask for `seconds`, so that imports, first requests and a JIT are not measured."""
        self.burst(subject, connections, seconds)

    def burst(self, subject: Subject, connections: int, seconds: float) -> Values:
        """As `fastest`, without the server's figures."""
        return self._run(subject, "--max", "--streams", str(connections), "--duration", str(seconds), timeout=seconds)

    def timed(self, running: Running, schedule: Path, streams: int, ramp: float, limit: float, base: int,
              *, stamped: bool = False) -> Values:  # fmt: skip
        """`streams` concurrent streams whose requests start over `ramp` seconds; gives up after `limit` s."""
        load = ("--schedule", str(schedule), "--streams", str(streams), "--ramp", str(ramp))
        options = (*load, "--match", running.subject.match, "--max-seconds", str(limit))
        return self._observed(running, base, *options, *(("--stamped",) if stamped else ()), timeout=limit)

    def fastest(self, running: Running, connections: int, seconds: float, base: int) -> Values:
        """Requests one after the other on each of `connections` keep-alive connections."""
        options = ("--max", "--streams", str(connections), "--duration", str(seconds))
        return self._observed(running, base, *options, timeout=seconds)
