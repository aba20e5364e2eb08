"""What is stored and counted, with a writer that fails where a test says."""

import asyncio
from collections.abc import Sequence

import pytest

from cassettes.errors import CassetteError
from cassettes.model import Chunk, Ending, EndKind, Mark, Request, ResponseHead
from cassettes.redaction.redact import Redaction
from recorder.response.tap import Record
from recorder.session import Session


class Double:
    """A writer in memory; `fails_at` counts the records that it takes, `fails_in` names another call that fails."""

    def __init__(self, fails_at: int = 1 << 30, fails_in: str = "") -> None:
        self.rows: list[object] = []
        self.fails_at, self.fails_in = fails_at, fails_in
        self.syncs = 0
        self.closed = self.abandoned = False

    def _take(self, row: object) -> None:
        if len(self.rows) >= self.fails_at:
            raise CassetteError("no space")
        self.rows.append(row)

    def begin(self, request: Request) -> int:
        self._take(request)
        return 1

    def head(self, number: int, head: ResponseHead) -> None:
        self._take(head)

    def chunks(self, number: int, chunks: Sequence[Chunk]) -> None:
        for chunk in chunks:
            self._take(chunk)

    def end(self, number: int, ending: Ending) -> None:
        self._take(ending)

    def sync(self) -> None:
        self._called("sync")
        self.syncs += 1

    def close(self) -> None:
        self._called("close")
        self.closed = True

    def _called(self, name: str) -> None:
        if name == self.fails_in:
            raise CassetteError("no space")

    def abandon(self) -> None:
        self.abandoned = True


HEAD = ResponseHead(0, 200, b"OK", ((b"Content-Type", b"application/json"), (b"Set-Cookie", b"sid=S3CRET; Path=/")))


def play(writer: Double, redaction: Redaction, head: ResponseHead = HEAD) -> tuple[Session, list[str]]:
    said: list[str] = []

    async def main() -> Session:
        session = Session(writer, redaction, on_failure=said.append)
        for _ in range(2):
            take = session.begin(Request("GET", b"/x?key=S3CRET"), 0)
            take.write([head])
            take.write([Chunk(1, 0, b'{"to', Mark.END)])
            take.write([Chunk(2, 1, b'ken": "S3CRET"}', Mark.END)])
            take.write([Ending(EndKind.COMPLETE, 3, 1, ((b"Set-Cookie", b"t=S3CRET"),))])
        await session.close()
        return session

    return asyncio.run(main()), said


def test_what_is_stored_is_redacted_and_what_is_counted_is_whole() -> None:
    writer = Double()
    session, said = play(writer, Redaction.default(["body:token"]))
    assert "S3CRET" not in repr(writer.rows)
    chunks = [row for row in writer.rows if isinstance(row, Chunk)]
    assert b"".join(c.data for c in chunks[:2]) == b'{"token": "******"}'
    assert [(c.at, c.read, c.mark) for c in chunks[:2]] == [(1, 0, Mark.END), (2, 1, Mark.END)]
    totals = session.totals
    assert (totals.interactions, totals.chunks, totals.size, dict(totals.endings)) == (2, 4, 38, {"complete": 2})
    assert (said, writer.closed, session.streams) == ([], True, {})
    assert writer.syncs >= 1


def test_nothing_is_redacted_if_asked_so() -> None:
    writer = Double()
    play(writer, Redaction.none())
    assert repr(writer.rows).count("S3CRET") == 8


def test_encoded_bodies_are_counted_not_looked_into() -> None:
    head = ResponseHead(0, 200, b"OK", ((b"Content-Encoding", b"gzip"),))
    session, _ = play(Double(), Redaction.default(["body:token"]), head)
    assert session.totals.unseen == 2
    assert play(Double(), Redaction.default(), head)[0].totals.unseen == 0


@pytest.mark.parametrize("fails_at", range(11))
def test_a_writer_that_fails_is_said_once_and_disturbs_nothing(fails_at: int) -> None:
    writer = Double(fails_at)
    session, said = play(writer, Redaction.default())
    assert said == (["no space"] if fails_at < 10 else [])
    assert session.failure == "".join(said)
    assert (writer.closed, writer.abandoned) == (not said, bool(said))
    assert len(writer.rows) == min(fails_at, 10)
    assert session.totals.endings["complete"] == 2


@pytest.mark.parametrize("fails_in", ["sync", "close"])
def test_a_file_that_can_not_be_brought_to_the_disk_is_said_once(fails_in: str) -> None:
    writer = Double(fails_in=fails_in)
    session, said = play(writer, Redaction.default())
    assert said == ["no space"]
    assert session.failure == "no space"
    assert (writer.closed, writer.abandoned) == (False, fails_in == "sync")
    assert session.totals.endings["complete"] == 2


def test_the_table_of_open_streams() -> None:
    async def main() -> None:
        session = Session(Double(), Redaction.default(), on_failure=print)
        take = session.begin(Request("GET", b"/x"), 5)
        take.write([HEAD])
        take.write([Chunk(1, 0, b"abc")])
        (progress,) = session.streams.values()
        assert (progress.status, progress.chunks, progress.size, progress.state) == (200, 1, 3, "")
        take.write([Ending(EndKind.RESET, 9, note="why")])
        assert (progress.state, progress.note, session.streams) == ("reset", "why", {})
        await session.close()

    asyncio.run(main())


class Reads(Double):
    """Notes how many chunks came with each call."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []

    def chunks(self, number: int, chunks: Sequence[Chunk]) -> None:
        self.calls.append(len(chunks))
        super().chunks(number, chunks)


def test_the_chunks_of_a_read_reach_the_writer_together_and_in_order() -> None:
    writer = Reads()
    read: list[Record] = [HEAD, Chunk(1, 0, b"a", Mark.END), Chunk(1, 0, b"b"), Ending(EndKind.COMPLETE, 1, 0)]

    async def main() -> None:
        session = Session(writer, Redaction.default(), on_failure=print)
        session.begin(Request("GET", b"/x"), 0).write(read)
        await session.close()

    asyncio.run(main())
    assert writer.calls == [2]
    assert [type(row) for row in writer.rows[1:]] == [type(record) for record in read]


def test_secrets_in_raw_bytes_are_masked_across_reads() -> None:
    writer = Double()

    async def main() -> None:
        session = Session(writer, Redaction.default(), on_failure=print)
        take = session.begin(Request("GET", b"/x"), 0)
        take.write([Chunk(1, 0, b"ok", Mark.END), Chunk(1, 0, b"Set-Coo", Mark.UNPARSED)])
        take.write([Chunk(2, 1, b"kie: S3CRET\r\nA: b", Mark.UNPARSED)])
        take.write([Ending(EndKind.TRUNCATED, 3)])
        await session.close()

    asyncio.run(main())
    chunks = [row for row in writer.rows if isinstance(row, Chunk)]
    assert [chunk.data for chunk in chunks[:2]] == [b"ok", b"Set-Coo"]
    assert b"S3CRET" not in chunks[2].data
    assert len(chunks[2].data) == len(b"kie: S3CRET\r\nA: b")


def test_interactions_that_end_together_are_synced_together_and_before_the_end() -> None:
    writer = Double()

    async def main() -> None:
        session = Session(writer, Redaction.default(), on_failure=print)
        for _ in range(20):
            session.begin(Request("GET", b"/x"), 0).write([Ending(EndKind.UNREACHABLE)])
        await session.close()
        await session.close()

    asyncio.run(main())
    assert writer.syncs == 1
    assert writer.closed
