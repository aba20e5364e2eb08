"""`benchmarks.session.curl`: its table says what differs, and the document has a place for every part."""

from dataclasses import replace

from benchmarks.harness.places import BEHAVIOUR
from benchmarks.harness.tables import fill
from benchmarks.session import curl
from benchmarks.session.behind_nginx import streamed
from cassettes.clock import MS
from cassettes.model import Interaction

ONE = streamed([b"data: 1\n\n", b"data: 2\n\n"], 20 * MS)
Pair = tuple[Interaction, Interaction]


def shifted(by_ns: int) -> Interaction:
    head, chunks = ONE.head, ONE.chunks
    assert head is not None
    times = type(chunks.times)("q", [at + by_ns for at in chunks.times])
    return replace(ONE, chunks=replace(chunks, times=times))


def rows(replayed: list[Interaction]) -> list[list[str]]:
    runs: list[list[Pair]] = [[(ONE, one)] * len(curl.TARGETS) for one in replayed]
    lines = curl.table(runs).splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_a_faithful_replay() -> None:
    found = rows([shifted(MS // 2), shifted(-MS)])
    assert len(found) == len(curl.TARGETS)
    assert found[0][1:] == ["chunked", "2", "equal", "equal", "equal", "0.750", "0.500 1.00", "kept"]


def test_what_differs_is_said() -> None:
    assert rows([shifted(MS), shifted(4 * MS)])[0][-1] == "**missed** (4.00)"
    joined = streamed([b"data: 1\n\ndata: 2\n\n"], 20 * MS)
    assert rows([joined])[0][3:6] == ["equal", "**not equal**", "equal"]
    assert rows([streamed([b"data: 1\n\n", b"data: 3\n\n"], 20 * MS)])[0][3:5] == ["**not equal**", "equal"]
    other = streamed([b"data: 1\n\n", b"data: 2\n\n"], 20 * MS, ((b"x-more", b""),))
    assert rows([other])[0][5] == "**not equal**"


def test_headers_that_the_player_owns() -> None:
    kept = ((b"X-One", b"1"), (b"x-one", b"1"))
    assert curl.kept(((b"Connection", b"close"), *kept, (b"Access-Control-Allow-Origin", b"*"))) == kept


def test_the_document_has_every_part() -> None:
    parts = dict.fromkeys(("session", "nginx recorded", "nginx replayed"), "figures")
    text = fill(BEHAVIOUR.read_text(encoding="utf-8"), parts)
    assert text.count("figures") >= len(parts)
