"""The figures that a page gives for limits and times are those of the code."""

from pathlib import Path
from typing import Final

import pytest

from cassettes.clock import MS, SECOND
from cassettes.headers import MAX_HEADERS
from cassettes.interchange import read, safe_yaml
from cassettes.redaction.packed import RATIO
from chunktape.doctor import judge
from chunktape.process.standard_streams import STALL
from chunktape.report import armour, paste, running
from network import descriptors, half_close, signals, sockets, work
from network.door.head import MAX_TARGET
from network.door.incoming import HEAD_LIMIT, HEAD_SECONDS
from network.door.refusal import LINGER
from network.exiting import FLUSH_SECONDS
from network.listen import KEEP_ALIVE_SECONDS
from player.control import endpoints, events, peers, request
from player.journal import console, coverage, feed, journal, lanes, ticker
from player.library import watch
from player.matching import index, rotation, subject
from player.plans import bodies, load, misfits, performances, settling, specs
from player.replay import lane
from player.rewrites.retoken import retoken
from player.schedule import schedule, writes
from player.settings import Settings as Player
from player.spec import changes, memory, rotations, settle, spec
from player.stream import spaced, wire_stream
from recorder.exchange import silence
from recorder.settings import Settings as Recorder
from recorder.settings import parse_upstream
from recorder.upstream import connections, race, scheme

