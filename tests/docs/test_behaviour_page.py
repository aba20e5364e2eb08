"""`docs/behaviour.md`: the numbers that it gives are those of the code."""

import re
from pathlib import Path

import pytest

from cassettes.clock import MS, SECOND
from cassettes.headers import MAX_HEADERS
from network import signals, sockets, work
from network.door.head import MAX_TARGET
from network.door.incoming import HEAD_LIMIT, HEAD_SECONDS
from network.door.refusal import LINGER
from network.leaving import FLUSH_SECONDS
from network.listen import KEEP_ALIVE_SECONDS
from player.control import endpoints
from player.journal import console, journal
from player.library import watch
from player.matching import subject
from player.plans import misfits
from player.plans.load import RETRY_AFTER
from player.rewrites.retoken import retoken
from player.schedule.writes import JOIN
from player.settings import Settings as Player
from player.spec import memory, settle
from player.spec.spec import LIMIT
from player.stream import spaced, wire_stream
from recorder.exchange import silence
from recorder.settings import Settings as Recorder
from recorder.settings import parse_upstream
from recorder.upstream import connections, race, scheme

PAGE = " ".join((Path(__file__).parents[2] / "docs" / "behaviour.md").read_text(encoding="utf-8").split())
RECORDER, PLAYER = Recorder(parse_upstream("http://127.0.0.1")), Player()

RECORDING = (
    f"at most {connections.MAX_IDLE} idle, for {connections.MAX_IDLE_NS // SECOND} s",
    f"A head is held until it is whole ({RECORDER.max_head >> 10} KiB at most)",
    f"TCP keep-alive, {sockets.VANISHED_SECONDS} s after its last byte",
    f"was silent for {race.DELAY_SECONDS * 1000:g} ms",
    f"{RECORDER.connect_timeout:g} s without a connection or TLS handshake",
    f"for at most {scheme.WAIT:g} s in all",
    f"more than {MAX_HEADERS:,} fields",
    f"after {silence.SILENCE:g} s of silence if that came before; after {silence.LONG_SILENCE:g} s where nothing can",
    f"Request bodies are read whole (`--max-body`, {RECORDER.max_body >> 20} MiB)",
)
REFUSING = (
    f"read and dropped for {LINGER:g} s",
    f"no whole head in {HEAD_SECONDS:g} s;",
    f"silence in a body: {RECORDER.body_timeout:g} s (recorder), {PLAYER.body_seconds:g} s (player)",
    f"over `--max-body` ({PLAYER.max_body >> 20} MiB)",
    f"over {MAX_TARGET:,} bytes, percent-encoded",
    f"request head over {HEAD_LIMIT >> 10} KiB",
    f"keep-alive {KEEP_ALIVE_SECONDS} s",
    f"Bodies have a limit of {endpoints.LIMIT >> 20} MiB",
)
PLAYING = (
    f"more than {wire_stream.BEHIND // MS} ms late leave in one write",
    f"transfer chunks as they are, at most {JOIN >> 10} KiB",
    f"the frames of small chunks are joined up to {JOIN >> 10} KiB a write",
    f"JSON of more than {subject.LEAVES:,} leaves, a form of more than {subject.FIELDS:,} fields",
    f"every {watch.EVERY // MS} ms at most, and for a hundredth of the time",
    f"one of more than {'half a million' if retoken.VALUES == 500_000 else retoken.VALUES} JSON values",
    f"would grow beyond {retoken.MOST >> 20} MiB",
    f"(above {LIMIT:,} characters its id",
    f"`auto` is {settle.DEVICE_GAP} ms for a browser or a mini-program, {settle.OTHER_GAP} ms for others",
    f"then {spaced.SETTLE // MS} ms; after {spaced.CAP // SECOND} s it writes anyway",
    f"it is a gap of {settle.OTHER_GAP} ms, and the console says so",
    f"Plans of bodies above {work.MAKING.bytes >> 10} KiB or {work.MAKING.chunks} chunks",
    f"requests above {work.MATCHING.bytes >> 10} KiB",
    f"more than {work.HEAVY.bytes >> 10} KiB or {work.HEAVY.chunks:,} chunks",
    f"at more than {work.HEAVY.places:,} places",
    f"The latest {memory.KEPT:,} plans are known by id, the latest {journal.LIMIT:,} requests by number",
    f"(up to {misfits.LOOKED} recordings;",
    f"as fit into {console.WIDTH} characters, {('none', 'one', 'two', 'three')[console.NAMED]} at most",
    f"429 with `Retry-After: {RETRY_AFTER}`",
    f"was given or {console.LOAD} streams were played",
    f"clients that read nothing ({FLUSH_SECONDS} s)",
    f"A second one, {signals.SAME / SECOND} s or more after the first",
)


@pytest.mark.parametrize("said", [*RECORDING, *REFUSING, *PLAYING])
def test_the_page_gives_the_numbers_of_the_code(said: str) -> None:
    assert said in PAGE


def test_a_file_that_is_gone_is_served_for_as_long_as_the_page_says() -> None:
    assert re.search(r"gone from a directory for half a second is no longer served", PAGE)
    assert (watch.GONE, watch.SELDOM) == (SECOND // 2, 100)
