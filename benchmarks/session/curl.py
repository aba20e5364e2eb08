"""A session with curl, from httpbin through recorder and player. Rules

- It does what a person would do: curl through `chunktape record` from httpbin under gunicorn, then `chunktape play` of
  the file, read over a plain socket. Every run records anew, with processes of its own.
- An error is the replayed offset of a recorded chunk's last byte less the recorded one, each counted from the request.
"""

import statistics
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.harness import tables
from benchmarks.session import behind_nginx
from benchmarks.subjects.outside import httpbin
from cassettes import store
from cassettes.clock import MS
from cassettes.model import Headers, Interaction
from chunktape.client.process import running
from chunktape.samples.reader import read_response

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
            tables.short(statistics.median(statistics.median(one) for one in errors)),
            " ".join(map(tables.short, worst)),
            "kept" if max(worst) <= WITHIN_MS else f"**missed** ({tables.short(max(worst))})",
        ])  # fmt: skip
    head = ("target", "framing", "chunks", "bytes", "transfer chunks", "headers, case and order",
            "offset error ms, median", "worst, each run", f"within {WITHIN_MS:g} ms")  # fmt: skip
    return tables.table(head, rows)


def _all(same: Iterable[object]) -> str:
    return "equal" if all(same) else "**not equal**"