DOCS: Final = Path(__file__).parents[2] / "docs"
RECORDER: Final = Recorder(parse_upstream("http://a.example"))
PLAYER: Final = Player()
#: caches with a bound in bytes -> the figure before it in the table
BYTES: Final = {
    "player.plans.performances.KEPT": ("", performances.KEPT),
    "player.plans.bodies.BODIES": ("", bodies.BODIES),
    "player.plans.specs.READ": ("", specs.READ),
    "player.spec.memory.KEPT_CHARACTERS": (f"{memory.KEPT:,}, ", memory.KEPT_CHARACTERS),
    "player.replay.lane.BYTES": (f"{lane.REQUESTS:,}, ", lane.BYTES),
    "player.journal.journal.TRACES": ("", journal.TRACES),
    "player.journal.coverage.KEPT_BYTES": (f"{coverage.KEPT:,}, ", coverage.KEPT_BYTES),
}
ALL_BYTES: Final = sum(most for _, most in BYTES.values()) + index.KEPT + journal.BYTES
PAGES: Final = {
    "../README.md": (
        f"You need Python {'.'.join(map(str, judge.OLDEST_PYTHON))} or newer, and Node {judge.OLDEST_NODE} or newer",
    ),
    "check.md": (f"a JavaScript module; Node {judge.OLDEST_NODE} or newer runs it",),
    "control.md": (
        f"the last {feed.KEPT:,} are kept",
        f"At most {feed.READERS} read",
        f"after {events.ALIVE:.0f} s without an event",
        f"One that does not answer within {peers.ANSWERED:.0f} s",
        f"after {2 * events.ALIVE:.0f} s without a byte",
        f"At most {changes.CLIENTS} clients",
        f"`?limit=` ({request.PIECES:,})",
        f"last {journal.TRACES >> 20} MiB of times",
        f"up to {lanes.SIDE} bytes on both sides",
    ),
    "behaviour.md": (
        f"is held until it is whole ({RECORDER.max_head >> 10} KiB at most)",
        f"{sockets.VANISHED_SECONDS} s after its last byte where the system has the options",
        f"(`--max-body`, {RECORDER.max_body >> 20} MiB)",
        f"at most {connections.MAX_IDLE} idle, for {connections.MAX_IDLE_NS // SECOND} s",
        f"was silent for {race.DELAY_SECONDS * 1000:.0f} ms",
        f"more than {MAX_HEADERS:,} fields",
        f"after {silence.SILENCE:.0f} s of silence if that came before; after {silence.LONG_SILENCE:.0f} s where",
        f"up to {RATIO} times its size",
        f"{RECORDER.connect_timeout:.0f} s without a connection or TLS handshake",
        f"for at most {scheme.WAIT:.0f} s in all",
        f"are read and dropped for {LINGER:.0f} s",
        f"no whole head in {HEAD_SECONDS:.0f} s; silence in a body: {RECORDER.body_timeout:.0f} s (recorder), "
        f"{PLAYER.body_seconds:.0f} s (player)",
        f"over `--max-body` ({PLAYER.max_body >> 20} MiB)",
        f"over {MAX_TARGET:,} bytes, percent-encoded",
        f"request head over {HEAD_LIMIT >> 10} KiB",
        f"is more than {wire_stream.BEHIND // MS} ms late leave in one write",
        f"transfer chunks as they are, at most {writes.JOIN >> 10} KiB. `lateness`",
        f"the frames of small chunks are joined up to {writes.JOIN >> 10} KiB a write",
        f"JSON of more than {subject.LEAVES:,} leaves, a form of more than {subject.FIELDS:,} fields",
        f"every {watch.EVERY // MS} ms at most, and for a hundredth of the time",
        "one of more than half a million JSON values",
        f"beyond {retoken.MOST >> 20} MiB is refused",
        f"(above {spec.LIMIT:,} characters its id",
        f"is {settle.DEVICE_GAP} ms for a browser or a mini-program, {settle.OTHER_GAP} ms for others",
        f"then {spaced.SETTLE // MS} ms; after {spaced.CAP // SECOND} s it writes anyway",
        f"The latest {memory.KEPT:,} plans are known by id, the latest {journal.LIMIT:,} requests by number",
        f"(up to {misfits.LOOKED} recordings;",
        f"as fit into {console.WIDTH} characters, {('none', 'one', 'two', 'three')[console.NAMED]} at most",
        f"it is a gap of {settle.OTHER_GAP} ms, and the console says so",
        f"Plans of bodies above {work.MAKING.bytes >> 10} KiB or {work.MAKING.chunks} chunks",
        f"requests above {work.MATCHING.bytes >> 10} KiB",
        f"more than {work.HEAVY.bytes >> 10} KiB or {work.HEAVY.chunks:,} chunks",
        f"at more than {work.HEAVY.places:,} places",
        f"clients that read nothing ({FLUSH_SECONDS} s)",
        f"keep-alive {KEEP_ALIVE_SECONDS} s.",
        f"after {sockets.VANISHED_SECONDS} to {sockets.VANISHED_SECONDS + 10} s (Linux",
        f"Bodies have a limit of {endpoints.LIMIT >> 20} MiB",
        f"with `Retry-After: {load.RETRY_AFTER}`",
        f"({descriptors.EXPECTED:,} unless",
        f"and {descriptors.RESERVE}), the number",
        f"fewer than {descriptors.EXPECTED + descriptors.RESERVE:,} open files",
        f"the last {running.REQUESTS} requests of its journal",
        f"at most {paste.ROOM:,} characters",
        f"at most {armour.LARGEST >> 20} MiB are unpacked",
        f"or {console.LOAD} streams were played",
        f"A second one, {signals.SAME / SECOND} s or more after the first",
        f"once a write has taken {STALL / SECOND} s",
    ),
    "importing.md": (
        f"of more than {read.MAX_FILE >> 20} MiB are refused",
        f"more than {safe_yaml.MAX_DEPTH} levels",
        f"grow beyond {safe_yaml.MAX_NODES:,} values",
    ),
    "performance.md": (
        f"some {subject.LEAF} bytes; at most {subject.LEAVES:,} leaves or {subject.FIELDS:,} form fields",
        f"| {settling.FITS:,} | `player.plans.settling.FITS`",
        f"| {index.REMEMBERED:,}, {index.KEPT >> 20} MiB with their requests | `player.matching.index.KEPT`",
        f"| {journal.LIMIT:,} requests, {journal.BYTES >> 20} MiB; {index.TOLD} differences each, and their count |",
        f"| {feed.KEPT:,} | `player.journal.feed.KEPT`",
        f"| {rotation.CLIENTS:,} clients, {rotation.PLACES:,} recordings in their groups |",
        f"| {rotations.CLIENTS:,} clients, {rotations.BODIES:,} bodies |",
        f"| {changes.CLIENTS} | `player.spec.changes.CLIENTS`",
        f"| {coverage.WAITING_CUTS:,}, 8 bytes each |",
        f"| {ticker.LINES}, and {ticker.LINES} warnings |",
        *(f"| {before}{most >> 20} MiB | `{name}` |" for name, (before, most) in BYTES.items()),
        f"add up to some {round(ALL_BYTES >> 20, -1)} MiB before",
    ),
}


@pytest.mark.parametrize("page", PAGES)
def test_the_figures_of_a_page_are_those_of_the_code(page: str) -> None:
    text = " ".join((DOCS / page).read_text("utf-8").split())
    assert [figure for figure in PAGES[page] if figure not in text] == []


def test_figures_in_words_are_what_the_pages_say() -> None:
    assert half_close.WITH_REQUEST == watch.GONE / SECOND == 0.5
    assert watch.SELDOM == 100
    assert retoken.VALUES == 500_000
    assert schedule.FOREVER == 2**62
