"""How fast `chunktape check` is, as a table of docs/check.md: `python -m benchmarks.check`."""

import subprocess
import sys
import time
from typing import Final

from benchmarks.check import streams
from benchmarks.check.beside import ROUNDS, Checked, Subject, measure
from benchmarks.harness import machine, tables
from benchmarks.harness.places import CHECK, ROOT, WORK
from benchmarks.harness.servers import BenchmarkError
from chunktape.check.runners.node import node_client

_DECODERS: Final = "tests/js/decoders"
_PLAIN: Final = tuple(
    Subject(f"{_DECODERS}/{name}.mjs")
    for name in ("r01_text_decoder_stream", "r02_bytes_by_hand", "r03_blocks", "r04_miniprogram_example")
)
_SHIM: Final = (
    Subject("benchmarks/check/asks.mjs", "wx", "device"),
    Subject("benchmarks/check/asks.mjs", "wx", "devtools"),
    Subject("tests/chunktape/check/clients/wx_right.js", "wx", "device"),
)
#: (clients, mode, bytes of the stream, least ratio)
_ROWS: Final = (
    (_PLAIN, "single", 60_000, 0.8),
    (_PLAIN, "single", 7_000, 0.8),
    (_PLAIN, "bytes", 60_000, 0.8),
    (_SHIM, "single", 60_000, 0.5),
    (_SHIM, "single", 7_000, 0.5),
    (_SHIM, "bytes", 60_000, 0.15),
)
_MODES: Final = {"single": "every cut, packed", "bytes": "pieces of one byte"}


def rows(rounds: int = ROUNDS) -> list[list[str]]:
    """One row per client, stream and mode."""
    found = []
    for subjects, mode, size, least in _ROWS:
        body = streams.source(size)
        for subject in subjects:
            one = measure(subject, body, mode, rounds)
            found.append(
                [
                    f"`{subject.path.name}`, {subject.profile}",
                    f"{len(body.data):,}",
                    _MODES[mode],
                    tables.short(one.plans / one.bare),
                    tables.short(one.plans / one.check),
                    tables.short(one.ratio),
                    tables.short(one.work),
                    tables.short(least),
                    tables.short(one.making / one.check),
                ]
            )
            print(" | ".join(found[-1]), file=sys.stderr)
    return found


def every_cut(size: int = 60_000) -> float:
    """Seconds for all single cuts of a stream, packed, from the start of Node on."""
    body = streams.source(size)
    began = time.perf_counter()
    child = node_client(str(_PLAIN[0].path))
    try:
        Checked(_PLAIN[0], body, child).seconds(list(streams.plans(body, "single")))
    finally:
        child.close()
    return time.perf_counter() - began


def whole_check(size: int = 7_000) -> float:
    """Seconds of the command, with a stream of its own and default settings. Raises BenchmarkError where it fails."""
    file = WORK / "check.cassette"
    WORK.mkdir(parents=True, exist_ok=True)
    streams.tape(streams.source(size), file)
    command = [sys.executable, "-m", "chunktape", "check", str(_PLAIN[0].path), "--tape", str(file)]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(done.stdout + done.stderr)
    return time.perf_counter() - began


def part(command: str, rounds: int = ROUNDS) -> str:
    """The text between the markers."""
    node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    head = (
        "client, profile",
        "bytes",
        "plans",
        "bare runs/s",
        "check runs/s",
        "of bare",
        "by processor time",
        "wanted",
        "making plans",
    )
    facts = (
        ("every cut of a stream of 60 KB, packed, from the start of Node on", every_cut, 5),
        ("`chunktape check` of a stream of 7 KB, from the command to the verdict", whole_check, 3),
    )
    times = [[words, tables.short(min(timed() for _ in range(3))), f"< {most}"] for words, timed, most in facts]
    return "\n\n".join(
        [
            f"{time.strftime('%Y-%m-%d')} · {machine.describe()}, Node {node}  \n`{command}`",
            tables.table(head, rows(rounds)),
            tables.table(("", "s", "wanted"), times),
        ]
    )


def main() -> int:
    tables.put(CHECK, {"speed": part("make evidence-check")})
    return 0


if __name__ == "__main__":
    sys.exit(main())
