"""The main job from end to end, with no network and no key: record a session, play it, compare. Rules

- Everything is real: the bundled upstream, the recorder and the player are processes of their own, and the bytes are
  read from sockets; nothing here knows what the answer says.
- Bytes and boundaries must be equal. Times agree when half of the chunks came within `TIMES_AGREE_NS`.
"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from cassettes.clock import MS
from cassettes.model import Headers, Interaction
from cassettes.store import load
from chunktape.client.process import running
from chunktape.samples.reader import read_response

PATH: Final = "/v1/chat/completions"
HEADERS: Final[Headers] = (
    (b"Content-Type", b"application/json"),
    (b"Accept", b"text/event-stream"),
    (b"Authorization", b"Bearer sk-of-the-demo"),
)
#: a busy machine hands a request over late and shifts the whole replay by that; the figures are printed anyway
TIMES_AGREE_NS: Final = 20 * MS
QUESTION: Final = "你好，用两句话介绍一下你自己。"


@dataclass(frozen=True, slots=True)
class Row:
    """One transfer chunk: recorded and replayed offset (ns since the request) of its last byte, and its bytes."""

    recorded: int
    replayed: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was recorded beside what was replayed."""

    rows: tuple[Row, ...]
    same_bytes: bool
    same_boundaries: bool

    @property
    def errors(self) -> list[int]:
        """How far each replayed chunk was from its recorded offset, in ns."""
        return [abs(row.replayed - row.recorded) for row in self.rows]

    @property
    def times_agree(self) -> bool:
        return bool(self.rows) and median(self.errors) <= TIMES_AGREE_NS

    @property
    def agree(self) -> bool:
        return self.same_bytes and self.same_boundaries and self.times_agree


def transfer_chunks(interaction: Interaction) -> list[tuple[int, bytes]]:
    """(offset in ns, bytes) of each transfer chunk that ended."""
    found, pending = [], b""
    for chunk in interaction.chunks:
        pending += chunk.data
        if chunk.mark == 1:
            found.append((chunk.at, pending))
            pending = b""
    return found


def compare(recorded: Interaction, replayed: Interaction) -> Comparison:
    """Lay a replay beside its recording, transfer chunk by transfer chunk."""
    left, right = transfer_chunks(recorded), transfer_chunks(replayed)
    return Comparison(
        tuple(Row(a, b, data) for (a, data), (b, _) in zip(left, right, strict=False)),
        recorded.body == replayed.body,
        [data for _, data in left] == [data for _, data in right],
    )


def run() -> tuple[Comparison, Interaction]:
    """Record one session from the bundled upstream, play it, and lay both side by side."""
    asked = {"model": "demo", "stream": True, "messages": [{"role": "user", "content": QUESTION}]}
    body = json.dumps(asked, ensure_ascii=False).encode()
    with tempfile.TemporaryDirectory(prefix="chunktape-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, "demo.cassette")
        with (
            running("chunktape.samples.upstream") as upstream,
            running("chunktape", "record", upstream.url, "--port", "0", "--output", str(file)) as recorder,
        ):
            read_response(recorder.url + PATH, "POST", HEADERS, body)
            recorder.stop()
        with running("chunktape", "play", str(file), "--port", "0") as player:
            replayed = read_response(player.url + PATH, "POST", HEADERS, body)
        recorded = load(file).interactions[0]
    return compare(recorded, replayed), recorded
