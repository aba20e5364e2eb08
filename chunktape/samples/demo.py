"""The main job from end to end, with no network and no key: record a session, play it,
compare, and play it cut in other places. Rules

- Everything is real: the bundled upstream, the recorder and the player are processes of their own, and the bytes are
  read from sockets; nothing here knows what the answer says.
- Bytes and boundaries must be equal. Times agree when half of the chunks came within `TIMES_AGREE_NS`.
"""

import json
import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from cassettes.clock import MS
from cassettes.content import events
from cassettes.model import Chunk, Headers, Interaction, Mark
from cassettes.store import load
from chunktape.client.process import Running, running
from chunktape.samples.reader import read_response

#: called with each chunk of an answer as it arrives
Seen = Callable[[Chunk], None]
PATH: Final = "/v1/chat/completions"
HEADERS: Final[Headers] = (
    (b"Content-Type", b"application/json"),
    (b"Accept", b"text/event-stream"),
    (b"Authorization", b"Bearer sk-of-the-demo"),
)
#: generous, since a busy machine accepts a request late and shifts the whole replay; the figures are printed anyway
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
        """The distance of each replayed chunk from its recorded offset, in ns."""
        return [abs(row.replayed - row.recorded) for row in self.rows]

    @property
    def times_agree(self) -> bool:
        return bool(self.rows) and median(self.errors) <= TIMES_AGREE_NS

    @property
    def agree(self) -> bool:
        return self.same_bytes and self.same_boundaries and self.times_agree


class Arrived:
    """Joins chunks to transfer chunks. `found`: (offset in ns, bytes) of each that has ended."""

    def __init__(self, chunks: Iterable[Chunk] = ()) -> None:
        self.found: list[tuple[int, bytes]] = []
        self._begun = b""
        for chunk in chunks:
            self.add(chunk)

    def add(self, chunk: Chunk) -> bool:
        """Whether a transfer chunk is whole now."""
        self._begun += chunk.data
        if chunk.mark is not Mark.END:
            return False
        self.found.append((chunk.at, self._begun))
        self._begun = b""
        return True


def compare(recorded: Interaction, replayed: Interaction) -> Comparison:
    """Lay a replay beside its recording, transfer chunk by transfer chunk."""
    left, right = Arrived(recorded.chunks).found, Arrived(replayed.chunks).found
    return Comparison(
        tuple(Row(a, b, data) for (a, data), (b, _) in zip(left, right, strict=False)),
        recorded.body == replayed.body,
        [data for _, data in left] == [data for _, data in right],
    )


def record(file: Path, seen: Seen) -> Interaction:
    """Ask the bundled upstream through a recorder that writes `file`; `seen` is called with each chunk as it
    arrives.
    """
    with (
        running("chunktape.samples.upstream") as upstream,
        running("chunktape", "record", upstream.url, "--port", "0", "--output", str(file)) as recorder,
    ):
        ask(recorder.url, seen)
        recorder.stop()
    return load(file).interactions[0]


def play(file: Path) -> AbstractContextManager[Running]:
    """A player of `file`, for as long as the context lasts."""
    return running("chunktape", "play", str(file), "--port", "0")


def ask(url: str, seen: Seen, spec: str = "") -> Interaction:
    """The demo's request, under a `spec` if there is one."""
    asked = {"model": "demo", "stream": True, "messages": [{"role": "user", "content": QUESTION}]}
    body = json.dumps(asked, ensure_ascii=False).encode()
    return read_response(f"{url}/@{spec}{PATH}" if spec else url + PATH, "POST", HEADERS, body, seen)


def inside(character: str, body: bytes) -> str:
    """The spec that plays `body` an event per piece, cut inside each `character` too, three times as fast."""
    code = character.encode()
    offsets = [str(found.start() + 1) for found in re.finditer(re.escape(code), body)]
    return f"event,add={':'.join(offsets)}+speed,x=3"


def naive(pieces: Iterable[bytes]) -> str:
    """The answer of a client that decodes each piece by itself, the mistake with which most clients begin."""
    return _answer("".join(piece.decode("utf-8", "replace") for piece in pieces).encode())


def right(pieces: Iterable[bytes]) -> str:
    """The answer of a client that keeps half a character until its rest has come."""
    return _answer(b"".join(pieces))


def _answer(body: bytes) -> str:
    """The text of all events of `body`."""
    text = ""
    for event in events(body, "sse"):
        if event["data"] != "[DONE]":
            text += "".join(choice["delta"].get("content") or "" for choice in json.loads(event["data"])["choices"])
    return text
