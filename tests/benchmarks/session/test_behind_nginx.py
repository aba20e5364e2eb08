"""`benchmarks.session.behind_nginx`: the errors of a replay, and the stream that is measured."""

from benchmarks.session.behind_nginx import cuts, errors, events, streamed
from cassettes.model import Chunk, Chunks, Ending, EndKind, Interaction, Mark, Request


def arrived(*reads: tuple[int, bytes]) -> Interaction:
    chunks = [Chunk(at, number, data, Mark.NONE) for number, (at, data) in enumerate(reads)]
    return Interaction(1, Request("GET", b"/"), None, Chunks.of(chunks), Ending(EndKind.COMPLETE))


def test_an_error_is_when_the_last_byte_of_a_recorded_chunk_came() -> None:
    recorded = arrived((10, b"ab"), (20, b"c"), (25, b""), (30, b"de"))
    assert errors(recorded, recorded) == [0, 0, 0]
    assert errors(recorded, arrived((11, b"a"), (13, b"bc"), (29, b"de"))) == [3, -7, -1]
    assert errors(recorded, arrived((40, b"abcde"))) == [30, 20, 10]


def test_the_events() -> None:
    found = events()
    assert len(found) == 100
    assert 40 <= min(map(len, found)) <= max(map(len, found)) <= 340
    assert cuts([1, 2, 3]) == [1, 3]
    one = streamed(found, 5)
    assert one.body == b"".join(found)
    assert list(one.chunks.times)[:3] == [5, 10, 15]
    assert one.transfer_chunks() == [len(piece) for piece in found]
