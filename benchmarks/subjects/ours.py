"""chunktape itself as a subject: cassettes made from schedules, and the commands. Rules

- The commands are those that a person starts: `chunktape play FILE` and `chunktape record URL`, without any tuning
  option; only port and file are given.
- A made cassette answers `GET /timed` with the bytes that the C writer sends, one read per chunk.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.harness.schedule import Schedule
from benchmarks.harness.servers import Subject, free_port
from cassettes import store
from cassettes.clock import MS
from cassettes.model import Chunk, Chunks, Ending, EndKind, Header, Interaction, Mark, Origin, Request, ResponseHead

NAME: Final = "chunktape"
LIBRARY: Final = "chunktape, bundled library"
PORTABLE: Final = {"CHUNKTAPE_PORTABLE": "1"}
_COMMAND: Final = (sys.executable, "-m", "chunktape")


def interaction(schedule: Schedule, target: bytes = b"/timed") -> Interaction:
    """One GET whose chunked response follows `schedule`."""
    rows = enumerate(schedule.rows, 1)
    chunks = [Chunk(int(at * MS), read, b"x" * size, Mark.END) for read, (at, size) in rows]
    headers = ((b"Content-Type", b"text/event-stream"), (b"Transfer-Encoding", b"chunked"))
    return Interaction(
        1,
        Request("GET", target, ((b"Host", b"127.0.0.1"), (b"Accept", b"*/*"))),
        ResponseHead(0, 200, b"OK", headers),
        Chunks.of(chunks),
        Ending(EndKind.COMPLETE, chunks[-1].at, len(chunks)),
    )


def cassette(schedule: Schedule, path: Path) -> Path:
    """Write a cassette of that one interaction; an older one is replaced."""
    header = Header("benchmarks", 0, Origin("made", "benchmarks", real_bytes=False, real_times=False))
    store.save(path, header, [interaction(schedule)], mode="overwrite")
    return path


def player(file: Path, *options: str, name: str = NAME, environment: Mapping[str, str] | None = None) -> Subject:
    """`chunktape play FILE`, on a free port."""
    port = free_port()
    command = (*_COMMAND, "play", str(file), "--port", str(port), *options)
    return Subject(name, command, port, environment=environment or {})


def library_player() -> Subject:
    """`chunktape play` without a file: the bundled library."""
    port = free_port()
    return Subject(LIBRARY, (*_COMMAND, "play", "--port", str(port)), port, path="/torture/lf")


def recorder(upstream: str, file: Path, path: str = "/timed") -> Subject:
    """`chunktape record UPSTREAM`, on a free port."""
    port = free_port()
    command = (*_COMMAND, "record", upstream, "--port", str(port), "--output", str(file))
    return Subject(NAME, command, port, path=path)
